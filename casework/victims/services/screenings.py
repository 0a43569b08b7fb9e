"""Screening a person: begun, answered question by question, paused, resumed, finished or stopped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.access.policies import require
from casework.victims import policies, workflow
from casework.victims.models import Consent, Indicator, Screening, ScreeningAnswer, StatusClaim
from casework.victims.services.cases import locked, record_for_case
from casework.victims.services.consents import record_consent

PROPOSED_BY = "screening"


@dataclass(frozen=True)
class Given:
    """What was answered to one question. `seen`: the `updated_at` of the answer shown before, if any.

    `own_words` is None where they were not shown, and then stay as they are.
    """

    answer: str
    own_words: str | None = ""
    seen: datetime | None = None


@transaction.atomic
def start_screening(*, screening: Screening, consent: Consent | None = None, by) -> Screening:
    """Begin, with the person's answers about consent when they were asked for now."""
    policies.check_can_screen_person(by, screening.case)
    if consent is not None:
        if consent.case_id != screening.case_id:
            raise ValidationError(_("This consent belongs to another case."))
        record_consent(consent=consent, by=by)
    screening.keep(by=by, reason="begun")
    return screening


@transaction.atomic
def answer_questions(
    *, screening: Screening, given: Mapping[Indicator, Given], by
) -> dict[Indicator, ScreeningAnswer]:
    """Keep answers; saying the same again changes nothing.

    Returns the answers that somebody else gave meanwhile and that differ: theirs stay as they are.
    """
    policies.check_can_screen_person(by, screening.case)
    screening = locked(screening)
    if not screening.is_under_way:
        raise ValidationError(_("This screening has ended. Go on with it first, then answer."))
    if any(indicator.indicator_set_id != screening.indicator_set_id for indicator in given):
        raise ValidationError(_("This question belongs to another set."))
    rows = ScreeningAnswer.objects.filter(screening=screening, indicator__in=given)
    kept = {row.indicator_id: row for row in rows}
    differing: dict[Indicator, ScreeningAnswer] = {}
    for indicator, new in given.items():
        row = kept.get(indicator.pk) or ScreeningAnswer(
            case=screening.case, screening=screening, indicator=indicator
        )
        own_words = row.own_words if new.own_words is None else new.own_words.strip()
        if (row.answer, row.own_words) == (new.answer, own_words):
            continue
        if not row._state.adding and row.updated_at != new.seen and _last_editor(row) != by.pk:
            differing[indicator] = row
            continue
        row.answer, row.own_words = new.answer, own_words
        row.keep(by=by, reason="answered")
    return differing


def _last_editor(row: ScreeningAnswer) -> Any:
    return row.history.order_by("-history_date").values_list("history_user_id", flat=True).first()


@transaction.atomic
def reach_part(*, screening: Screening, part: int, by) -> Screening:
    """Remember at which part the talk is, for whoever goes on with it."""
    policies.check_can_screen_person(by, screening.case)
    screening = locked(screening)
    if screening.is_under_way and screening.part != part:
        screening.part = part
        screening.keep(by=by, reason="changed")
    return screening


@transaction.atomic
def pause_screening(*, screening: Screening, by) -> Screening:
    """Take a break; anybody who works on the case may go on."""
    return _move(screening, "paused", by)


@transaction.atomic
def resume_screening(*, screening: Screening, by) -> Screening:
    """Go on at the same part after a break, a stop or the end."""
    return _move(screening, "in_progress", by)


@transaction.atomic
def finish_screening(*, screening: Screening, by) -> Screening:
    """All parts were gone through; any question may have stayed open."""
    return _move(screening, "finished", by)


@transaction.atomic
def stop_screening(*, screening: Screening, reason: str, by) -> Screening:
    """End before the last part: a valid end, with its reason from the list."""
    return _move(screening, "stopped", by, reason)


def _move(screening: Screening, status: str, by, stop_reason: str = "") -> Screening:
    policies.check_can_screen_person(by, screening.case)
    screening = locked(screening)
    require(by, workflow.check_transition(workflow.SCREENING_STATUS, screening.status, status))
    now = timezone.now()
    screening.status, screening.stop_reason = status, stop_reason
    screening.paused_at = now if status == "paused" else None
    screening.ended_at = None if screening.is_under_way else now
    screening.keep(by=by, reason=f"screening {status}")
    return screening


@transaction.atomic
def claim_from_screening(*, claim: StatusClaim, screening: Screening, by) -> StatusClaim:
    """What a person decided after reading the result of a screening. The result alone decides nothing."""
    policies.check_can_screen_person(by, screening.case)
    if claim.case_id != screening.case_id:
        raise ValidationError(_("This screening belongs to another case."))
    claim.screening, claim.decision = screening, PROPOSED_BY
    record_for_case(record=claim, by=by)
    return claim
