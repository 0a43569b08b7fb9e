"""Things to do in a case, by a day or an hour somewhere on earth."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.access.roles import Role
from casework.records import CaseRecord, CaseRecordManager, CaseRecordQuerySet
from casework.sealing.fields import SealedTextField
from casework.standards.fields import CodedField
from casework.victims.models import CaseAssignment

# Days are counted on the calendar of the place, hours on the clock: they differ when the clocks change.
REMINDERS = {
    "hour": (0, timedelta(hours=1)),
    "three_hours": (0, timedelta(hours=3)),
    "day": (1, timedelta(0)),
    "three_days": (3, timedelta(0)),
    "week": (7, timedelta(0)),
}
IN_HOURS = ("hour", "three_hours")


class TaskQuerySet(CaseRecordQuerySet):
    def open(self) -> "TaskQuerySet":
        """What is still to do, the first to do first."""
        return self.live().filter(status="open").order_by("due_on", "due_time", "created_at")

    def for_person(self, user) -> "TaskQuerySet":
        """Tasks given to this person; and what was left by whoever is off a case that this person holds."""
        live = CaseAssignment.objects.live().filter(case=OuterRef("case"), ended_at=None)
        at_work = Exists(live.filter(user=OuterRef("assigned_to"))) | Q(
            assigned_to__role=Role.PROTECTION_OFFICER
        )
        is_left = ~(Q(assigned_to__is_active=True) & at_work)
        return self.filter(Q(assigned_to=user) | (is_left & Exists(live.filter(user=user, kind="holder"))))


class Task(CaseRecord):
    """One thing that one person of staff does by one moment. Moved, done or dropped; never lost."""

    kind = CodedField("task_kind", verbose_name=_("what kind of task"), answers=False)
    what = SealedTextField(_("what is to be done"), max_length=2000)
    assigned_to: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("for whom")
    )
    due_on = models.DateField(_("by which day"))
    due_time = models.TimeField(_("at what time"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=60)
    reminder = CodedField("task_reminder", verbose_name=_("reminder"), answers=False)
    status = CodedField("task_status", verbose_name=_("status"), answers=False, default="open")
    done_at = models.DateTimeField(_("done at"), null=True, blank=True, editable=False)
    reason = CodedField("task_reason", verbose_name=_("why it was moved or dropped"), answers=False)

    objects = CaseRecordManager.from_queryset(TaskQuerySet)()

    class Meta(CaseRecord.Meta):
        verbose_name = _("task")
        indexes = [models.Index(fields=["assigned_to", "status", "due_on"], name="task_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="done", done_at__isnull=False)
                | Q(status__in=["open", "dropped"], done_at=None),
                name="task_done_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(reminder__in=IN_HOURS) | Q(due_time__isnull=False),
                name="task_reminder_in_hours_has_its_hour",
            ),
            models.CheckConstraint(condition=~Q(zone=""), name="task_has_its_zone"),
        ]

    class Privacy(CaseRecord.Privacy):
        sensitive = ["what"]
        ordinary = [
            *CaseRecord.Privacy.ordinary, "kind", "assigned_to", "due_on", "due_time", "zone", "reminder",
            "status", "done_at", "reason",
        ]  # fmt: skip

    @property
    def due_at(self) -> datetime:
        """The moment by which it is to be done: the end of the day, where no hour was said."""
        if self.due_time is not None:
            return self._moment(self.due_on, self.due_time)
        return self._moment(self.due_on + timedelta(days=1), time.min)

    @property
    def remind_at(self) -> datetime:
        """From when on it is among what to do first: its own day, where no reminder was asked for."""
        if not self.reminder:
            return self._moment(self.due_on, time.min)
        days, before = REMINDERS[self.reminder]
        return self._moment(self.due_on - timedelta(days=days), self.due_time or time.min) - before

    @property
    def is_late(self) -> bool:
        return self.status == "open" and self.due_at <= timezone.now()

    @property
    def is_reminded(self) -> bool:
        return self.remind_at <= timezone.now()

    def _moment(self, day, hour: time) -> datetime:
        # In UTC, because hours are counted there: a zone counts as its wall clock does.
        return datetime.combine(day, hour, ZoneInfo(self.zone)).astimezone(UTC)
