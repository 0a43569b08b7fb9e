"""Everything legal of a case on one page, and the forms of what hangs on the case alone."""

from typing import Any

from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.assistance.compensation import totals
from casework.assistance.forms.legal import CompensationForm, CounselForm, PermitForm, ProtectionForm
from casework.assistance.hearings import next_of
from casework.assistance.models import (
    CompensationClaim,
    CompensationPayment,
    Hearing,
    LegalCounsel,
    LegalDecision,
    LegalProceeding,
    ResidencePermit,
    WitnessProtection,
)
from casework.sealing.fields import SealedField
from casework.victims.views.case import CasePageMixin
from casework.victims.views.kinds import KINDS
from casework.victims.views.records import RecordFormView
from casework.victims.wording import rows_of

PAGE = "case-legal"
# So that they can be marked as entered in error, and have files.
KINDS.update(
    {
        "proceeding": (LegalProceeding, PAGE),
        "hearing": (Hearing, PAGE),
        "decision": (LegalDecision, PAGE),
        "counsel": (LegalCounsel, PAGE),
        "witness-protection": (WitnessProtection, PAGE),
        "permit": (ResidencePermit, PAGE),
        "compensation": (CompensationClaim, PAGE),
        "payment": (CompensationPayment, PAGE),
    }
)


def facts_of(record, *names: str) -> list[tuple[bool, str, str]]:
    """What is recorded of these fields: whether it is sealed, its name, its value."""
    sealed = [isinstance(record._meta.get_field(name), SealedField) for name in names]
    rows = zip(sealed, rows_of(record, names), strict=True)
    return [(is_sealed, label, value) for is_sealed, (label, value) in rows if value]


class CaseLegalView(CasePageMixin, TemplateView):
    """Proceedings with their next hearing, permits, decisions, compensation, protection, counsel."""

    template_name = "assistance/case_legal.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proceedings = self.records(LegalProceeding).order_by("-status_on", "-created_at")
        hearings = list(self.records(Hearing).order_by("starts_at"))
        decisions = self.records(LegalDecision).filter(proceeding__entered_in_error=False)
        permits = self.records(ResidencePermit).order_by("-issued_on", "-created_at")
        measures = self.records(WitnessProtection).order_by("-starts_on", "-created_at")
        counsels = self.records(LegalCounsel).order_by("-starts_on", "-created_at")
        for hearing in hearings:
            hearing.case = self.case
        return super().get_context_data(
            proceedings=[
                (row, next_of(one for one in hearings if one.proceeding_id == row.pk))
                for row in sorted(proceedings, key=lambda row: row.is_over)
            ],
            permits=[(row, facts_of(row, "country", "ground", "issued_on", "conditions")) for row in permits],
            decisions=decisions.select_related("proceeding", "case").order_by("-decided_on", "-created_at"),
            measures=[(row, facts_of(row, "ordered_by", "starts_on", "ends_on", "note")) for row in measures],
            counsels=[
                (row, facts_of(row, "organisation", "reached_by", "matters", "is_legal_aid",
                               "mandate_signed_on", "starts_on", "ends_on"))
                for row in counsels
            ],
            **self._compensation(), **kwargs,
        )  # fmt: skip

    def _compensation(self) -> dict[str, Any]:
        """Claims with what came of each, and the sums by currency."""
        claims = list(self.records(CompensationClaim).order_by("created_at"))
        rows = self.records(CompensationPayment).filter(claim__entered_in_error=False)
        payments = list(rows.order_by("received_on", "created_at"))
        return {
            "claims": [
                (
                    claim,
                    facts_of(claim, "sought_from", "claimed_on", "awarded_on", "note"),
                    [one for one in payments if one.claim_id == claim.pk],
                )
                for claim in claims
            ],
            "totals": totals(claims, payments),
        }


class LegalFormView(RecordFormView):
    """A form of the legal pages."""

    page = PAGE


class CounselFormView(LegalFormView):
    form_class = CounselForm
    add_title = gettext_lazy("Add a legal counsel")
    change_title = gettext_lazy("Change a legal counsel")
    lead = gettext_lazy("Who speaks for the person in law, and for which proceedings.")


class ProtectionFormView(LegalFormView):
    form_class = ProtectionForm
    add_title = gettext_lazy("Add a protection measure")
    change_title = gettext_lazy("Change a protection measure")
    lead = gettext_lazy("What protects the person as a witness. Never write where the person lives.")


class PermitFormView(LegalFormView):
    form_class = PermitForm
    add_title = gettext_lazy("Add a residence permit")
    change_title = gettext_lazy("Change a residence permit")
    lead = gettext_lazy("A permit may rest on the personal situation alone, without cooperation.")


class CompensationFormView(LegalFormView):
    form_class = CompensationForm
    add_title = gettext_lazy("Add a compensation claim")
    change_title = gettext_lazy("Change a compensation claim")
    lead = gettext_lazy("Write each currency by itself: nothing is converted.")
