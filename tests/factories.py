"""Valid records. People and cases are made by the services, as a person of staff would make them."""

from functools import cache

import factory
from django.db import connections
from django.utils import timezone

from casework.access.database import acting_as
from casework.access.models import Organisation, StaffUser
from casework.access.roles import Role
from casework.assistance.models import AssistanceService
from casework.standards.dates import PartialDate
from casework.victims import services
from casework.victims.models import Consent, ContactPoint, StatusClaim


@cache
def owner_connection(database: str):
    """The owner's connection to the database of this worker."""
    from tests.conftest import connect

    return connect("DATABASE_OWNER_URL", database)


PASSWORD = "correct horse battery staple"


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    code = factory.Sequence(lambda n: f"org-{n}")
    name = factory.Sequence(lambda n: f"Organisation {n}")
    kind = "NGO"
    country = "CH"


class StaffFactory(factory.django.DjangoModelFactory):
    """Accounts come into being through the owner: in the application only an administrator makes them."""

    class Meta:
        model = StaffUser

    email = factory.Sequence(lambda n: f"staff{n}@example.test")
    name = factory.Sequence(lambda n: f"Staff Person{n}")
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.CASEWORKER
    language = "en"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        staff = model_class(*args, **kwargs)
        staff.set_password(PASSWORD)
        fields = list(staff._meta.concrete_fields)
        values = [
            field.get_db_prep_save(field.pre_save(staff, True), connections["default"]) for field in fields
        ]
        columns = ", ".join(f'"{field.column}"' for field in fields)
        marks = ", ".join(["%s"] * len(fields))
        with owner_connection(connections["default"].settings_dict["NAME"]).cursor() as cursor:
            cursor.execute(f"insert into access_staffuser ({columns}) values ({marks})", values)
        staff._state.adding = False
        staff._state.db = "default"
        return staff


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
                case=case, service=next(iter(_codes("service_type"))), note="sealed note"
            ),
            by=by,
        )
        contact = services.record_for_case(
            record=ContactPoint(case=case, kind=next(iter(_codes("contact_kind"))), value="+41790000000"),
            by=by,
        )
        consent = services.record_consent(
            consent=Consent(
                case=case, purpose=next(iter(_codes("consent_purpose"))), status="given", form="written"
            ),
            by=by,
        )
        claim = services.record_for_case(
            record=StatusClaim(case=case, status="PossibleVictimOfTrafficking", deciding_organisation="NGO"),
            by=by,
        )
    return service, contact, consent, claim


def _codes(name):
    from casework.standards.lists import choices

    return [code for code, _label in choices(name)]


class World:
    """Two organisations, `ours` and `theirs`: staff of every role, one case of each caseworker."""

    def __init__(self) -> None:
        self.ours = OrganisationFactory(code="ours", name="Ours")
        self.theirs = OrganisationFactory(code="theirs", name="Theirs")
        self.staff = {role: StaffFactory(role=role, organisation=self.ours) for role in Role.values}
        self.strangers = {role: StaffFactory(role=role, organisation=self.theirs) for role in Role.values}
        self.caseworker = self.staff[Role.CASEWORKER]
        self.officer = self.staff[Role.PROTECTION_OFFICER]
        self.administrator = self.staff[Role.ADMINISTRATOR]
        self.auditor = self.staff[Role.AUDITOR]
        self.researcher = self.staff[Role.RESEARCHER]
        self.partner = self.staff[Role.SHELTER_PARTNER]
        self.colleague = StaffFactory(role=Role.CASEWORKER, organisation=self.ours)
        self.stranger = self.strangers[Role.CASEWORKER]
        self.case = make_case(self.caseworker)
        self.other_case = make_case(self.stranger, person={"given_names": "Other", "family_name": "Person"})


def record(model, case):
    """An unsaved record of a model on a case, with just what it cannot do without."""
    required = {
        "StatusClaim": {"status": "PossibleVictimOfTrafficking", "deciding_organisation": "NGO"},
        "Consent": {"purpose": _codes("consent_purpose")[0], "status": "given", "form": "written"},
        "ContactPoint": {"kind": _codes("contact_kind")[0]},
        "ConnectedOrganisation": {"part": "referring"},
        "TraffickingEvent": {"kind": "Transit"},
        "AssistanceService": {"service": _codes("service_type")[0]},
        "CaseStage": {"stage": "protection"},
        "FirstContact": {"origin": "hotline"},
        "SuspectedPerson": {"names": "Somebody Suspected"},
        # Ended, so that whoever makes it goes on seeing the case.
        "ConflictOfInterest": {"user": case.created_by, "kind": "relative", "ended_at": timezone.now()},
    }
    return model(case=case, **required.get(model.__name__, {}))
