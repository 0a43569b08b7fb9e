"""Recovery periods about to end, or just ended: time to speak about what comes next."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.standards.countries import country_label
from casework.standards.dates import format_date
from casework.victims.attention import MOST, OF_A_HOLDER, OF_A_ROW, Kind, Need, days_away, watched
from casework.victims.models import Case, RecoveryPeriod

SOON = timedelta(days=7)
# Longer ago it is no news any more.
JUST_ENDED = timedelta(days=14)

RECOVERY_ENDS = Kind(
    35,
    "caution",
    "hourglass",
    _("Recovery period ends soon"),
    _("Open"),
    "case-recovery",
    _("Recovery period has ended"),
)


@watched(OF_A_HOLDER, OF_A_ROW)
def recovery_ending(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Periods within a week of their last day, and those that ended lately with none after them."""
    today = timezone.localdate()
    later = RecoveryPeriod.objects.live().filter(
        case=OuterRef("case"), status="running", ends_on__gt=OuterRef("ends_on")
    )
    ending = RecoveryPeriod.objects.live().filter(
        ~Exists(later),
        case__in=cases,
        status="running",
        ends_on__range=(today - JUST_ENDED, today + SOON),
    )
    for period in ending.select_related("case").order_by("ends_on", "case__reference")[:most]:
        yield Need(
            RECOVERY_ENDS,
            period.case,
            period.ends_on,
            _when(period.ends_on, today),
            country_label(period.country),
        )


def _when(last: date, today: date) -> str:
    """Nobody is late when a period is over: it ended on its day."""
    if last < today:
        return str(_("Ended on %(day)s") % {"day": format_date(last, "short")})
    return days_away(last, today)
