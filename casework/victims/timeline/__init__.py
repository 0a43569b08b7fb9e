"""What happened in a case, newest first. Each kind of record tells its own events through a source."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg2 import sql

from casework.records import CaseRecord
from casework.standards.dates import format_date
from casework.standards.lists import label
from casework.victims.models import (
    Case,
    CaseAssignment,
    CaseStage,
    ConnectedOrganisation,
    Consent,
    ContactPoint,
    StatusClaim,
)

SHOWN, MORE, MOST = 10, 50, 500

CHIPS: list[tuple[str, Promise]] = [
    ("", gettext_lazy("All")),
    ("identification", gettext_lazy("Identification")),
    ("safety", gettext_lazy("Safety")),
    ("assistance", gettext_lazy("Assistance")),
    ("legal", gettext_lazy("Legal")),
    ("consents", gettext_lazy("Consents")),
    ("notes", gettext_lazy("Notes")),
    ("team", gettext_lazy("Team")),
]
STAGE_TONE = {"done": "ok", "open": "accent", "paused": "caution", "skipped": "", "to_come": ""}
CONSENT_TITLE = {
    "given": gettext_lazy("Consent given"),
    "superseded": gettext_lazy("Consent given"),
    "withdrawn": gettext_lazy("Consent given"),
    "refused": gettext_lazy("Consent refused"),
}


@dataclass(frozen=True)
class Event:
    """One line of the timeline: a title of a few words, one line, who, when, and where to read more."""

    on: date
    recorded_at: datetime
    icon: str
    title: str
    by: Any
    text: str = ""
    tone: str = ""
    url: str = ""
    link: str = ""

    @property
    def time(self) -> datetime | None:
        """The hour, where it is that of the day itself: nothing is invented for what was noted later."""
        return self.recorded_at if timezone.localdate(self.recorded_at) == self.on else None


Tell = Callable[[Case, Any, int], tuple[list["Event"], int]]


@dataclass(frozen=True)
class Source:
    """Where events of one chip come from: `tell(case, reader, limit)` gives the newest, and how many.

    A source of one kind of record names it, and is not asked about a case that has none.
    """

    chip: str
    tell: Tell
    kind: type[CaseRecord] | None = None


@dataclass(frozen=True)
class Timeline:
    """The newest events by day, and how many earlier ones there are."""

    events: list[Event]
    total: int

    @property
    def days(self) -> Iterator[tuple[date, list[Event]]]:
        for day, events in groupby(self.events, key=lambda event: event.on):
            yield day, list(events)

    @property
    def earlier(self) -> int:
        return self.total - len(self.events)


SOURCES: list[Source] = []


def source(chip: str, kind: type[CaseRecord] | None = None) -> Callable:
    """Registers a function that tells the events of one kind of record."""

    def register(tell: Tell) -> Callable:
        SOURCES.append(Source(chip, tell, kind))
        return tell

    return register


def timeline_of(case: Case, reader, chip: str = "", limit: int = SHOWN) -> Timeline:
    """The timeline of a case, all of it or one chip."""
    events: list[Event] = []
    total = 0
    wanted = [one for one in SOURCES if chip in ("", one.chip)]
    kinds = kinds_on(case, {one.kind for one in wanted if one.kind})
    for one in wanted:
        if one.kind is None or one.kind in kinds:
            some, number = one.tell(case, reader, limit)
            events += some
            total += number
    events.sort(key=lambda event: (event.on, event.recorded_at), reverse=True)
    return Timeline(events[:limit], total)


def kinds_on(case: Case, kinds: Collection[type[CaseRecord]]) -> set[type[CaseRecord]]:
    """Of which kinds a case has any record: one question instead of one for each of some thirty kinds.

    It is asked of a case that was found through `visible_to`; what the rows hold is read through it again.
    """
    asked = sorted(kinds, key=lambda kind: kind._meta.db_table)
    exist = [
        sql.SQL("exists (select from {} where case_id = %(case)s)").format(
            sql.Identifier(kind._meta.db_table)
        )
        for kind in asked
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("select {}").format(sql.SQL(", ").join(exist)), {"case": case.pk})
        found = cursor.fetchone()
    return {kind for kind, exists in zip(asked, found, strict=True) if exists}


def live_records(model: type[CaseRecord], case: Case, reader) -> QuerySet:
    """The records of a case that this reader may see, without what was entered in error."""
    return model.objects.visible_to(reader).filter(case=case).live()


def newest(rows: QuerySet, limit: int, *order: str) -> tuple[list, int]:
    """The first rows and the number of all, in one query."""
    some = list(
        rows.select_related("created_by").annotate(of_all=Window(Count("pk"))).order_by(*order)[:limit]
    )
    return some, some[0].of_all if some else 0


@source("identification", StatusClaim)
def claims(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """What organisations said about the person's status."""
    rows, total = newest(live_records(StatusClaim, case, reader), limit, "-decided_on", "-created_at")
    return [
        Event(
            row.decided_on, row.created_at, "clipboard-check", label("trafficking_status", row.status),
            row.created_by,
            _("according to: %(organisation)s")
            % {
                "organisation": row.organisation_name
                or label("deciding_organisation", row.deciding_organisation)
            },
            "info", reverse("case-identification", args=[case.pk]), _("Read the claim"),
        )
        for row in rows
    ], total  # fmt: skip


