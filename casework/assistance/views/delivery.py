"""Logging help in under half a minute, and the list of all help in a case."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import FormView, TemplateView

from casework.access.mixins import PermissionMixin
from casework.access.once import OnceFormView
from casework.assistance import services
from casework.assistance.forms.delivery import GroupServiceForm, ServiceForm
from casework.assistance.models import AssistanceService
from casework.assistance.timeline.delivery import icon_of, outcome_in_words
from casework.standards.lists import label
from casework.victims.models import Case, CaseAssignment
from casework.victims.views.case import CasePageMixin, CaseWritingMixin, timeline_context
from casework.victims.views.confirm import InErrorView
from casework.victims.views.records import RecordFormView
from casework.victims.wording import rows_of

PER_PAGE = 25
LAST_USED = 3


def last_used(user) -> list[str]:
    """The three kinds of help this person logged last."""
    rows = AssistanceService.objects.visible_to(user).filter(created_by=user)
    codes = rows.order_by("-created_at").values_list("service", flat=True)[:30]
    return list(dict.fromkeys(codes))[:LAST_USED]


class CaseAssistanceView(CasePageMixin, TemplateView):
    """All help in the case, newest first, with its notes."""

    template_name = "assistance/case_assistance.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.records(AssistanceService).select_related("created_by", "case")
        page_obj = Paginator(rows.order_by("-delivered_on", "-created_at"), PER_PAGE).get_page(
            self.request.GET.get("page")
        )
        page_obj.object_list = [
            (
                row,
                icon_of(row.service),
                label("service_type", row.service),
                outcome_in_words(row),
                [pair for pair in rows_of(row, ("satisfaction", "budget_line")) if pair[1]],
            )
            for row in page_obj.object_list
        ]
        return super().get_context_data(page_obj=page_obj, **kwargs)


class ServiceLogView(CaseWritingMixin, FormView):
    """The short form of the case page; without a script it comes back as a page of its own."""

    permission = "log_assistance"
    page = "case-assistance"
    template_name = "assistance/service_form.html"
    form_class = ServiceForm

    def get_form_kwargs(self) -> dict[str, Any]:
        instance = AssistanceService(case=self.case)
        return {**super().get_form_kwargs(), "instance": instance, "recent": last_used(self.request.user)}

    def form_valid(self, form: ServiceForm) -> HttpResponse:
        user = self.request.user
        saved = None
        with transaction.atomic():
            if form.is_first_time(user):
                saved = AssistanceService(case=self.case, **form.changes)
                services.log_service(service=saved, by=user)
        if not self.request.htmx:
            messages.success(self.request, _("Saved."))
            return redirect("case-detail", pk=self.case.pk)
        fresh = ServiceForm(instance=AssistanceService(case=self.case), recent=last_used(user))
        fresh.fields["service"].widget.attrs["autofocus"] = True
        context = self.get_context_data(
            form=fresh, saved=saved, **timeline_context(self.case, user), is_next=True
        )
        return render(self.request, "assistance/service_saved.html", context)

    def form_invalid(self, form: ServiceForm) -> HttpResponse:
        if not self.request.htmx:
            return super().form_invalid(form)
        return render(self.request, "assistance/quick_log.html", self.get_context_data(form=form), status=422)


class ServiceAgainView(ServiceLogView):
    """The same form, filled in with help that was given before. The day is today, and the note is new."""

    http_method_names = ["get"]

    def get_initial(self) -> dict[str, Any]:
        earlier = self.get_record(AssistanceService, self.kwargs["record"])
        return {name: getattr(earlier, name) for name in AssistanceService.REPEATED}


def open_cases_of(user) -> QuerySet[Case]:
    """The open cases on which somebody works."""
    work = CaseAssignment.objects.visible_to(user).filter(user=user, ended_at=None)
    return Case.objects.visible_to(user).open().filter(pk__in=work.values("case")).order_by("reference")


class GroupServiceView(PermissionMixin, OnceFormView):
    """Logs help that several people had together, in the case of each of them."""

    permission = "log_assistance"
    template_name = "assistance/service_group.html"
    form_class = GroupServiceForm
    success_url = reverse_lazy("case-list")

    def get_form_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        return {
            **super().get_form_kwargs(), "instance": AssistanceService(), "recent": last_used(user),
            "cases": open_cases_of(user),
        }  # fmt: skip

    def carry_out(self, form: GroupServiceForm) -> None:
        services.log_service_for_several(
            cases=form.cleaned_data["cases"], values=form.changes, by=self.request.user
        )

    def said(self, form: GroupServiceForm) -> str:
        number = len(form.cleaned_data["cases"])
        told = ngettext("Logged in %(number)s case.", "Logged in %(number)s cases.", number)
        return told % {"number": number}


class ServiceUndoView(CaseWritingMixin, View):
    """Takes an entry back within half a minute."""

    permission = "log_assistance"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        service = self.get_record(AssistanceService, kwargs["record"])
        try:
            services.undo_service(service=service, by=request.user)
        except PermissionDenied as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Undone. The entry is off the timeline."))
        return redirect("case-detail", pk=self.case.pk)


class ServiceChangeView(RecordFormView):
    """Everything about one service."""

    permission = "log_assistance"
    form_class = ServiceForm
    page = "case-assistance"
    change_title = gettext_lazy("Help given")

    def get_in_error_url(self) -> str:
        return reverse("service-in-error", args=[self.case.pk, self.record.pk])


class ServiceInErrorView(InErrorView):
    """Says that help was logged by mistake."""

    permission = "log_assistance"
    page = "case-assistance"
    model = AssistanceService

    def step(self, record) -> None:
        services.mark_service_in_error(service=record, by=self.request.user)
