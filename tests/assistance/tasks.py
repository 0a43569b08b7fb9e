"""What the tests of tasks and notes share."""

from datetime import date, time

from django.utils import timezone

from casework.assistance import services
from casework.assistance.models import CaseNote, Task
from casework.victims import services as cases
from tests import factories


def make_task(case, by=None, **values):
    by = by or case.created_by
    values = {"kind": "call", "assigned_to": by, "due_on": timezone.localdate(), "zone": "UTC"} | values
    with factories.acting_as(by):
        return services.add_task(task=Task(case=case, **values), by=by)


def task_at(day: str, hour: str | None, zone: str, reminder: str = "") -> Task:
    due_time = time.fromisoformat(hour) if hour else None
    return Task(due_on=date.fromisoformat(day), due_time=due_time, zone=zone, reminder=reminder)


def make_note(case, by=None, **values):
    by = by or case.created_by
    with factories.acting_as(by):
        note = CaseNote(case=case, **{"kind": "call", "text": "what was said"} | values)
        return services.write_note(note=note, by=by)


def join(case, person, officer) -> None:
    """Somebody more works on the case."""
    with factories.acting_as(officer):
        cases.assign_case(case=case, to=person, kind="team", by=officer)
