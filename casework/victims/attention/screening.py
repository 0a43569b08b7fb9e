"""Screenings that wait: paused, or left open for a day."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.standards.dates import format_date
from casework.victims.attention import MOST, OF_A_HOLDER, OF_A_ROW, Kind, Need, watched
from casework.victims.models import Case, Screening

LEFT_AFTER = timedelta(days=1)
PAUSED = Kind(
    60, "caution", "player-pause", gettext_lazy("Screening paused"), gettext_lazy("Go on"), "case-screenings"
)


@watched(OF_A_HOLDER, OF_A_ROW)
def screenings_paused(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Screenings that nobody finished or stopped, the oldest first."""
    left = Q(status="in_progress", updated_at__lt=timezone.now() - LEFT_AFTER)
    rows = Screening.objects.live().filter(Q(status="paused") | left, case__in=cases)
    for row in rows.select_related("case").order_by("updated_at", "case__reference")[:most]:
        day = timezone.localdate(row.paused_at or row.updated_at)
        why = _("part %(part)s, when the person wishes") % {"part": row.part}
        when = _("Since %(day)s") % {"day": format_date(day, "short")}
        yield Need(PAUSED, row.case, day, when, why)
