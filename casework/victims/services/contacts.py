"""Recording how the person may be reached, without ever keeping a number of somebody to avoid."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casework.victims import contacting
from casework.victims.models import Case, ContactPoint
from casework.victims.services.cases import change_record, record_for_case


@transaction.atomic
def record_contact(*, contact: ContactPoint, by) -> ContactPoint:
    """Add a channel to the person; ValidationError for the number of somebody never to be contacted."""
    _refuse_never(contact.case, contact.value)
    record_for_case(record=contact, by=by)
    return contact


@transaction.atomic
def change_contact(
    *, contact: ContactPoint, changes: Mapping[str, Any], seen: datetime | None = None, by
) -> ContactPoint:
    """Change a channel; ValidationError for the number of somebody never to be contacted."""
    _refuse_never(contact.case, changes.get("value") or "")
    return change_record(record=contact, changes=changes, seen=seen, by=by)


def _refuse_never(case: Case, value: str) -> None:
    if value and contacting.belongs_to_never(value, contacting.never_contacts(case)):
        raise ValidationError(
            _("This number or address is of a person who must never be contacted. It was not saved.")
        )
