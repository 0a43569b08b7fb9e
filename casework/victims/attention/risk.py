"""Risks that wait for a protection officer, and risks to look at again."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import cast

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.standards.dates import format_date
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
from casework.victims.models import Case, RiskAssessment

REVIEW_SOON = timedelta(days=3)
RISK_WAITS = Kind(
    15, "danger", "shield", gettext_lazy("A high risk waits for you"), gettext_lazy("Read and answer"),
    "case-safety",
)  # fmt: skip
REVIEW_DUE = Kind(
    30, "caution", "shield-check", gettext_lazy("Safety review due"), gettext_lazy("Look again"),
    "case-safety", gettext_lazy("Safety review overdue"),
)  # fmt: skip


@watched(OF_AN_OFFICER)
def risks_waiting(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """High and extreme risks that no protection officer has answered, the oldest first."""
    rows = RiskAssessment.objects.waiting().filter(case__in=cases)
    for row in rows.select_related("case").order_by("finished_at")[:most]:
        day = timezone.localdate(row.finished_at)
        since = _("since %(day)s") % {"day": format_date(day, "short")}
        yield Need(RISK_WAITS, row.case, day, since, _level(row))


@watched(OF_A_HOLDER, OF_A_ROW)
def reviews_due(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Risks to look at again within three days, or long ago."""
    yield from _reviews(cases, timezone.localdate() + REVIEW_SOON, most)


@watched(OF_AN_OFFICER)
def reviews_overdue(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Risks of the whole organisation whose day to look again is past."""
    yield from _reviews(cases, timezone.localdate() - timedelta(days=1), most)


def _reviews(cases: QuerySet[Case], until: date, most: int | None) -> Iterator[Need]:
    today = timezone.localdate()
    rows = RiskAssessment.objects.current().filter(case__in=cases, review_on__lte=until)
    for row in rows.select_related("case").order_by("review_on", "case__reference")[:most]:
        day = cast(date, row.review_on)
        yield Need(REVIEW_DUE, row.case, day, days_away(day, today), _level(row))


def _level(row: RiskAssessment) -> str:
    return _("risk: %(level)s") % {"level": label("risk_level", row.level).lower()}
