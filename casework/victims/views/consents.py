"""Recording consent, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.standards.dates import format_date
from casework.standards.lists import label
from casework.victims import services
from casework.victims.forms.records import ConsentForm
from casework.victims.models import Consent
from casework.victims.views.case import CaseWritingMixin
from casework.victims.views.printing import CasePrintView
from casework.victims.views.records import RecordFormView
from casework.victims.workflow import InvalidTransition


class ConsentAddView(RecordFormView):
    """An answer for one purpose and one recipient; an earlier answer to the same question is replaced."""

    form_class = ConsentForm
    page = "case-consents"
    add_title = gettext_lazy("Record an answer about consent")
    lead = gettext_lazy("For one purpose and one recipient. A refusal is a normal answer.")

    def save(self, record, form, changes: dict[str, Any], seen) -> None:
        services.record_consent(consent=Consent(case=self.case, **changes), by=self.request.user)


class ConsentWithdrawView(CaseWritingMixin, TemplateView):
    """The person takes consent back; no reason is asked."""

    template_name = "victims/case_confirm.html"
    page = "case-consents"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        consent = self.get_record(Consent, kwargs["record"])
        try:
            services.withdraw_consent(consent=consent, by=request.user)
        except InvalidTransition:
            messages.warning(request, _("This consent is not in force any more."))
        else:
            messages.success(request, _("Consent withdrawn."))
        return redirect("case-consents", pk=self.case.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        consent = self.get_record(Consent, self.kwargs["record"])
        return super().get_context_data(
            title=_("Withdraw consent"),
            text=_("It counts from now. The person need not say why."),
            facts=[
                (_("Purpose"), label("consent_purpose", consent.purpose)),
                (_("Recipient"), consent.recipient or _("your organisation")),
                (_("Given on"), format_date(consent.given_on)),
            ],
            action_label=_("Withdraw consent"),
            cancel_url=reverse("case-consents", args=[self.case.pk]),
            danger=True,
            **kwargs,
        )


class ConsentSheetView(CasePrintView):
    """A sheet to read with the person and to sign: by reference only, no name on it."""

    subject = "consent_sheet"
    sheet_template = "victims/consent_sheet.html"
    page = "case-consents"
    lead = gettext_lazy("To read together and to sign. It carries the reference only, no name.")
