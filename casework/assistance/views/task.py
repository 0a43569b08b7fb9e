"""Tasks: those of a case, one's own of every case, and the steps of each."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.access.mixins import PermissionMixin
from casework.access.once import OnceFormView
from casework.assistance import services
from casework.assistance.forms.task import TaskDropForm, TaskForm, TaskMoveForm
from casework.assistance.models import Task
from casework.assistance.tasks import by_nearness, due_in_words
from casework.assistance.views.below import BelowAssistanceMixin
from casework.standards.lists import label
from casework.victims.views.case import CasePageMixin
from casework.victims.views.confirm import ConfirmView, InErrorView
from casework.victims.views.records import RecordFormView
from casework.victims.workflow import InvalidTransition

CLOSED_SHOWN = 20
DONE = gettext_lazy("Done. It stays on the list below, where you can take it up again.")
TOO_LATE = gettext_lazy("Somebody did this meanwhile. The list shows how it stands.")


class TaskListView(PermissionMixin, TemplateView):
    """Everything one has to do, in all cases: references only."""

    permission = "change_case"
    template_name = "assistance/task_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(groups=by_nearness(self.request.user), **kwargs)


class CaseTasksView(CasePageMixin, TemplateView):
    """What is to do in the case, whoever does it, and what was done."""

    template_name = "assistance/case_tasks.html"
    page = "case-assistance"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Task.objects.visible_to(self.request.user).filter(case=self.case)
        rows = rows.select_related("assigned_to", "case")
        return super().get_context_data(
            tasks=rows.open(),
            closed=rows.live().exclude(status="open").order_by("-updated_at")[:CLOSED_SHOWN], **kwargs,
        )  # fmt: skip


class TaskFormView(BelowAssistanceMixin, RecordFormView):
    """Gives somebody something to do, or says it in other words."""

    form_class = TaskForm
    home = "case-tasks"
    add_title = gettext_lazy("Add a task")
    change_title = gettext_lazy("Change a task")
    lead = gettext_lazy("Other pages show what kind of task it is, never its words.")

    def find_record(self) -> Task:
        if "record" in self.kwargs:
            return self.get_record(Task, self.kwargs["record"])
        zone = timezone.get_current_timezone_name()
        return Task(case=self.case, assigned_to=self.request.user, zone=zone)

    def save(self, record, form, changes: dict[str, Any], seen) -> None:
        by = self.request.user
        if record._state.adding:
            services.add_task(task=Task(case=self.case, **changes), by=by)
        else:
            services.change_task(task=record, changes=changes, seen=seen, by=by)

    def get_in_error_url(self) -> str:
        return reverse("task-in-error", args=[self.case.pk, self.record.pk])


class TaskConfirmView(BelowAssistanceMixin, ConfirmView):
    """A step of one button. It goes back to where the button was pressed."""

    model = Task
    home = "case-tasks"
    too_late = TOO_LATE
    status: ClassVar[str]

    def step(self, record: Task) -> None:
        services.set_task_status(task=record, status=self.status, by=self.request.user)

    def facts(self, record: Task) -> list[tuple[Any, Any]]:
        return [
            *super().facts(record),
            (gettext_lazy("Task"), label("task_kind", record.kind)),
            (gettext_lazy("When"), due_in_words(record)),
        ]

    def get_home(self, record: Task) -> str:
        return reverse("my-day") if "from-day" in self.request.POST else super().get_home(record)


class TaskDoneView(TaskConfirmView):
    title = gettext_lazy("Done")
    text = gettext_lazy("The task leaves what is to do. It can be taken up again.")
    done = DONE
    status = "done"


class TaskReopenView(TaskConfirmView):
    title = gettext_lazy("Take it up again")
    text = gettext_lazy("The task is to do again, by the same day.")
    done = gettext_lazy("It is to do again.")
    status = "open"


class TaskInErrorView(BelowAssistanceMixin, InErrorView):
    home = "case-tasks"
    model = Task


class TaskStepView(BelowAssistanceMixin, OnceFormView):
    """A step that asks something about one open task."""

    template_name = "assistance/task_step.html"
    home = "case-tasks"
    title: ClassVar[Promise]
    lead: ClassVar[Promise]

    @cached_property
    def task(self) -> Task:
        return self.get_record(Task, self.kwargs["record"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": self.title, "lead": self.lead, "back_url": self.get_success_url()}
        return super().get_context_data(task=self.task, **words, **kwargs)

    def refused(self, form: Any, error: ValidationError) -> HttpResponse:
        if not isinstance(error, InvalidTransition):
            return super().refused(form, error)
        messages.warning(self.request, TOO_LATE)
        return redirect(self.get_success_url())


class TaskMoveView(TaskStepView):
    """Moves a task to another moment."""

    form_class = TaskMoveForm
    title = gettext_lazy("Move a task")
    lead = gettext_lazy("The history keeps the day it had before, and why it was moved.")
    done = gettext_lazy("Moved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "task": self.task}

    def carry_out(self, form: TaskMoveForm) -> None:
        values = {name: form.cleaned_data[name] for name in ("due_on", "due_time", "zone", "reason")}
        services.move_task(task=self.task, by=self.request.user, **values)


class TaskDropView(TaskStepView):
    """Says that a task will not be done, and why."""

    form_class = TaskDropForm
    title = gettext_lazy("Drop a task")
    lead = gettext_lazy("It leaves what is to do. It can be taken up again.")
    done = gettext_lazy("Dropped.")

    def carry_out(self, form: TaskDropForm) -> None:
        reason = form.cleaned_data["reason"]
        services.set_task_status(task=self.task, status="dropped", reason=reason, by=self.request.user)
