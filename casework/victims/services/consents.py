"""Asking for consent, and taking it back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.access.policies import require
from casework.standards.dates import format_date
from casework.victims import children, policies, workflow
from casework.victims.consents import recipient_key
from casework.victims.models import Case, Consent
from casework.victims.services.cases import locked


@transaction.atomic
def record_consent(*, consent: Consent, by) -> Consent:
    """Record an answer; an earlier answer for the same purpose and recipient is superseded.

    A spoken answer is certified by whoever records it when nobody else is named. Raises ValidationError when
    a later answer, or a withdrawal after that day, stands already: an old sheet must not undo it.
    """
    policies.check_can_change_case(by, consent.case)
    if consent.given_by not in ("", "self") and (
        refusal := children.guardian_refusal(consent.case, consent.giver_name)
    ):
        raise ValidationError(refusal)
    # Two answers recorded at the same moment: the second sees the first.
    locked(consent.case)
    for row in _answers_to_the_same(consent):
        if row.given_on > consent.given_on or (
            row.withdrawn_at and timezone.localdate(row.withdrawn_at) > consent.given_on
        ):
            day = row.withdrawn_at or row.given_on
            raise ValidationError(
                _("The person answered this later, on %(day)s. That answer counts.")
                % {"day": format_date(day)}
            )
        if row.status != "withdrawn":
            require(by, workflow.check_transition(workflow.CONSENT_STATUS, row.status, "superseded"))
            row.status = "superseded"
            row.keep(by=by, reason="superseded")
    if consent.form == "verbal_certified" and not consent.certified_by:
        consent.certified_by = by.name
    consent.keep(by=by, reason="recorded")
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, by) -> Consent:
    """The person takes consent back; no reason is asked."""
    policies.check_can_change_case(by, consent.case)
    consent = locked(consent)
    require(by, workflow.check_transition(workflow.CONSENT_STATUS, consent.status, "withdrawn"))
    consent.status, consent.withdrawn_at = "withdrawn", timezone.now()
    consent.keep(by=by, reason="withdrawn")
    return consent


@transaction.atomic
def withdraw_every_consent(*, case: Case, by) -> list[Consent]:
    """The person takes everything back at once; gives what was taken back."""
    policies.check_can_change_case(by, case)
    locked(case)
    rows = Consent.objects.live().filter(case=case, status="given").order_by("given_on", "created_at")
    return [withdraw_consent(consent=row, by=by) for row in rows]


def _answers_to_the_same(consent: Consent) -> list[Consent]:
    """Answers that stand, to the same question: the name of the recipient may be typed in another way."""
    rows = Consent.objects.answers().filter(case=consent.case, purpose=consent.purpose).exclude(pk=consent.pk)
    wanted = recipient_key(consent.recipient)
    return [row for row in rows if recipient_key(row.recipient) == wanted]
