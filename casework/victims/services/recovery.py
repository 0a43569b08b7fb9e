"""The recovery and reflection period: beginning, extending, ending early, taking the end back."""

from datetime import date, timedelta
from typing import cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casework.access.policies import require
from casework.standards.recovery import length_in
from casework.victims import policies, workflow
from casework.victims.models import RecoveryExtension, RecoveryPeriod
from casework.victims.services.cases import locked


@transaction.atomic
def start_recovery_period(*, period: RecoveryPeriod, by) -> RecoveryPeriod:
    """Record that a period runs. Without a last day it is as long as the country gives.

    Nothing is a condition for it: no status, no papers, no cooperation.
    """
    policies.check_can_change_case(by, period.case)
    if cast(date | None, period.ends_on) is None:
        period.ends_on = period.starts_on + timedelta(days=length_in(period.country).days)
    period.keep(by=by, reason="recorded")
    return period


@transaction.atomic
def extend_recovery_period(*, extension: RecoveryExtension, by) -> RecoveryExtension:
    """Make a running period longer, with its reason. Raises ValidationError when it was ended early."""
    policies.check_can_change_case(by, extension.case)
    period = locked(extension.period)
    if period.status != "running":
        raise ValidationError(_("This period was ended early. Take the end back first."))
    extension.from_day = period.ends_on
    extension.keep(by=by, reason="recorded")
    period.ends_on = extension.to_day
    period.keep(by=by, reason="extended")
    return extension


@transaction.atomic
def end_recovery_period(*, period: RecoveryPeriod, on: date, reason: str, by) -> RecoveryPeriod:
    """End a period before its last day, for a reason of the list; help goes on all the same."""
    policies.check_can_change_case(by, period.case)
    period = locked(period)
    require(by, workflow.check_transition(workflow.RECOVERY_STATUS, period.status, "ended_early"))
    period.status, period.ended_on, period.end_reason = "ended_early", on, reason
    period.keep(by=by, reason="ended early")
    return period


@transaction.atomic
def resume_recovery_period(*, period: RecoveryPeriod, by) -> RecoveryPeriod:
    """Take an early end back: the person changed their mind, or it was a mistake."""
    policies.check_can_change_case(by, period.case)
    period = locked(period)
    require(by, workflow.check_transition(workflow.RECOVERY_STATUS, period.status, "running"))
    period.status, period.ended_on, period.end_reason = "running", None, ""
    period.keep(by=by, reason="resumed")
    return period
