"""Tasks as people speak of them: when they are due, and what stands on one day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.assistance.models import Task
from casework.standards.dates import format_time, place_of_clock
from casework.victims.attention import days_away
from casework.victims.models import Case

# A zone lies at most a day from that of the reader.
A_DAY = timedelta(days=1)


def day_of(task: Task) -> date:
    """The day on which it is due, where the reader is."""
    return task.due_on if task.due_time is None else timezone.localdate(task.due_at)


def hour_of(task: Task) -> str:
    """The hour by which it is due; an hour elsewhere says where, and what it is here."""
    if task.due_time is None:
        return ""
    here, there = timezone.localtime(task.due_at), task.due_at.astimezone(ZoneInfo(task.zone))
    if here.utcoffset() == there.utcoffset():
        return format_time(here)
    return _("%(hour)s in %(place)s (%(here)s here)") % {
        "hour": format_time(task.due_time), "place": place_of_clock(task.zone), "here": format_time(here),
    }  # fmt: skip


def due_in_words(task: Task) -> str:
    """When it is to be done, as one says it: "Today, 2:30 pm", "2 days late", "Late since 9 am"."""
    today, day, hour = timezone.localdate(), day_of(task), hour_of(task)
    if task.is_late and day == today:
        return _("Late since %(hour)s") % {"hour": hour}
    words = days_away(day, today)
    return f"{words}, {hour}" if hour and day >= today else words


def tasks_of(person, until: date | None = None) -> QuerySet[Task]:
    """The open tasks of somebody in their open cases; until the end of a day, wherever it ends last."""
    rows = Task.objects.visible_to(person).filter(case__in=Case.objects.visible_to(person).open())
    rows = rows.open().for_person(person).select_related("case", "assigned_to")
    return rows if until is None else rows.filter(due_on__lte=until + A_DAY)


@dataclass(frozen=True)
class OnAgenda:
    """One thing of the day: at what hour, what hour that is elsewhere, and whether it comes next."""

    task: Task
    at: datetime | None
    elsewhere: str
    is_next: bool


def agenda_of(person) -> list[OnAgenda]:
    """What somebody has to do today: first what has no hour, then by the hour."""
    today, now = timezone.localdate(), timezone.now()
    tasks = [task for task in tasks_of(person, today) if day_of(task) == today]
    tasks.sort(key=lambda task: (task.due_time is not None, task.due_at))
    coming = next((task for task in tasks if task.due_time is not None and task.due_at > now), None)
    return [_on_agenda(task, is_next=task is coming) for task in tasks]


def _on_agenda(task: Task, *, is_next: bool) -> OnAgenda:
    if task.due_time is None:
        return OnAgenda(task, None, "", is_next)
    at, hour = timezone.localtime(task.due_at), hour_of(task)
    return OnAgenda(task, at, "" if hour == format_time(at) else hour, is_next)


def by_nearness(person) -> list[tuple[str, list[Task]]]:
    """All open tasks of somebody: late, today, within a week, later; empty groups are left out."""
    today = timezone.localdate()
    groups: dict[str, list[Task]] = {_("Late"): [], _("Today"): [], _("This week"): [], _("Later"): []}
    late, at_once, soon, later = groups.values()
    for task in tasks_of(person):
        day = day_of(task)
        if task.is_late:
            late.append(task)
        elif day <= today:
            at_once.append(task)
        else:
            (soon if day <= today + timedelta(days=7) else later).append(task)
    return [(name, tasks) for name, tasks in groups.items() if tasks]
