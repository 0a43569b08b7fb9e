"""Tasks whose reminder has come, or whose day."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from casework.assistance.models import Task
from casework.assistance.models.task import TaskQuerySet
from casework.assistance.tasks import A_DAY, day_of, due_in_words
from casework.standards.lists import label
from casework.victims.attention import MOST, OF_A_ROW, OF_ONESELF, Kind, Need, watched
from casework.victims.models import Case

# As long before its day as a reminder can ask for.
FURTHEST = 7 * A_DAY
TASK_DUE = Kind(
    35, "caution", "list-check", gettext_lazy("A task is due"), gettext_lazy("See the task"), "case-tasks",
    gettext_lazy("A task is late"),
)  # fmt: skip


@watched(OF_ONESELF)
def own_tasks(cases: QuerySet[Case], person, most: int | None = MOST) -> Iterator[Need]:
    """What somebody was reminded of, or has not done in time."""
    yield from _due(_open(cases).for_person(person), most)


@watched(OF_A_ROW)
def next_tasks(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """What is due in these cases, whoever does it."""
    yield from _due(_open(cases), most)


def _open(cases: QuerySet[Case]) -> TaskQuerySet:
    until = timezone.localdate() + FURTHEST + A_DAY
    rows = Task.objects.filter(case__in=cases, due_on__lte=until)
    return rows.select_related("case", "assigned_to").open()


def _due(tasks: QuerySet[Task], most: int | None) -> Iterator[Need]:
    for task in [task for task in tasks if task.is_reminded][:most]:
        yield Need(TASK_DUE, task.case, day_of(task), due_in_words(task), label("task_kind", task.kind))
