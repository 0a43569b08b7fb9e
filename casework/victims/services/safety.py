"""The safety plan: a new plan replaces the one before it, its steps are done or not done."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework.access.policies import require
from casework.victims import policies, workflow
from casework.victims.models import Case, SafetyAction, SafetyPlan
from casework.victims.services.cases import Conflict, locked


@transaction.atomic
def record_safety_plan(
    *, case: Case, values: Mapping[str, Any], seen: datetime | None = None, by
) -> SafetyPlan:
    """Write a new version of the plan. `seen`: when the plan it was written from last changed.

    Raises Conflict when another plan came into use meanwhile.
    """
    policies.check_can_change_case(by, case)
    locked(case)
    plans = SafetyPlan.objects.filter(case=case)
    current = plans.live().filter(status="current").first()
    if current is not None:
        if seen != current.updated_at:
            raise Conflict(_("Somebody else saved this while you were writing. Compare both and choose."))
        require(by, workflow.check_transition(workflow.SAFETY_PLAN, current.status, "superseded"))
        current.status = "superseded"
        current.keep(by=by, reason="superseded")
    plan = SafetyPlan(case=case, version=plans.count() + 1, **values)
    plan.keep(by=by, reason="recorded")
    return plan


@transaction.atomic
def close_safety_action(
    *, action: SafetyAction, status: str, done_on: date | None = None, reason: str = "", by
) -> SafetyAction:
    """Say that a step was done, and when, or that it was not, and why."""
    policies.check_can_change_case(by, action.case)
    action = locked(action)
    require(by, workflow.check_transition(workflow.SAFETY_ACTION, action.status, status))
    action.status = status
    action.done_on = done_on if status == "done" else None
    action.reason = reason if status == "not_done" else ""
    action.keep(by=by, reason="changed")
    return action
