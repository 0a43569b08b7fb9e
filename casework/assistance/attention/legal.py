"""Hearings that come near, permits and periods for appeal that end, hearings nobody wrote up."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import cast

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.assistance.hearings import REMIND_BEFORE, reminders_due, soon_in_words
from casework.assistance.models import Hearing, LegalDecision, ResidencePermit
from casework.standards.dates import format_date
from casework.standards.lists import label
from casework.victims.attention import MOST, OF_A_HOLDER, OF_A_ROW, Kind, Need, days_away, watched
from casework.victims.models import Case

PERMIT_SOON = timedelta(days=60)
APPEAL_SOON = timedelta(days=14)
# Longer ago it is no news any more.
JUST_ENDED = timedelta(days=14)
WRITTEN_UP_WITHIN = timedelta(days=30)

PAGE = "case-legal"
HEARING_NEXT = Kind(20, "caution", "gavel", _("A hearing is today or tomorrow"), _("Prepare"), PAGE)
HEARING_SOON = Kind(42, "caution", "gavel", _("A hearing takes place within a week"), _("Prepare"), PAGE)
PERMIT_ENDS = Kind(
    40, "caution", "id", _("A residence permit expires"), _("Open"), PAGE,
    _("A residence permit has expired"),
)  # fmt: skip
APPEAL_ENDS = Kind(
    55, "caution", "scale", _("A period for appeal ends"), _("Ask"), PAGE,
    _("A period for appeal has ended"),
)  # fmt: skip
HEARING_PAST = Kind(60, "caution", "gavel", _("A hearing was planned: how did it go?"), _("Write down"), PAGE)


def _planned(cases: QuerySet[Case], first: date, last: date) -> QuerySet[Hearing]:
    rows = Hearing.objects.standing().filter(case__in=cases, status="planned").on_days(first, last)
    return rows.select_related("case__victim").order_by("starts_at", "case__reference")


@watched(OF_A_HOLDER, OF_A_ROW)
def hearings_coming(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Planned hearings, from a week before; with what is not arranged yet."""
    today = timezone.localdate()
    for row in _planned(cases, today, today + REMIND_BEFORE[0])[:most]:
        kind = HEARING_NEXT if reminders_due(row) > 1 else HEARING_SOON
        yield Need(kind, row.case, row.day_here, soon_in_words(row), ", ".join(row.missing))


@watched(OF_A_HOLDER, OF_A_ROW)
def hearings_past(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Hearings whose day is past and of which nobody noted how they went."""
    today = timezone.localdate()
    for row in _planned(cases, today - WRITTEN_UP_WITHIN, today - timedelta(days=1))[:most]:
        yield Need(HEARING_PAST, row.case, row.day_here, format_date(row.day_here, "short"))


@watched(OF_A_HOLDER, OF_A_ROW)
def permits_ending(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Permits near their last day, or past it, with no later one and no renewal asked for."""
    today = timezone.localdate()
    later = ResidencePermit.objects.live().filter(
        Q(expires_on__gt=OuterRef("expires_on"))
        | Q(expires_on__isnull=True)
        & (Q(issued_on__gt=OuterRef("issued_on")) | Q(issued_on__gte=OuterRef("expires_on"))),
        case=OuterRef("case"),
    )
    ending = ResidencePermit.objects.live().filter(
        ~Exists(later), case__in=cases, renewal_asked_on=None, expires_on__lte=today + PERMIT_SOON
    )
    for row in ending.order_by("expires_on", "case__reference")[:most]:
        last = cast(date, row.expires_on)
        yield Need(PERMIT_ENDS, row.case, last, days_away(last, today), label("permit_kind", row.kind))


@watched(OF_A_HOLDER, OF_A_ROW)
def appeals_ending(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Periods for appeal that end soon, or ended lately, while nobody noted what the person wants."""
    today = timezone.localdate()
    ending = LegalDecision.objects.live().filter(
        case__in=cases, appeal="", appeal_until__range=(today - JUST_ENDED, today + APPEAL_SOON),
        proceeding__entered_in_error=False,
    )  # fmt: skip
    for row in ending.order_by("appeal_until", "case__reference")[:most]:
        last = cast(date, row.appeal_until)
        yield Need(
            APPEAL_ENDS, row.case, last, days_away(last, today), label("legal_decision_kind", row.kind)
        )
