"""Forms of tasks: giving one, moving it, dropping it."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Field
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.access.forms import time_zones
from casework.assistance.models import Task
from casework.assistance.models.task import IN_HOURS
from casework.assistance.policies import staff_of
from casework.standards.lists import choices
from casework.victims.forms.records import NamedErrorsForm, RecordForm, asked

CHOOSE = ("", gettext_lazy("Choose"))
WHEN = ("due_on", "due_time", "zone")


def _zones(now: str) -> list[tuple[str, Any]]:
    """Time zones by area, with the present one even where it is no place."""
    groups = time_zones()
    known = any(now == name for _area, places in groups for name, _city in places)
    return [*([] if known else [(now, now)]), *groups]


class WhenMixin(forms.Form):
    """A day, an hour that may stay open, and whose clock it is."""

    fields: dict[str, Any]

    def ask_when(self, zone: str) -> None:
        """How the moment is asked for."""
        self.fields["zone"] = forms.ChoiceField(
            choices=_zones(zone), initial=zone, label=_("Time zone"),
            help_text=_("Of the hour, for example where somebody waits for your call."),
        )  # fmt: skip
        self.fields["due_time"].help_text = _("Leave it empty when any time of the day will do.")


class TaskForm(WhenMixin, RecordForm):
    """What, by when, for whom. A task that exists is moved on a page of its own."""

    needed = ("kind",)
    sections = [
        ("", ("kind", "what", "assigned_to")),
        (gettext_lazy("By when"), (*WHEN, "reminder")),
    ]

    class Meta(RecordForm.Meta):
        model = Task
        fields = ["kind", "what", "assigned_to", "due_on", "due_time", "zone", "reminder"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        task = self.instance
        self.fields["kind"].choices = [CHOOSE, *choices("task_kind")]
        self.fields["assigned_to"].queryset = staff_of(task.case)
        self.fields["assigned_to"].empty_label = _("Choose")
        self.fields["reminder"].choices = [("", _("On its day")), *choices("task_reminder")]
        if task._state.adding:
            self.ask_when(task.zone)
        else:
            for name in WHEN:
                del self.fields[name]

    def clean_reminder(self) -> str:
        """So many hours before needs an hour."""
        reminder = self.cleaned_data["reminder"]
        hour = self.cleaned_data.get("due_time") if "due_time" in self.fields else self.instance.due_time
        if reminder in IN_HOURS and hour is None:
            raise ValidationError(_("give the time of the task, or be reminded days before."))
        return reminder


class TaskDropForm(NamedErrorsForm):
    """Why: a code, so that nobody has to write."""

    reason = forms.ChoiceField(
        choices=lambda: choices("task_reason"),
        widget=forms.RadioSelect,
        label=gettext_lazy("Reason"),
    )


class TaskMoveForm(WhenMixin, TaskDropForm):
    """Until when instead, and why."""

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in WHEN[:2]:
            self.fields[name] = asked(cast(Field, Task._meta.get_field(name)))
            self.initial[name] = getattr(task, name)
        self.ask_when(task.zone)
        self.order_fields(WHEN)
