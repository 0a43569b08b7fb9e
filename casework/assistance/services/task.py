"""Tasks: given to somebody, moved, done, dropped, and taken up again."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.access.policies import require
from casework.assistance import policies, workflow
from casework.assistance.models import Task
from casework.assistance.models.task import IN_HOURS
from casework.victims.policies import check_can_change_case
from casework.victims.services.cases import change_fields, locked
from casework.victims.workflow import InvalidTransition, check_transition


@transaction.atomic
def add_task(*, task: Task, by) -> Task:
    """Give somebody who works on the case something to do; oneself, mostly."""
    policies.check_can_give_task(by, task.case, task.assigned_to)
    task.keep(by=by, reason="recorded")
    return task


@transaction.atomic
def change_task(*, task: Task, changes: Mapping[str, Any], seen: datetime | None = None, by) -> Task:
    """Say it in other words, or give it to somebody else."""
    policies.check_can_give_task(by, task.case, changes.get("assigned_to", task.assigned_to))
    return change_fields(locked(task, seen), changes, reason="changed", by=by)


@transaction.atomic
def move_task(*, task: Task, due_on: date, due_time: time | None, zone: str, reason: str, by) -> Task:
    """Put a task off, or do it sooner. A reminder in hours goes when no hour is said any more."""
    check_can_change_case(by, task.case)
    task = locked(task)
    if task.status != "open":
        raise InvalidTransition(_("This step is not possible from the present state."))
    has_hour = due_time is not None or task.reminder not in IN_HOURS
    changes = {
        "due_on": due_on, "due_time": due_time, "zone": zone, "reason": reason,
        "reminder": task.reminder if has_hour else "",
    }  # fmt: skip
    return change_fields(task, changes, reason="moved", by=by)


@transaction.atomic
def set_task_status(*, task: Task, status: str, reason: str = "", by) -> Task:
    """Say that it is done, that it is dropped and why, or take it up again."""
    check_can_change_case(by, task.case)
    task = locked(task)
    require(by, check_transition(workflow.TASK_STATUS, task.status, status))
    changes = {
        "status": status, "done_at": timezone.now() if status == "done" else None, "reason": reason,
    }  # fmt: skip
    return change_fields(task, changes, reason=f"task {status}", by=by)