@source("identification", ConnectedOrganisation)
def organisations(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Organisations that referred the person here or received the person."""
    rows, total = newest(live_records(ConnectedOrganisation, case, reader), limit, "-created_at")
    title = {"referring": _("Referred to us"), "referred": _("Referred onwards")}
    return [
        Event(
            row.referred_on or timezone.localdate(row.created_at), row.created_at, "building",
            title[row.part], row.created_by, row.name, "",
            reverse("case-identification", args=[case.pk]), _("See the organisation"),
        )
        for row in rows
    ], total  # fmt: skip


@source("safety", ContactPoint)
def contacts(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Channels to the person; never the number itself."""
    rows, total = newest(live_records(ContactPoint, case, reader), limit, "-created_at")
    tone = {"safe": "ok", "not_safe": "danger"}
    return [
        Event(
            timezone.localdate(row.created_at), row.created_at, "message-check", _("Contact recorded"),
            row.created_by,
            f"{label('contact_kind', row.kind)}, "
            f"{label('contact_safety', row.safety or 'not_known').lower()}",
            tone.get(row.safety, ""), reverse("case-safety", args=[case.pk]), _("See the rule"),
        )
        for row in rows
    ], total  # fmt: skip


@source("consents", Consent)
def consents(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Answers to a request for consent."""
    rows, total = newest(live_records(Consent, case, reader), limit, "-given_on", "-created_at")
    return [
        Event(
            row.given_on, row.created_at, "signature" if row.status != "refused" else "minus",
            str(CONSENT_TITLE.get(row.status, "")), row.created_by, consent_in_words(row), "keep",
            reverse("case-consents", args=[case.pk]), _("Read the consent"),
        )
        for row in rows
    ], total  # fmt: skip


@source("consents", Consent)
def withdrawals(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Consent taken back."""
    withdrawn = live_records(Consent, case, reader).filter(withdrawn_at__isnull=False)
    rows, total = newest(withdrawn, limit, "-withdrawn_at")
    return [
        Event(
            timezone.localdate(row.withdrawn_at), row.withdrawn_at, "ban", _("Consent withdrawn"), None,
            consent_in_words(row), "caution", reverse("case-consents", args=[case.pk]), _("Read the consent"),
        )
        for row in rows
    ], total  # fmt: skip


@source("team", CaseStage)
def stages(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Stages begun, finished, paused or skipped."""
    rows, total = newest(live_records(CaseStage, case, reader), limit, "-since", "-updated_at")
    return [
        Event(
            row.since, row.updated_at, "flag", label("case_stage", row.stage), None,
            label("stage_state", row.state), STAGE_TONE.get(row.state, ""),
        )
        for row in rows
    ], total  # fmt: skip


@source("team", CaseAssignment)
def assignments(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Who was given the case."""
    given = live_records(CaseAssignment, case, reader).select_related("user", "case")
    rows, total = newest(given, limit, "-assigned_on", "-created_at")
    return [
        Event(
            row.assigned_on, row.created_at, "user-check", _("Case assigned"), row.created_by,
            _("to %(name)s: %(part)s")
            % {"name": row.user.short_name, "part": label("assignment_kind", row.kind)},
        )
        for row in rows
    ], total  # fmt: skip


@source("team")
def openings(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """The case opened, and closed."""
    events = [Event(case.opened_on, case.created_at, "folders", _("Case opened"), case.created_by)]
    if case.closed_on:
        events.append(
            Event(case.closed_on, case.updated_at, "archive", label("case_status", case.status), None)
        )
    return events, len(events)


def consent_in_words(consent: Consent) -> str:
    """For what, to whom, and until when."""
    words = [label("consent_purpose", consent.purpose)]
    if consent.recipient:
        words.append(_("to %(recipient)s only") % {"recipient": consent.recipient})
    if consent.expires_on:
        words.append(_("until %(day)s") % {"day": format_date(consent.expires_on, "short")})
    return ", ".join(words)
