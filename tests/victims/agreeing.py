"""What is said when nobody agreed, and where one asks."""

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.access.database import acting_as
from casework.victims.consents import ConsentMissing, check_consent

TODAY = timezone.localdate


def address(name, case, *more) -> str:
    return reverse(name, args=[case.pk, *more])


def refusal(case, by, purpose="health", recipient="") -> str:
    with acting_as(by), pytest.raises(ConsentMissing) as missing:
        check_consent(case, purpose, recipient)
    return str(missing.value)
