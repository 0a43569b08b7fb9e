"""Keeping people and cases apart, and deciding whether two people are one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from casework.access import grants
from casework.access.policies import require
from casework.victims import policies, workflow
from casework.victims.models import (
    Case,
    CaseAssignment,
    ConflictOfInterest,
    PossibleDuplicate,
    SeparatedCases,
    SuspectedPerson,
)
from casework.victims.models.apart import pair_in_order
from casework.victims.noticing import notice_suspect
from casework.victims.services.cases import change_record, end_live_assignments, locked
from casework.victims.services.people import tell_apart


@transaction.atomic
def record_conflict(*, case: Case, staff, kind: str, explanation: str = "", by) -> ConflictOfInterest:
    """Keep somebody of staff out of a case, from their next request on; they leave its team as well."""
    policies.check_can_record_conflict(by, case, staff)
    conflict = ConflictOfInterest(case=case, user=staff, kind=kind, explanation=explanation)
    end_live_assignments(case, staff, by)
    conflict.keep(by=by, reason="recorded")
    return conflict


@transaction.atomic
def lift_conflict(*, conflict: ConflictOfInterest, by) -> ConflictOfInterest:
    """End a conflict of interest. Nothing is given back by this: the case must be assigned anew."""
    policies.check_can_lift_conflict(by, conflict)
    conflict = locked(conflict)
    if conflict.ended_at is None:
        conflict.ended_at = timezone.now()
        conflict.keep(by=by, reason="ended")
        # Who declared it themself could not take their own grant away.
        if not CaseAssignment.objects.filter(
            case=conflict.case, user=conflict.user_id, ended_at=None
        ).exists():
            grants.withdraw(conflict.case, conflict.user)
    return conflict


@transaction.atomic
def record_suspect(*, suspect: SuspectedPerson, by) -> SuspectedPerson:
    """Record a suspected person. The protection officer learns of it if they are registered here too."""
    policies.check_can_view_suspects(by, suspect.case)
    suspect.keep(by=by, reason="recorded")
    notice_suspect(suspect, by)
    return suspect


@transaction.atomic
def change_suspect(
    *, suspect: SuspectedPerson, changes: Mapping[str, Any], seen: datetime | None = None, by
) -> SuspectedPerson:
    """Change what is recorded of a suspected person. `seen`: the `updated_at` first shown."""
    policies.check_can_view_suspects(by, suspect.case)
    suspect = change_record(record=suspect, changes=changes, seen=seen, by=by)
    notice_suspect(suspect, by)
    return suspect


@transaction.atomic
def decide_duplicate(*, duplicate: PossibleDuplicate, status: str, by) -> PossibleDuplicate:
    """Say whether two people are one. Nothing is merged: two accounts of one person stay readable."""
    policies.check_can_compare_people(by, duplicate)
    duplicate = locked(duplicate)
    require(by, workflow.check_transition(workflow.MATCH_STATUS, duplicate.status, status))
    duplicate.status, duplicate.decided_by, duplicate.decided_at = status, by, timezone.now()
    duplicate.keep(by=by, reason="decided")
    cases = Case.objects.visible_to(by).filter(pk__in=[duplicate.one_id, duplicate.other_id])
    people = [case.victim for case in cases.select_related("victim")]
    if status == "different" and len(people) == 2:
        tell_apart(one=people[0], other=people[1], by=by)
    return duplicate


@transaction.atomic
def separate_cases(*, case: Case, other: Case, by) -> SeparatedCases:
    """Hold two cases apart: nobody of staff may work on both, nor see the one beside the other."""
    policies.check_can_keep_apart(by, case)
    policies.check_can_keep_apart(by, other)
    ends = pair_in_order(case, other)
    pair = SeparatedCases.objects.filter(**ends).first()
    if pair is None:
        pair = SeparatedCases(**ends)
        pair.keep(by=by, reason="recorded")
    return pair if pair.status == "kept" else _decide(pair, "kept", by)


@transaction.atomic
def decide_separation(*, separation: SeparatedCases, status: str, by) -> SeparatedCases:
    """Hold two cases apart, say that it is not needed, or end it."""
    policies.check_can_keep_apart(by, separation.first)
    policies.check_can_keep_apart(by, separation.second)
    return _decide(separation, status, by)


def _decide(separation: SeparatedCases, status: str, by) -> SeparatedCases:
    separation = locked(separation)
    require(by, workflow.check_transition(workflow.SEPARATION_STATUS, separation.status, status))
    separation.status, separation.decided_by, separation.decided_at = status, by, timezone.now()
    separation.keep(by=by, reason="decided")
    return separation
