"""The first registration: a person, a case and their first answers, all or nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from casework.victims.models import Case, ConnectedOrganisation, Consent, ContactPoint, FirstContact
from casework.victims.services.cases import record_for_case
from casework.victims.services.consents import record_consent
from casework.victims.services.contacts import record_contact
from casework.victims.services.people import open_linked_case, register_person, tell_apart

Values = Mapping[str, Any]


@transaction.atomic
def take_in_person(
    *,
    person: Values,
    case: Values,
    contact: Values | None = None,
    referrer: Values | None = None,
    first_contact: Values | None = None,
    consent: Values | None = None,
    same_as: Case | None = None,
    told_apart: Iterable[Case] = (),
    by,
) -> Case:
    """Open a case for somebody new, or, with `same_as`, a further one for somebody already known.

    What is recorded about a known person stays as it is: two accounts of one person are never merged unseen.
    """
    if same_as is None:
        opened = register_person(person=person, case=case, by=by)
    else:
        opened = open_linked_case(earlier=same_as, values=case, by=by)
    if contact:
        record_contact(contact=ContactPoint(case=opened, **contact), by=by)
    if referrer:
        record_for_case(record=ConnectedOrganisation(case=opened, **referrer), by=by)
    if first_contact:
        record_for_case(record=FirstContact(case=opened, **first_contact), by=by)
    if consent:
        record_consent(consent=Consent(case=opened, **consent), by=by)
    for other in told_apart:
        if other.victim_id != opened.victim_id:
            tell_apart(one=opened.victim, other=other.victim, by=by)
    return opened
