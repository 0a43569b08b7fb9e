"""Risk and safety on the timeline of a case: the level and the decision, never the text."""

from datetime import date
from typing import Any, cast

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.standards.dates import format_date
from casework.standards.lists import label
from casework.victims.models import Case, RiskAcknowledgement, RiskAssessment, SafetyPlan
from casework.victims.timeline import Event, live_records, newest, source

TONES = {"low": "ok", "medium": "caution", "high": "danger", "extreme": "danger"}


@source("safety", RiskAssessment)
def assessments(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Risk assessed, with the level before it."""
    finished = live_records(RiskAssessment, case, reader).filter(status="finished")
    # One more than is shown, for the level before the last of them.
    rows, total = newest(finished.select_related("finished_by"), limit + 1, "-assessed_on", "-finished_at")
    earlier = [*rows[1:], None][: len(rows)]
    return [
        Event(
            row.assessed_on, row.finished_at, "alert-triangle",
            _("Risk assessed: %(level)s") % {"level": label("risk_level", row.level).lower()},
            row.finished_by, _in_words(row, before), TONES.get(row.level, ""),
            reverse("risk-detail", args=[case.pk, row.pk]), _("Read the assessment"),
        )
        for row, before in zip(rows, earlier, strict=True)
    ][:limit], total  # fmt: skip


def _in_words(row: RiskAssessment, before: RiskAssessment | None) -> str:
    words = []
    if before is not None and before.level != row.level:
        words.append(_("was %(level)s") % {"level": label("risk_level", before.level).lower()})
    words.append(_("look again by %(day)s") % {"day": format_date(cast(date, row.review_on), "short")})
    return ", ".join(words)


@source("safety", RiskAcknowledgement)
def answers(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """What a protection officer answered to a high risk."""
    rows, total = newest(live_records(RiskAcknowledgement, case, reader), limit, "-created_at")
    return [
        Event(
            timezone.localdate(row.created_at), row.created_at, "user-check", _("High risk answered"),
            row.created_by, label("risk_decision", row.decision), "info",
            reverse("risk-detail", args=[case.pk, row.assessment_id]), _("Read the answer"),
        )
        for row in rows
    ], total  # fmt: skip


@source("safety", SafetyPlan)
def plans(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Safety plans written; never what they say."""
    rows, total = newest(live_records(SafetyPlan, case, reader), limit, "-created_at")
    return [_plan(case, row) for row in rows], total


def _plan(case: Case, row: Any) -> Event:
    return Event(
        timezone.localdate(row.created_at), row.created_at, "shield", _("Safety plan written"),
        row.created_by, _("version %(number)s") % {"number": row.version}, "accent",
        reverse("case-safety", args=[case.pk]), _("See the plan"),
    )  # fmt: skip
