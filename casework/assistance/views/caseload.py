"""Caseloads of an organisation, and handing one over."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from casework.access.mixins import PermissionMixin
from casework.access.models import StaffUser
from casework.access.once import OnceFormView
from casework.assistance import caseload, services
from casework.assistance.forms.handover import HandoverForm
from casework.assistance.models import Task


class CaseloadListView(PermissionMixin, TemplateView):
    """What each caseworker holds: by name of staff, and no name of anybody helped."""

    permission = "assign_case"
    template_name = "assistance/caseload_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(loads=caseload.loads(self.request.user), **kwargs)


class HandoverView(PermissionMixin, OnceFormView):
    """The open cases of somebody who leaves, each with a new holder; all go in one step."""

    permission = "assign_case"
    template_name = "assistance/handover.html"
    form_class = HandoverForm
    success_url = reverse_lazy("caseload-list")

    @cached_property
    def leaver(self) -> StaffUser:
        found = caseload.people_of(self.request.user).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        officer = self.request.user
        cases = list(caseload.held_by(self.leaver, officer))
        people = [one for one in caseload.people_of(officer) if one.is_active and one != self.leaver]
        forbidden = caseload.kept_from(people, cases)
        return {
            **super().get_form_kwargs(), "cases": cases, "people": people, "forbidden": forbidden,
            "suggested": caseload.suggested(cases, people, forbidden, officer),
        }  # fmt: skip

    def carry_out(self, form: HandoverForm) -> None:
        services.hand_over_cases(leaver=self.leaver, receivers=form.receivers, by=self.request.user)

    def form_invalid(self, form: HandoverForm) -> HttpResponse:
        # Pressed twice: the cases of the list have gone already, as they should.
        return redirect(self.get_success_url()) if form.was_saved else super().form_invalid(form)

    def said(self, form: HandoverForm) -> str:
        number = len(form.receivers)
        return ngettext(
            "%(number)s case handed over. The one before has no access any more.",
            "%(number)s cases handed over. The one before has no access any more.", number,
        ) % {"number": number}  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(leaver=self.leaver, back_url=reverse("caseload-list"), **kwargs)
        form = context["form"]
        if not form.cases:
            return {**context, "form": None}
        tasks: dict[Any, list[Task]] = {}
        rows = Task.objects.visible_to(self.request.user).filter(case__in=form.cases, assigned_to=self.leaver)
        for task in rows.open():
            tasks.setdefault(task.case_id, []).append(task)
        context["rows"] = [(case, tasks.get(case.pk, []), form[str(case.pk)]) for case in form.cases]
        return context
