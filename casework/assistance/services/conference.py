"""Case conferences: what was decided, and the tasks that follow, in one step."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from casework.access.models import StaffUser
from casework.assistance.models import CaseConference, ConferenceDecision, Task
from casework.assistance.services.task import add_task
from casework.victims.policies import check_can_change_case


class Decided(NamedTuple):
    """One decision; with somebody and a day it becomes a task of theirs."""

    what: str
    by_whom: StaffUser | None = None
    by_when: date | None = None


@transaction.atomic
def record_decisions(
    *, conference: CaseConference, decisions: Iterable[Decided], by
) -> list[ConferenceDecision]:
    """Write down what was decided; whoever was given something to do has it among their tasks."""
    check_can_change_case(by, conference.case)
    made = []
    for one in decisions:
        task = None
        if one.by_whom is not None and one.by_when is not None:
            task = Task(
                case=conference.case, kind="conference", what=one.what, assigned_to=one.by_whom,
                due_on=one.by_when, zone=timezone.get_current_timezone_name(),
            )  # fmt: skip
            add_task(task=task, by=by)
        decision = ConferenceDecision(case=conference.case, conference=conference, what=one.what, task=task)
        decision.keep(by=by, reason="recorded")
        made.append(decision)
    return made
