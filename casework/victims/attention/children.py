"""What the case of a child waits for: a guardian, an answer about the age, a look at what was decided."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import cast

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.sealing.keyring import keyring
from casework.standards.dates import format_date
from casework.standards.lists import label
from casework.victims.attention import MOST, OF_A_HOLDER, OF_A_ROW, Kind, Need, days_away, watched
from casework.victims.models import AgeAssessment, BestInterest, Case, Guardian

FOLLOW_UP_SOON = timedelta(days=14)
AGE_DECIDED_WITHIN = timedelta(days=30)

NO_GUARDIAN = Kind(25, "danger", "user-check", _("A child without a guardian"), _("Add"), "case-child")
FOLLOW_UP = Kind(
    45, "caution", "scale", _("Follow up a best-interest decision"), _("Look again"), "case-child",
    _("Follow-up of a best-interest decision is late"),
)  # fmt: skip
AGE_UNDECIDED = Kind(55, "caution", "help-circle", _("The age is not decided"), _("Decide"), "case-child")


@watched(OF_A_HOLDER, OF_A_ROW)
def without_guardian(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Children, and those treated as such, for whom nobody may act."""
    acting = Guardian.objects.who_may_act().filter(case=OuterRef("pk"))
    maybe = cases.filter(~Exists(acting)).filter(
        Q(victim__age_is_uncertain=True) | Q(victim__birth_date__isnull=False)
    )
    rows = list(maybe.select_related("victim").order_by("opened_on", "reference"))
    keyring().load(row.victim_id for row in rows if not row.victim.age_is_uncertain)
    found = (row for row in rows if row.victim.is_treated_as_child)
    for case in islice(found, most):
        yield Need(
            NO_GUARDIAN, case, case.opened_on, str(_("Not recorded")),
            str(_("somebody must speak for the child")),
        )  # fmt: skip


@watched(OF_A_HOLDER, OF_A_ROW)
def follow_ups(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Decisions on best interests to be looked at again, soon or already."""
    today = timezone.localdate()
    due = BestInterest.objects.live().filter(
        case__in=cases, status="decided", follow_up_on__lte=today + FOLLOW_UP_SOON
    )
    for row in due.order_by("follow_up_on", "case__reference")[:most]:
        day = cast(date, row.follow_up_on)
        yield Need(
            FOLLOW_UP, row.case, day, days_away(day, today), label("best_interest_question", row.question)
        )


@watched(OF_A_HOLDER, OF_A_ROW)
def ages_undecided(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Age assessments without a conclusion for over a month."""
    before = timezone.localdate() - AGE_DECIDED_WITHIN
    waiting = AgeAssessment.objects.live().filter(case__in=cases, conclusion="", begun_on__lt=before)
    for row in waiting.order_by("begun_on", "case__reference")[:most]:
        yield Need(
            AGE_UNDECIDED, row.case, row.begun_on, str(_("Over 30 days")),
            str(_("begun on %(day)s") % {"day": format_date(row.begun_on, "short")}),
        )  # fmt: skip
