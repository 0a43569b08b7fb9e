"""The letter to the person about a decision on their status, in plain words."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.standards.lists import label
from casework.victims.models import StatusClaim
from casework.victims.views.printing import CasePrintView

RECOGNISED = ("PossibleVictimOfTrafficking", "ActualVictimOfTrafficking")


class ClaimLetterView(CasePrintView):
    """What was decided, what it gives, until when it can be looked at again. It names nobody."""

    subject = "decision_letter"
    sheet_template = "victims/print_decision_letter.html"
    page = "case-identification"
    lead = gettext_lazy("Plain words to give or to read out. It carries the reference only, no name.")

    @cached_property
    def claim(self) -> StatusClaim:
        claim: StatusClaim = self.get_record(StatusClaim, self.kwargs["record"])
        if not claim.has_letter or claim.entered_in_error:
            raise Http404
        return claim

    def key(self, form) -> str:
        return str(self.claim.pk)

    def sheet_context(self, form) -> dict[str, Any]:
        claim = self.claim
        organisation = claim.organisation_name or label("deciding_organisation", claim.deciding_organisation)
        return {"claim": claim, "organisation": organisation, "decided": decided_in_words(claim)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(letter_of=self.claim, **kwargs)


def decided_in_words(claim: StatusClaim) -> str:
    """The decision as one says it to the person."""
    if claim.status in RECOGNISED:
        if claim.decision == "reasonable_grounds":
            return _("There are reasons to believe that you are a victim of trafficking in persons.")
        return _("You are recognised as a victim of trafficking in persons.")
    if claim.status == "NotAVictimOfTrafficking":
        if claim.decision == "reasonable_grounds":
            return _("This office does not see enough reasons today to believe you are a victim.")
        return _("This office does not recognise you as a victim of trafficking in persons.")
    return label("trafficking_status", claim.status)
