"""Beds that run out, people not back from leave, requests without an answer, severe incidents."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.assistance.models import Incident, ShelterStay
from casework.standards.dates import format_date, format_time
from casework.standards.lists import label
from casework.victims.attention import (
    MOST,
    OF_A_HOLDER,
    OF_A_ROW,
    OF_AN_OFFICER,
    Kind,
    Need,
    days_away,
    watched,
)
from casework.victims.models import Case

ENDS_SOON = timedelta(days=3)
SEVERE_INCIDENT = Kind(
    5, "danger", "alert-triangle", gettext_lazy("Severe incident in a shelter"), gettext_lazy("Follow up"),
    "case-shelter",
)  # fmt: skip
HOLD_ENDS = Kind(
    15, "danger", "bed", gettext_lazy("A bed is only held"), gettext_lazy("See the stay"), "case-shelter"
)
NOT_BACK = Kind(
    16, "danger", "clock-exclamation", gettext_lazy("Not back from leave"), gettext_lazy("See the stay"),
    "case-shelter",
)  # fmt: skip
NO_ANSWER = Kind(
    30, "caution", "hourglass", gettext_lazy("A shelter has not answered"), gettext_lazy("See the stay"),
    "case-shelter",
)  # fmt: skip
STAY_ENDS = Kind(
    45, "caution", "bed", gettext_lazy("A stay in a shelter ends"), gettext_lazy("Plan"), "case-shelter",
    gettext_lazy("A stay in a shelter is past its planned end"),
)  # fmt: skip


def _stays(cases: QuerySet[Case], *statuses: str) -> QuerySet[ShelterStay]:
    rows = ShelterStay.objects.filter(case__in=cases, status__in=statuses, entered_in_error=False)
    return rows.select_related("case", "shelter")


@watched(OF_A_HOLDER, OF_AN_OFFICER, OF_A_ROW)
def severe_incidents(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Severe incidents that nobody has followed up."""
    rows = Incident.objects.filter(
        case__in=cases, severity="severe", followed_up_at=None, entered_in_error=False
    )
    for row in rows.select_related("case").order_by("occurred_on", "case__reference")[:most]:
        when = format_date(row.occurred_on, "short")
        yield Need(SEVERE_INCIDENT, row.case, row.occurred_on, when, label("incident_kind", row.kind))


@watched(OF_A_HOLDER, OF_A_ROW)
def beds_only_held(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Holds that end within two hours, and those that ended: the person has no bed by them tonight."""
    for stay in _stays(cases, "held").order_by("period", "reference")[:most]:
        until = timezone.localtime(stay.held_until)
        words = _("Hold ended at %(hour)s") if stay.is_lapsed else _("Until %(hour)s")
        when = words % {"hour": format_time(until)}
        yield Need(HOLD_ENDS, stay.case, until.date(), when, stay.shelter.code_name)


@watched(OF_A_HOLDER, OF_AN_OFFICER, OF_A_ROW)
def not_back(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """People on leave who should be back by now."""
    late = _stays(cases, "on_leave").filter(back_by__lt=timezone.now())
    for stay in late.order_by("back_by", "reference")[:most]:
        by = timezone.localtime(stay.back_by)
        when = _("expected %(day)s, %(hour)s") % {"day": format_date(by, "short"), "hour": format_time(by)}
        yield Need(NOT_BACK, stay.case, by.date(), when, stay.shelter.code_name)


@watched(OF_A_HOLDER, OF_A_ROW)
def without_answer(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Requests that no shelter has answered."""
    for stay in _stays(cases, "requested").order_by("created_at", "reference")[:most]:
        asked = timezone.localdate(stay.created_at)
        when = _("asked on %(day)s") % {"day": format_date(asked, "short")}
        yield Need(NO_ANSWER, stay.case, asked, when, stay.shelter.code_name)


@watched(OF_A_HOLDER, OF_A_ROW)
def stays_ending(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Stays near their planned last day, or past it."""
    today = timezone.localdate()
    ending = _stays(cases, "admitted", "on_leave").filter(expected_until__lte=today + ENDS_SOON)
    for stay in ending.order_by("expected_until", "reference")[:most]:
        last = stay.expected_until or today
        yield Need(STAY_ENDS, stay.case, last, days_away(last, today), stay.shelter.code_name)
