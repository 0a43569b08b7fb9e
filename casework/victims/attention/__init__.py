"""What needs doing in a set of cases, and how much of it there is: danger first, then date."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, cast
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework.records import CaseRecord
from casework.standards.dates import format_date
from casework.standards.lists import label
from casework.victims.lists import holders_and_stages
from casework.victims.models import Case, CaseAssignment, CaseStage, Consent, ContactPoint

CONSENT_SOON = timedelta(days=14)
QUIET_AFTER = timedelta(days=30)
UNDER_WAY = ("open", "paused")
MOST = 50


@dataclass(frozen=True)
class Kind:
    """A reason to act: its place in the order, its words, and other words once its day is past."""

    rank: int
    tone: str
    icon: str
    title: Promise
    action: Promise
    page: str
    late: Promise | None = None


IN_DANGER = Kind(0, "danger", "alert-triangle", _("In danger now"), _("Open the case"), "case-safety")
NO_HOLDER = Kind(10, "danger", "user-check", _("Nobody holds this case"), _("Assign"), "case-assign")
CONSENT_ENDS = Kind(
    50, "caution", "signature", _("A consent expires"), _("Ask"), "case-consents", _("A consent has expired")
)
NO_SAFE_CONTACT = Kind(70, "caution", "phone-off", _("No safe contact"), _("Add"), "case-safety")
QUIET = Kind(
    90, "caution", "clock-exclamation", _("Nothing recorded lately"), _("Open the case"), "case-detail"
)


@dataclass(frozen=True)
class Need:
    """One thing to do in one case, and why."""

    kind: Kind
    case: Case
    day: date
    when: str
    why: str = ""

    @property
    def is_late(self) -> bool:
        """Whether the day by which it had to be done is past."""
        return self.kind.late is not None and self.day < timezone.localdate()

    @property
    def title(self) -> Promise:
        return self.kind.late if self.kind.late and self.is_late else self.kind.title

    @property
    def tone(self) -> str:
        """Amber turns red once the day is past."""
        return "danger" if self.is_late else self.kind.tone


Rule = Callable[..., Iterator[Need]]
OF_A_HOLDER: list[Rule] = []  # for whoever works on the cases
OF_AN_OFFICER: list[Rule] = []  # for whoever answers for all cases of an organisation
OF_ONESELF: list[Rule] = []  # what one person has to do in the cases: asked with that person
OF_A_ROW: list[Rule] = []  # for the column "next" of the case list


def watched(*lists: list[Rule]) -> Callable[[Rule], Rule]:
    """Registers a rule: for whom it looks through a set of cases."""

    def register(rule: Rule) -> Rule:
        for one in lists:
            one.append(rule)
        return rule

    return register


@watched(OF_A_HOLDER, OF_AN_OFFICER, OF_A_ROW)
def in_danger(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Cases in which the person is in danger now, the oldest first."""
    dangerous = cases.filter(is_in_danger="yes").prefetch_related(*holders_and_stages())
    for case in dangerous.order_by("opened_on", "reference")[:most]:
        yield Need(IN_DANGER, case, case.opened_on, str(_("Now")), _opened(case))


