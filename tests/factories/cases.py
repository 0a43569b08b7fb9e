"""People and their cases, made by the services, with what every case has."""

from casework.access.database import acting_as
from casework.assistance.models import AssistanceService
from casework.standards.dates import PartialDate
from casework.victims import services
from casework.victims.models import Consent, ContactPoint, StatusClaim


def make_case(by, holder=None, person=None, **case):
    """A registered person with an open case, by the hand of `by`."""
    person = person or {
        "given_names": "Mireille", "family_name": "Kabongo", "birth_date": PartialDate.from_iso("2002-03-04"),
        "gender": "Feminine", "citizenships": ["CD"], "primary_language": "lin",
    }  # fmt: skip
    with acting_as(by):
        return services.register_person(person=person, case=case, by=by, holder=holder)


def add_records(case, by):
    """One record of every common kind on a case."""
    with acting_as(by):
        service = services.record_for_case(
            record=AssistanceService(
                case=case, service=next(iter(codes("service_type"))), note="sealed note"
            ),
            by=by,
        )
        contact = services.record_for_case(
            record=ContactPoint(case=case, kind=next(iter(codes("contact_kind"))), value="+41790000000"),
            by=by,
        )
        consent = services.record_consent(
            consent=Consent(
                case=case, purpose=next(iter(codes("consent_purpose"))), status="given", form="written"
            ),
            by=by,
        )
        claim = services.record_for_case(
            record=StatusClaim(case=case, status="PossibleVictimOfTrafficking", deciding_organisation="NGO"),
            by=by,
        )
    return service, contact, consent, claim


def agree(case, purpose, by, **values):
    """A live consent for one purpose, of an adult unless more is said."""
    with acting_as(by):
        consent = Consent(case=case, purpose=purpose, **{"status": "given", "form": "written"} | values)
        return services.record_consent(consent=consent, by=by)


def codes(name):
    from casework.standards.lists import choices

    return [code for code, _label in choices(name)]
