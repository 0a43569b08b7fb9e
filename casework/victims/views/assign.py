"""Who works on a case, and where it stands: assignment, status, stages."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from casework.access.once import OnceFormView
from casework.standards.lists import codes, label
from casework.victims import policies, services, workflow
from casework.victims.forms.person import AssignForm, CaseStatusForm
from casework.victims.models import CaseAssignment
from casework.victims.views.case import CasePageMixin, CaseWritingMixin
from casework.victims.views.records import read_moment


class AssigningMixin(CasePageMixin):
    """A page for whoever may assign this case."""

    permission = "assign_case"
    page = "case-detail"

    def _find_case(self, request, pk):
        case = super()._find_case(request, pk)
        policies.check_can_assign_case(request.user, case)
        return case


class CaseAssignView(AssigningMixin, OnceFormView):
    """Give the case to a holder, or add somebody to its team."""

    template_name = "victims/case_assign.html"
    form_class = AssignForm
    refused_field = "person"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "case": self.case}

    def carry_out(self, form: AssignForm) -> None:
        to, kind = form.cleaned_data["person"], form.cleaned_data["kind"]
        try:
            services.assign_case(case=self.case, to=to, kind=kind, by=self.request.user)
        except PermissionDenied as refusal:
            raise ValidationError(str(refusal)) from refusal

    def said(self, form: AssignForm) -> str:
        return _("Assigned to %(name)s.") % {"name": form.cleaned_data["person"].name}

    def get_success_url(self) -> str:
        return reverse("case-assign", args=[self.case.pk])


class AssignmentEndView(AssigningMixin, View):
    """Take somebody off the case: what they could see of it ends with their next request."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assignment = self.get_record(CaseAssignment, kwargs["record"])
        if assignment.ended_at is None:
            services.end_assignment(assignment=assignment, by=request.user)
        messages.success(request, _("Taken off the case. Access has ended."))
        return redirect("case-assign", pk=self.case.pk)


class CaseStatusView(CaseWritingMixin, OnceFormView):
    """Close, follow up or reopen."""

    template_name = "victims/case_status.html"
    form_class = CaseStatusForm
    page = "case-detail"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "case": self.case, "by": self.request.user}

    def carry_out(self, form: CaseStatusForm) -> None:
        values = form.cleaned_data
        services.change_case_status(
            case=self.case, status=values["status"], reason=values.get("reason", ""),
            on=values.get("on"), seen=read_moment(values["seen"]), by=self.request.user,
        )  # fmt: skip

    def said(self, form: CaseStatusForm) -> str:
        status = label("case_status", form.cleaned_data["status"])
        return _("Status of the case: %(status)s.") % {"status": status}


class CaseStageView(CaseWritingMixin, TemplateView):
    """The six stages, each with the steps it can take. None depends on another."""

    template_name = "victims/case_stage.html"
    page = "case-detail"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        stage, state = request.POST.get("stage", ""), request.POST.get("state", "")
        if stage not in codes("case_stage") or state not in codes("stage_state"):
            raise Http404
        try:
            services.set_stage(case=self.case, stage=stage, state=state, by=request.user)
        except workflow.InvalidTransition as error:
            messages.warning(request, error.messages[0])
        else:
            words = {"stage": label("case_stage", stage), "state": label("stage_state", state)}
            messages.success(request, _("%(stage)s: %(state)s.") % words)
        return redirect("case-stage", pk=self.case.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        verbs = {
            "open": _("Begin"), "done": _("Finish"), "paused": _("Pause"), "skipped": _("Skip"),
        }  # fmt: skip
        again = {"paused": _("Resume"), "done": _("Reopen"), "skipped": _("Begin")}
        context["stage_rows"] = [
            (
                stage,
                [
                    (wanted, again.get(now, verbs[wanted]) if wanted == "open" else verbs[wanted])
                    for (now, wanted) in workflow.STAGE_STATE
                    if now == stage.state
                ],
            )
            for stage in context["overview"].stages
        ]
        return context