@watched(OF_AN_OFFICER, OF_A_ROW)
def without_holder(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Cases that nobody holds any more."""
    held = CaseAssignment.objects.filter(case=OuterRef("pk"), kind="holder", ended_at=None)
    for case in cases.filter(~Exists(held)).order_by("opened_on", "reference")[:most]:
        yield Need(NO_HOLDER, case, case.opened_on, str(_("Assign it")), _opened(case))


@watched(OF_A_HOLDER, OF_A_ROW)
def consents_ending(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Consents past their last day, or near it."""
    today = timezone.localdate()
    ending = Consent.objects.live().filter(
        case__in=cases, status="given", expires_on__lte=today + CONSENT_SOON
    )
    for consent in ending.select_related("case").order_by("expires_on", "case__reference")[:most]:
        why = ", ".join(filter(None, (label("consent_purpose", consent.purpose), consent.recipient)))
        last = cast(date, consent.expires_on)
        yield Need(CONSENT_ENDS, consent.case, last, days_away(last, today), why)


@watched(OF_A_HOLDER, OF_A_ROW)
def without_safe_contact(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Cases without any channel that is marked safe."""
    safe = ContactPoint.objects.live().filter(case=OuterRef("pk"), safety="safe")
    for case in cases.filter(~Exists(safe)).order_by("opened_on", "reference")[:most]:
        yield Need(NO_SAFE_CONTACT, case, case.opened_on, str(_("Not recorded")), str(_("ask how and when")))


@watched(OF_A_HOLDER)
def quiet(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Cases in which nothing of any kind was recorded for a month."""
    since = timezone.now() - QUIET_AFTER
    # As one condition: the database looks into each table by itself, instead of joining all of them.
    touched = Q()
    for model in record_types():
        rows = model.objects.order_by().select_related(None)
        touched |= Q(Exists(rows.filter(case=OuterRef("pk"), updated_at__gte=since)))
    untouched = cases.filter(~touched, updated_at__lt=since, victim__updated_at__lt=since)
    for case in untouched.order_by("updated_at", "reference")[:most]:
        yield Need(
            QUIET,
            case,
            timezone.localdate(case.updated_at),
            str(_("Over 30 days")),
            str(_("see how things are")),
        )


def needs(cases: QuerySet[Case], rules: Iterable[Rule], most: int | None = MOST) -> list[Need]:
    """What needs doing in these cases: danger first, then date."""
    return in_order(need for rule in rules for need in rule(cases, most))


def own_needs(cases: QuerySet[Case], person) -> list[Need]:
    """What this person has to do themself in these cases."""
    return [need for rule in OF_ONESELF for need in rule(cases, person)]


def in_order(found: Iterable[Need]) -> list[Need]:
    """Danger first, then what is late or overdue, then date."""
    return sorted(
        found,
        key=lambda need: (need.kind is not IN_DANGER, need.tone != "danger", need.kind.rank, need.day),
    )


def most_pressing(cases: QuerySet[Case]) -> dict[UUID, Need]:
    """For each of a page of cases, the first thing to do; cases without any are left out."""
    first: dict[UUID, Need] = {}
    for need in needs(cases, OF_A_ROW, most=None):
        first.setdefault(need.case.id, need)
    return first


@cache
def record_types() -> tuple[type[CaseRecord], ...]:
    """Every kind of record a case can have, of whichever application."""
    return tuple(model for model in apps.get_models() if issubclass(model, CaseRecord))


@dataclass(frozen=True)
class Change:
    """The last thing recorded in a case."""

    case: Case
    what: str
    at: datetime


def recent_changes(cases: QuerySet[Case], most: int = 5) -> list[Change]:
    """The cases changed last, each once, with what was recorded."""
    kinds: list[Any] = [Case, *(model for model in record_types() if not model.is_kept_apart)]
    first, *others = (_latest(model, number, cases, most) for number, model in enumerate(kinds))
    once: dict[UUID, tuple[int, datetime]] = {}
    for case, number, at in first.union(*others, all=True).order_by("-updated_at"):
        once.setdefault(case, (number, at))
    found = cases.in_bulk(list(once)[:most])
    return [
        Change(found[case], str(kinds[number]._meta.verbose_name), at)
        for case, (number, at) in once.items()
        if case in found
    ]


def _latest(model, number: int, cases: QuerySet[Case], most: int):
    """Which cases have the newest records of one kind, and when; all kinds are asked in one question."""
    case = "pk" if model is Case else "case_id"
    rows = cases if model is Case else model.objects.filter(case__in=cases).select_related(None)
    return rows.order_by("-updated_at").values_list(case, Value(number), "updated_at")[:most]


@dataclass(frozen=True)
class StageBar:
    """How many cases are in one stage, beside the fullest stage."""

    code: str
    label: str
    count: int
    fullest: int


def by_stage(cases: QuerySet[Case]) -> list[StageBar]:
    """How many of these cases are in each stage; a case may be in several."""
    rows = CaseStage.objects.filter(case__in=cases, state__in=UNDER_WAY).order_by().values_list("stage")
    counted = dict(rows.annotate(Count("pk")))
    fullest = max(counted.values(), default=0)
    return [
        StageBar(code, str(name), counted.get(code, 0), max(fullest, 1))
        for code, name in CaseStage._meta.get_field("stage").choices or ()
        if code != "closure" or counted.get(code)
    ]


def _opened(case: Case) -> str:
    return str(_("case opened on %(day)s") % {"day": format_date(case.opened_on, "short")})


def days_away(day: date, today: date) -> str:
    """A day as one says it when something must be done by it: "In 3 days", "2 days late"."""
    days = (day - today).days
    if days < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    if days == 0:
        return str(_("Today"))
    return ngettext("In %(days)d day", "In %(days)d days", days) % {"days": days}
