"""Proceedings, decisions and hearings. No step asks whether the person takes part, or with what answer."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.access.policies import require
from casework.assistance import workflow
from casework.assistance.models import Hearing, HearingMove, LegalDecision, LegalProceeding
from casework.victims.policies import check_can_change_case
from casework.victims.services.cases import change_fields, locked
from casework.victims.workflow import check_transition


@transaction.atomic
def record_participation(
    *, proceeding: LegalProceeding, changes: Mapping[str, Any], seen: datetime | None = None, by
) -> LegalProceeding:
    """Write down what the person wants. It may change at any time, and changes nothing by itself."""
    check_can_change_case(by, proceeding.case)
    return change_fields(locked(proceeding, seen), changes, reason="participation", by=by)


@transaction.atomic
def change_proceeding_status(
    *, proceeding: LegalProceeding, status: str, on: date | None = None, by
) -> LegalProceeding:
    """Move a proceeding along its workflow; to stop it, the person's wish is enough."""
    check_can_change_case(by, proceeding.case)
    return _move_on(locked(proceeding), status, on, by)


@transaction.atomic
def record_decision(*, decision: LegalDecision, is_final: bool, by) -> LegalDecision:
    """Write down what was decided; the proceeding is decided by it where it is final for this court."""
    check_can_change_case(by, decision.case)
    decision.keep(by=by, reason="recorded")
    proceeding = locked(decision.proceeding)
    if is_final and (proceeding.status, "decided") in workflow.PROCEEDING_STATUS:
        _move_on(proceeding, "decided", decision.decided_on, by)
    return decision


@transaction.atomic
def answer_appeal(*, decision: LegalDecision, answer: str, on: date | None = None, by) -> LegalDecision:
    """Write down whether there is an appeal. One that is filed takes a decided proceeding on."""
    check_can_change_case(by, decision.case)
    decision = locked(decision)
    on = on or timezone.localdate()
    changes = {"appeal": answer, "appeal_on": on if answer else None}
    change_fields(decision, changes, reason="appeal", by=by)
    proceeding = locked(decision.proceeding)
    if answer == "filed" and (proceeding.status, "appealed") in workflow.PROCEEDING_STATUS:
        _move_on(proceeding, "appealed", on, by)
    return decision


@transaction.atomic
def move_hearing(
    *, hearing: Hearing, changes: Mapping[str, Any], reason: str, seen: datetime | None = None, by
) -> Hearing:
    """Give a hearing another day or hour; the old one is kept beside it. A cancelled one is planned again."""
    check_can_change_case(by, hearing.case)
    hearing = locked(hearing, seen)
    _check_step(hearing, "planned", by)
    if all(getattr(hearing, name) == value for name, value in changes.items()):
        raise ValidationError(_("This is the time it has already. Write the new one."))
    move = HearingMove(
        case_id=hearing.case_id, hearing=hearing, day=hearing.day, hour=hearing.hour, reason=reason
    )
    move.keep(by=by, reason="recorded")
    return change_fields(hearing, {**changes, "status": "planned"}, reason="hearing moved", by=by)


@transaction.atomic
def note_hearing_held(*, hearing: Hearing, attended: str = "", outcome: str = "", by) -> Hearing:
    """The hearing took place. Not having been there is an answer like any other."""
    check_can_change_case(by, hearing.case)
    hearing = locked(hearing)
    _check_step(hearing, "held", by)
    changes = {"status": "held", "attended": attended, "outcome": outcome}
    return change_fields(hearing, changes, reason="hearing held", by=by)


@transaction.atomic
def cancel_hearing(*, hearing: Hearing, by) -> Hearing:
    """The hearing does not take place."""
    check_can_change_case(by, hearing.case)
    return _set_hearing(locked(hearing), "cancelled", by)


@transaction.atomic
def reinstate_hearing(*, hearing: Hearing, by) -> Hearing:
    """A cancelled hearing takes place after all."""
    check_can_change_case(by, hearing.case)
    hearing = locked(hearing)
    if hearing.status == "planned":
        return hearing
    return _set_hearing(hearing, "planned", by)


def _move_on(proceeding: LegalProceeding, status: str, on: date | None, by) -> LegalProceeding:
    require(by, check_transition(workflow.PROCEEDING_STATUS, proceeding.status, status))
    changes = {"status": status, "status_on": on or timezone.localdate()}
    return change_fields(proceeding, changes, reason=f"proceeding {status}", by=by)


def _check_step(hearing: Hearing, status: str, by) -> None:
    require(by, check_transition(workflow.HEARING_STATUS, hearing.status, status))


def _set_hearing(hearing: Hearing, status: str, by) -> Hearing:
    _check_step(hearing, status, by)
    return change_fields(hearing, {"status": status}, reason=f"hearing {status}", by=by)
