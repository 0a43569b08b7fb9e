"""Conferences of today and tomorrow."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from casework.assistance.models import CaseConference
from casework.assistance.tasks import A_DAY
from casework.standards.dates import format_time
from casework.victims.attention import MOST, OF_A_HOLDER, OF_A_ROW, Kind, Need, days_away, watched
from casework.victims.models import Case

CONFERENCE_SOON = Kind(
    40, "info", "messages", gettext_lazy("A case conference"), gettext_lazy("Prepare"), "case-conferences"
)


@watched(OF_A_HOLDER, OF_A_ROW)
def conferences_soon(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """For everybody who works on the case: the day before, and on the day."""
    today = timezone.localdate()
    rows = CaseConference.objects.live().filter(case__in=cases, held_on__range=(today, today + A_DAY))
    for row in rows.order_by("held_on", "held_at", "case__reference")[:most]:
        hour = format_time(row.held_at) if row.held_at else ""
        yield Need(CONFERENCE_SOON, row.case, row.held_on, days_away(row.held_on, today), hour)
