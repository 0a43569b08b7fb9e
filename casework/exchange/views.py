"""Pages on which workbooks are brought in, step by step, and written."""

import csv
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import FormView, TemplateView

from casework.access.mixins import PermissionMixin
from casework.access.once import OnceForm, OnceFormView
from casework.access.policies import require
from casework.access.roles import has_permission
from casework.exchange import exporting, services
from casework.exchange.columns import asks_about_address
from casework.exchange.forms import AddressForm, ConfirmForm, ExportForm, UploadForm
from casework.exchange.models import Finding, WorkbookImport
from casework.exchange.reader import WorkbookRefused
from casework.exchange.results import WorkbookMixin, WorkbookResultMixin, in_words, place_of
from casework.standards.numbers import format_number

State = WorkbookImport.State
POLL_SECONDS, POLL_SLOWLY_SECONDS, SLOW_AFTER_SECONDS = 2, 10, 60
MOST_IN_BROWSER = 5_000


class WorkbookListView(PermissionMixin, TemplateView):
    """The workbooks this person brought in."""

    permission = "import_workbook"
    template_name = "exchange/workbook_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = WorkbookImport.objects.visible_to(self.request.user).defer("content", "columns")
        page = Paginator(runs, 25).get_page(self.request.GET.get("page"))
        for run in page:
            run.place = place_of(run)
        may_export = has_permission(self.request.user, "export_workbook")
        return super().get_context_data(page_obj=page, may_export=may_export, **kwargs)


class WorkbookUploadView(PermissionMixin, OnceFormView):
    """Choose a workbook and say why."""

    permission = "import_workbook"
    template_name = "exchange/workbook_upload.html"
    form_class = UploadForm
    run: WorkbookImport | None = None
    done = ""
    refused_field = "workbook"

    def carry_out(self, form: UploadForm) -> None:
        workbook, purpose = form.cleaned_data["workbook"], form.cleaned_data["purpose"]
        try:
            self.run = services.receive_workbook(
                content=workbook.read(), purpose=purpose, by=self.request.user
            )
        except WorkbookRefused as refused:
            raise ValidationError(str(refused)) from refused

    def get_success_url(self) -> str:
        return reverse("workbook-columns", args=[self.run.pk]) if self.run else reverse("workbook-list")


class WorkbookPassageView(WorkbookMixin, OnceFormView):
    """Starts a passage through the workbook; how far it is, the next page shows."""

    done = ""

    def get_success_url(self) -> str:
        return reverse("workbook-progress", args=[self.run.pk])


class WorkbookColumnsView(WorkbookPassageView):
    """What each column was recognised as; starts the trial run."""

    template_name = "exchange/workbook_columns.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.run.state != State.READ:
            return redirect(place_of(self.run), pk=self.run.pk)
        return super().get(request, *args, **kwargs)

    @cached_property
    def columns(self) -> list[Any]:
        return services.columns_of(self.run)

    def get_form_class(self) -> type[OnceForm]:
        return AddressForm if asks_about_address(self.columns) else ConfirmForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            columns=self.columns,
            ignored=[column for column in self.columns if column.is_ignored],
            differing=[column for column in self.columns if column.how not in ("exact", "unknown")],
            asks_address=asks_about_address(self.columns),
            same_before=services.same_file_before(self.run),
            **kwargs,
        )

    def carry_out(self, form: OnceForm) -> None:
        meaning = form.cleaned_data.get("address_meaning", "")
        services.start_trial(run=self.run, address_meaning=meaning, by=self.request.user)


