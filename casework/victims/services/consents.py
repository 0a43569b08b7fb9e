"""Asking for consent, and taking it back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from casework.access.policies import require
from casework.victims import children, policies, workflow
from casework.victims.models import Consent


@transaction.atomic
def record_consent(*, consent: Consent, by) -> Consent:
    """Record an answer; an earlier answer for the same purpose and recipient is superseded."""
    policies.check_can_change_case(by, consent.case)
    if consent.given_by not in ("", "self") and (
        refusal := children.guardian_refusal(consent.case, consent.giver_name)
    ):
        raise ValidationError(refusal)
    earlier = Consent.objects.filter(
        case=consent.case,
        purpose=consent.purpose,
        recipient=consent.recipient,
        status__in=["given", "refused"],
    )
    for row in earlier.exclude(pk=consent.pk):
        require(by, workflow.check_transition(workflow.CONSENT_STATUS, row.status, "superseded"))
        row.status = "superseded"
        row.keep(by=by, reason="superseded")
    consent.keep(by=by, reason="recorded")
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, by) -> Consent:
    """The person takes consent back; no reason is asked."""
    policies.check_can_change_case(by, consent.case)
    require(by, workflow.check_transition(workflow.CONSENT_STATUS, consent.status, "withdrawn"))
    consent.status, consent.withdrawn_at = "withdrawn", timezone.now()
    consent.keep(by=by, reason="withdrawn")
    return consent
