"""Opening, assigning and changing cases, and the records that hang on them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.access import grants
from casework.access.policies import require
from casework.records import CaseRecord, Recorded
from casework.victims import policies, workflow
from casework.victims.models import Case, CaseAssignment, CaseStage, Victim
from casework.victims.references import free_references

REFERENCE_ATTEMPTS = 5


class Conflict(ValidationError):
    """Somebody else saved the case meanwhile; nothing of either text is lost."""


@transaction.atomic
def open_case(*, victim: Victim, values: Mapping[str, Any], by, holder=None) -> Case:
    """Open a case of the acting person's organisation and give it to its holder."""
    policies.check_can_register_person(by)
    case = Case(victim=victim, organisation=by.organisation, **values)
    _keep_under_new_reference(case, by)
    _assign(case, holder or by, "holder", by)
    CaseStage(case=case, stage="identification").keep(by=by, reason="opened")
    return case


def _keep_under_new_reference(case: Case, by) -> None:
    # Somebody else may take the same free reference at the same moment: then draw again.
    for reference in free_references(REFERENCE_ATTEMPTS):
        case.reference = reference
        try:
            with transaction.atomic():
                case.keep(by=by, reason="opened")
            return
        except IntegrityError:
            case._state.adding = True
    raise ValidationError(_("No free reference was found. Try again."))


@transaction.atomic
def assign_case(*, case: Case, to, kind: str = "holder", by) -> CaseAssignment:
    """Give a case to somebody. A new holder replaces the old one, whose access ends at once."""
    policies.check_can_assign_case(by, case, to)
    locked(case)
    live = CaseAssignment.objects.filter(case=case, ended_at=None)
    if kind == "holder":
        for assignment in live.filter(kind="holder").exclude(user=to):
            _end(assignment, by)
    own = live.filter(user=to).first()
    if own is not None:
        own.kind = kind
        own.keep(by=by, reason="assigned")
        return own
    return _assign(case, to, kind, by)


@transaction.atomic
def end_assignment(*, assignment: CaseAssignment, by) -> None:
    """Take somebody off a case; what they could see of it ends with the next request."""
    policies.check_can_assign_case(by, assignment.case)
    _end(assignment, by)


def end_live_assignments(case: Case, user, by) -> None:
    """Take somebody off the team of a case, if they are on it: part of a service, after its policy."""
    for assignment in CaseAssignment.objects.filter(case=case, user=user, ended_at=None):
        _end(assignment, by)


@transaction.atomic
def change_case_status(
    *, case: Case, status: str, reason: str = "", on: date | None = None, seen: datetime | None = None, by
) -> Case:
    """Move a case along its workflow; a closure has its day and may have its reason in words."""
    policies.check_can_change_case(by, case)
    case = locked(case, seen)
    require(by, workflow.check_transition(workflow.CASE_STATUS, case.status, status))
    case.status = status
    case.closed_on = (on or timezone.localdate()) if case.is_closed else None
    case.closure_reason = reason if case.is_closed else ""
    case.keep(by=by, reason=f"status {status}")
    return case


@transaction.atomic
def set_stage(*, case: Case, stage: str, state: str, by) -> CaseStage:
    """Begin, finish, pause, skip or resume one stage of the case."""
    policies.check_can_change_case(by, case)
    row = CaseStage.objects.filter(case=case, stage=stage).first() or CaseStage(
        case=case, stage=stage, state="to_come"
    )
    require(by, workflow.check_transition(workflow.STAGE_STATE, row.state, state))
    row.state, row.since = state, timezone.localdate()
    row.keep(by=by, reason=f"stage {state}")
    return row


@transaction.atomic
def record_for_case(*, record: CaseRecord, by) -> CaseRecord:
    """Add a prepared record to its case."""
    policies.check_can_change_case(by, record.case)
    record.keep(by=by, reason="recorded")
    return record


@transaction.atomic
def change_record(*, record: CaseRecord | Case, changes: Mapping[str, Any], seen: datetime | None = None, by):
    """Change fields of a case or of one of its records. `seen`: the `updated_at` first shown."""
    policies.check_can_change_case(by, record if isinstance(record, Case) else record.case)
    return change_fields(locked(record, seen), changes, reason="changed", by=by)


def locked(record: Recorded, seen: datetime | None = None):
    """The same record, locked and as it stands now; raises Conflict when it moved since the editor saw it."""
    now = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
    if seen is not None and seen != now.updated_at:
        raise Conflict(_("Somebody else saved this while you were writing. Compare both and choose."))
    return now


def with_values(record, changes: Mapping[str, Any]):
    """The same record with other values, not kept yet: for what is checked of them first."""
    for name, value in changes.items():
        setattr(record, name, value)
    return record


def change_fields(record, changes: Mapping[str, Any], *, reason: str, by):
    """Give a record other values and keep it: part of a service, after its policy."""
    with_values(record, changes).keep(by=by, reason=reason)
    return record


def _assign(case: Case, user, kind: str, by) -> CaseAssignment:
    grants.grant(case, user)
    assignment = CaseAssignment(case=case, user=user, kind=kind)
    assignment.keep(by=by, reason="assigned")
    return assignment


def _end(assignment: CaseAssignment, by) -> None:
    assignment.ended_at = timezone.now()
    assignment.keep(by=by, reason="ended")
    grants.withdraw(assignment.case, assignment.user)