class WorkbookProgressView(WorkbookMixin, TemplateView):
    """How far a trial run or an import is; polled by the page itself."""

    template_name = "exchange/workbook_progress.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.run.is_under_way:
            response = redirect(place_of(self.run), pk=self.run.pk)
            if self.request.htmx:
                return HttpResponse(headers={"HX-Redirect": response.url})
            return response
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take up a passage whose worker died."""
        start = services.start_trial if self.run.state == State.CHECKING else services.start_import
        try:
            start(run=self.run, by=request.user)
        except ValidationError as error:
            messages.warning(request, error.messages[0])
        return redirect("workbook-progress", pk=self.run.pk)

    def get_template_names(self) -> list[str]:
        return ["exchange/_progress.html"] if self.request.htmx else [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run, seconds = self.run, 0.0
        if run.started_at:
            seconds = (timezone.now() - run.started_at).total_seconds()
        left = seconds / run.rows_done * (run.rows_total - run.rows_done) if run.rows_done else None
        return super().get_context_data(
            poll_seconds=POLL_SECONDS if seconds < SLOW_AFTER_SECONDS else POLL_SLOWLY_SECONDS,
            minutes_left=None if left is None else round(left / 60),
            quarter=run.rows_done * 4 // run.rows_total * 25 if run.rows_total else 0,
            **kwargs,
        )


class WorkbookTrialView(WorkbookResultMixin, WorkbookPassageView):
    """What an import would do; the button does it."""

    template_name = "exchange/workbook_trial.html"
    form_class = ConfirmForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.run.state != State.CHECKED:
            return redirect(place_of(self.run), pk=self.run.pk)
        return super().get(request, *args, **kwargs)

    def carry_out(self, form: OnceForm) -> None:
        services.start_import(run=self.run, by=self.request.user)


class WorkbookReportView(WorkbookResultMixin, TemplateView):
    """What became of the rows."""

    template_name = "exchange/workbook_report.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if place_of(self.run) != "workbook-report":
            return redirect(place_of(self.run), pk=self.run.pk)
        return super().get(request, *args, **kwargs)


class WorkbookRefusalsView(WorkbookMixin, View):
    """The refused cells as a file: where and why, without any value."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        name = f"refused-rows-{timezone.localdate().isoformat()}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response.write("\ufeff")
        lines = csv.writer(response)
        lines.writerow([_("Sheet"), _("Row"), _("Column"), _("Cell"), _("Field"), _("How to mend it")])
        for one in self.run.findings.filter(kind=Finding.Kind.REFUSAL).iterator():
            words = in_words({"field": one.field, "rule": one.rule})
            lines.writerow([self.run.sheet, one.row, one.column, one.cell, words["label"], words["words"]])
        return response


class WorkbookCancelView(WorkbookMixin, View):
    """Stop; whole rows that are in stay in."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            services.cancel_workbook(run=self.run, by=request.user)
        except ValidationError as error:
            messages.warning(request, error.messages[0])
        return redirect("workbook-report", pk=self.run.pk)


def left_out(number: int) -> str:
    """How many cases an export leaves out, in words."""
    return ngettext(
        "%(number)s case was left out: nobody agreed to an export, or not any more.",
        "%(number)s cases were left out: nobody agreed to an export, or not any more.",
        number,
    ) % {"number": format_number(number)}


class WorkbookExportView(PermissionMixin, FormView):
    """Write cases of the organisation into a workbook: a reason, the password again, a trace in each case."""

    permission = "export_workbook"
    template_name = "exchange/workbook_export.html"
    form_class = ExportForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The role first, so that nobody is asked for a password in vain."""
        require(request.user, self.permission)
        return reauthentication_required(super().dispatch)(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many cases would be written and how many left out, before anything is written."""
        cases = exporting.cases_to_write(self.request.user)
        total, agreed = cases.count(), None
        if total <= MOST_IN_BROWSER:
            agreed = sum(1 for _case in exporting.agreeing_in_turn(cases))
        return super().get_context_data(
            agreed=agreed, excluded=None if agreed is None else total - agreed, **kwargs
        )

    def form_valid(self, form: ExportForm) -> HttpResponse:
        cases = exporting.cases_to_write(self.request.user, with_closed=form.cleaned_data["cases"] == "all")
        if cases.count() > MOST_IN_BROWSER:
            form.add_error(
                None,
                _("These are too many cases for the browser. Ask whoever runs the server for export_htcds."),
            )
            return self.form_invalid(form)
        if not form.is_first_time(self.request.user):
            return redirect("workbook-list")
        written = exporting.export_workbook(
            cases=cases, reason=form.cleaned_data["reason"], by=self.request.user
        )
        if written.excluded:
            messages.warning(self.request, left_out(written.excluded))
        response = HttpResponse(
            written.content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )
        name = f"workbook-{timezone.localdate().isoformat()}.xlsx"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
