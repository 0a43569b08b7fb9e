"""The safety plan of a case, its earlier versions and its steps."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.access.once import OnceFormView
from casework.victims import services
from casework.victims.forms.risk import SafetyActionCloseForm, SafetyActionForm, SafetyPlanForm
from casework.victims.models import SafetyAction, SafetyPlan
from casework.victims.views.case import CasePageMixin, CaseWritingMixin
from casework.victims.views.contacts import RevealView
from casework.victims.views.records import RecordFormView
from casework.victims.workflow import InvalidTransition


class SafetyPlanFormView(RecordFormView):
    """Writes the plan, or a new version that begins from the one in use."""

    form_class = SafetyPlanForm
    page = "case-safety"
    add_title = gettext_lazy("Safety plan")
    change_title = gettext_lazy("New version of the safety plan")
    lead = gettext_lazy("Write it with the person, in words they would use. Every part may stay open.")

    def find_record(self) -> SafetyPlan:
        """The plan in use; there may be none yet."""
        return self.records(SafetyPlan).filter(status="current").first() or SafetyPlan(case=self.case)

    def save(self, record, form, changes, seen) -> None:
        # A new version begins from the one in use: a word that the form did not show goes on.
        kept = {name: getattr(record, name) for name in form.kept}
        services.record_safety_plan(case=self.case, values=kept | changes, seen=seen, by=self.request.user)


class SafetyPlanEarlierView(CasePageMixin, TemplateView):
    """The plans that were in use before."""

    template_name = "victims/safety_plan_earlier.html"
    page = "case-safety"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plans = self.records(SafetyPlan).filter(status="superseded").select_related("created_by", "case")
        return super().get_context_data(plans=plans.order_by("-version"), **kwargs)


class SafetyPlanRevealView(RevealView):
    """The word or sign agreed for danger."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        plan = self.get_record(SafetyPlan, kwargs["record"])
        return self.shown("plan.agreed_code", plan.agreed_code, reverse("case-safety", args=[self.case.pk]))


class SafetyActionFormView(RecordFormView):
    """A step of the plan in use."""

    record: SafetyAction
    form_class = SafetyActionForm
    page = "case-safety"
    add_title = gettext_lazy("Add a step")
    change_title = gettext_lazy("Change a step")
    lead = gettext_lazy("One thing that one person does by one day.")

    def find_record(self) -> SafetyAction:
        if "record" in self.kwargs:
            return self.get_record(SafetyAction, self.kwargs["record"])
        plan = self.records(SafetyPlan).filter(status="current").first()
        return SafetyAction(case=self.case, plan=plan)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.record.plan_id:
            messages.info(request, _("Write the plan first; its steps come after."))
            return redirect("safety-plan-edit", pk=self.case.pk)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.record.plan_id:
            raise Http404
        return super().post(request, *args, **kwargs)

    def save(self, record, form, changes, seen) -> None:
        if record._state.adding:
            step = SafetyAction(case=self.case, plan=record.plan, **changes)
            services.record_for_case(record=step, by=self.request.user)
        else:
            services.change_record(record=record, changes=changes, seen=seen, by=self.request.user)


class SafetyActionCloseView(CaseWritingMixin, OnceFormView):
    """Says that a step was done, or why it was not."""

    template_name = "victims/safety_action_close.html"
    form_class = SafetyActionCloseForm
    page = "case-safety"

    @property
    def action_record(self) -> SafetyAction:
        return self.get_record(SafetyAction, self.kwargs["record"])

    def carry_out(self, form: SafetyActionCloseForm) -> None:
        values = form.cleaned_data
        services.close_safety_action(
            action=self.action_record, status=values["status"], reason=values["reason"],
            done_on=values["done_on"] or timezone.localdate(), by=self.request.user,
        )  # fmt: skip

    def refused(self, form: SafetyActionCloseForm, error: ValidationError) -> HttpResponse:
        if not isinstance(error, InvalidTransition):
            return super().refused(form, error)
        messages.warning(self.request, _("This step was closed already."))
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(step=self.action_record, **kwargs)
