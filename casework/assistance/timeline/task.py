"""Tasks on the timeline: what kind was done or dropped, never the words."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.assistance.models import Task
from casework.standards.lists import label
from casework.victims.models import Case
from casework.victims.timeline import Event, live_records, newest, source


@source("team", Task)
def tasks(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Tasks that were done or dropped, by whoever they were given to."""
    closed = live_records(Task, case, reader).exclude(status="open").select_related("assigned_to")
    rows, total = newest(closed, limit, "-updated_at")
    return [
        Event(
            timezone.localdate(row.done_at or row.updated_at), row.done_at or row.updated_at, "list-check",
            _("Task done") if row.status == "done" else _("Task dropped"), row.assigned_to,
            ", ".join(
                filter(None, [label("task_kind", row.kind), row.reason and label("task_reason", row.reason)])
            ),
            "ok" if row.status == "done" else "", reverse("case-tasks", args=[case.pk]), _("See the tasks"),
        )
        for row in rows
    ], total  # fmt: skip
