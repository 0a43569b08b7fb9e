"""The result of a screening, for staff only, and what a person decides after reading it."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.records import Recorded
from casework.standards.lists import codes, label
from casework.victims import services
from casework.victims.forms.screening import ScreeningClaimForm
from casework.victims.models import Screening, StatusClaim
from casework.victims.screening_results import ScreeningResult, results_of
from casework.victims.views.case import CasePageMixin
from casework.victims.views.records import RecordFormView


class ScreeningResultView(CasePageMixin, TemplateView):
    """Indicators, not a legal decision: the dimensions met and by what, and what is missing."""

    template_name = "victims/screening_result.html"
    page = "case-identification"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = self.get_record(Screening, self.kwargs["record"])
        others = self.records(Screening).exclude(pk=one.pk).select_related("indicator_set", "case")
        found = results_of(
            [one, *others.order_by("-started_at", "-created_at")], self.case.victim, self.request.user
        )
        claims = self.records(StatusClaim).filter(screening=one)
        return super().get_context_data(
            shown=found[0], compared=found if len(found) > 1 else [], claims=claims.order_by("-decided_on"),
            **kwargs,
        )  # fmt: skip


class ScreeningClaimView(RecordFormView):
    """A status claim, begun with the proposal and its reasons. A person decides."""

    form_class = ScreeningClaimForm
    add_title = gettext_lazy("Record a status after the screening")

    @property
    def lead(self) -> str:  # type: ignore[override]  # here the result says it
        if not self.shown.result.proposal:
            return _("The answers propose no status. You decide, and say why.")
        status = label("trafficking_status", self.shown.result.proposal)
        return _("The answers propose: %(status)s. You decide, and say why.") % {"status": status}

    @cached_property
    def shown(self) -> ScreeningResult:
        one = self.get_record(Screening, self.kwargs["record"])
        return results_of([one], self.case.victim, self.request.user)[0]

    def find_record(self) -> Recorded:
        organisation = self.case.organisation
        is_listed = organisation.kind in codes("deciding_organisation")
        return StatusClaim(
            case=self.case, status=self.shown.result.proposal, reasons=self.shown.reasons,
            organisation_name=organisation.name,
            deciding_organisation=organisation.kind if is_listed else "",
        )  # fmt: skip

    def save(self, record, form, changes: dict[str, Any], seen) -> None:
        services.claim_from_screening(
            claim=StatusClaim(case=self.case, **changes), screening=self.shown.screening, by=self.request.user
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("screening-result", args=[self.case.pk, self.shown.screening.pk])
        return {**super().get_context_data(shown=self.shown, **kwargs), "back_url": back}
