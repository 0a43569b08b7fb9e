"""Valid records. People and cases are made by the services, as a person of staff would make them."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import factory
from django.apps import apps
from django.db import connections
from django.utils import timezone

from casework.access.database import acting_as
from casework.access.models import Organisation, StaffUser
from casework.access.roles import Role
from casework.assistance import services as assistance
from casework.assistance.models import AssistanceService, Bed, Incident, Room, ShelterPlace, ShelterStay
from casework.sealing.keyring import keyring
from casework.standards.dates import PartialDate
from casework.victims import services
from casework.victims.models import Consent, ContactPoint, StatusClaim

# A picture of one white dot, as PNG.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a494441"
    "54789c63f80f0001010100b138f6140000000049454e44ae426082"
)


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


def agree(case, purpose, by, **values):
    """A live consent for one purpose, of an adult unless more is said."""
    with acting_as(by):
        consent = Consent(case=case, purpose=purpose, **{"status": "given", "form": "written"} | values)
        return services.record_consent(consent=consent, by=by)


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


def make_shelter(organisation, *staff, beds=3, **values):
    """A shelter of an organisation with one room, set up by an officer of it, and its staff."""
    officer = StaffFactory(role=Role.PROTECTION_OFFICER, organisation=organisation)
    with acting_as(officer):
        shelter = assistance.add_shelter(
            values={"code_name": f"Shelter {officer.email}", "takes": ["women"], **values}, by=officer
        )
        assistance.add_room(room=Room(shelter=shelter, name="Blue"), beds=beds, by=officer)
        for person in staff:
            assistance.add_shelter_staff(shelter=shelter, user=person, by=officer)
    return shelter


def beds_of(shelter, by):
    """The beds of a shelter, as somebody sees them."""
    with acting_as(by):
        return list(
            Bed.objects.filter(room__shelter=shelter).select_related("room__shelter").order_by("name")
        )


def make_stay(case, *staff, status="requested", by=None):
    """A stay of a case in a new shelter of its organisation; what the case has elsewhere ends before."""
    by = by or case.created_by
    shelter = make_shelter(case.organisation, *staff)
    bed = beds_of(shelter, by)[0]
    with acting_as(by):
        for earlier in ShelterStay.objects.filter(case=case, status__in=["held", "admitted", "on_leave"]):
            if earlier.status == "held":
                assistance.release_hold(stay=earlier, by=by)
            else:
                assistance.discharge_person(stay=earlier, reason="planned_end", by=by)
        stay = assistance.request_stay(case=case, shelter=shelter, by=by)
        if status == "held":
            stay = assistance.hold_for_stay(stay=stay, bed=bed, by=by)
        if status in ("admitted", "on_leave"):
            stay = assistance.admit_person(stay=stay, bed=bed, by=by)
        if status == "on_leave":
            back_by = timezone.now() + timedelta(hours=5)
            stay = assistance.start_leave(stay=stay, back_by=back_by, by=by)
    return stay


def unsaved_stay(case):
    """A request not yet saved, with the key under which what is told of the person is sealed."""
    stay = ShelterStay(
        case=case, reference=case.reference, person_id=case.victim_id, placed_by=case.organisation,
        shelter=make_shelter(case.organisation), discloses="first_name",
    )  # fmt: skip
    keyring().create(stay.id)
    return stay


REQUIRED: dict[str, dict] = {
    "StatusClaim": {
        "status": "PossibleVictimOfTrafficking", "deciding_organisation": "NGO", "decision": "conclusive",
    },
    "Consent": {"purpose": "interview", "status": "given", "form": "written"},
    "ContactPoint": {"kind": "mobile"},
    "ConnectedOrganisation": {"part": "referring"},
    "TraffickingEvent": {"kind": "Transit"},
    "AssistanceService": {"service": "counselling"},
    "CaseStage": {"stage": "protection"},
    "Guardian": {"kind": "relative"},
    "BestInterest": {"kind": "determination", "question": "durable_solution"},
    "PanelMember": {"name": "Somebody"},
    "FamilyAssessment": {"safety": "unclear"},
    "RecoveryPeriod": {"country": "CH", "trigger": "reasonable_grounds"},
    "RecoveryExtension": {"reason": "health"},
    "RiskAssessment": {"status": "finished", "level": "high"},
    "RiskFactor": {"kind": "risk", "code": "age", "note": "sealed note"},
    "RiskAcknowledgement": {"decision": "agree"},
    "SafetyPlan": {"status": "superseded", "safe_places": "sealed place"},
    "SafetyAction": {"what": "sealed step"},
    "ScreeningAnswer": {"answer": "yes"},
    "TravelDocument": {"kind": "passport"},
    "ExpertExamination": {"asked_whom": "Document laboratory"},
    "NeverContact": {"name": "Somebody to avoid"},
    "Attachment": {"content": PIXEL, "media_type": "image/png", "size": len(PIXEL)},
    "FirstContact": {"origin": "hotline"},
    "SuspectedPerson": {"names": "Somebody Suspected"},
    "ConflictOfInterest": {"kind": "relative"},
}  # fmt: skip
# What goes with a sealed field that is only filled in some states.
FOR_SEALED_VALUES = {"Consent": {"given_by": "guardian"}, "SafetyAction": {"status": "not_done"}}
# What a record hangs on, made beside it.
PARENTS = {
    "PanelMember": {"best_interest": "BestInterest"},
    "FamilyAssessment": {"tracing": "FamilyTracing"},
    "RecoveryExtension": {"period": "RecoveryPeriod"},
    "RiskFactor": {"assessment": "RiskAssessment"},
    "RiskAcknowledgement": {"assessment": "RiskAssessment"},
    "SafetyAction": {"plan": "SafetyPlan"},
    "ScreeningAnswer": {"screening": "Screening"},
    "DocumentExamination": {"document": "TravelDocument"},
    "ExpertExamination": {"document": "TravelDocument"},
}


def _in(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


# Values that depend on the day, the case, or the records beside them.
COMPUTED: dict[str, Callable] = {
    "RecoveryPeriod": lambda _case: {"ends_on": _in(30)},
    "RecoveryExtension": lambda _case: {"from_day": _in(0), "to_day": _in(40)},
    "RiskAssessment": lambda case: {
        "review_on": _in(7), "finished_by": case.created_by, "finished_at": timezone.now(),
    },
    "SafetyPlan": lambda case: {
        "version": apps.get_model("victims", "SafetyPlan").objects.filter(case=case).count() + 1
    },
    "Screening": lambda _case: {"indicator_set": indicator_set()},
    "ScreeningAnswer": lambda _case: {"indicator": indicator_set().indicators.first()},
    # Ended, so that whoever makes it goes on seeing the case.
    "ConflictOfInterest": lambda case: {"user": case.created_by, "ended_at": timezone.now()},
}  # fmt: skip


def record(model, case, **values):
    """An unsaved record of a model on a case, with just what it cannot do without."""
    if model is ShelterStay:
        return unsaved_stay(case)
    if model is Incident:
        stay = make_stay(case)
        return Incident(case=case, stay=stay, kind="theft", severity="minor", followed_up_at=timezone.now())
    if model is ShelterPlace:
        return ShelterPlace(shelter=make_shelter(case.organisation, case.created_by))
    name = model.__name__
    parents = {
        field: record(apps.get_model(model._meta.app_label, parent), case)
        for field, parent in PARENTS.get(name, {}).items()
    }
    by = case.created_by
    if name == "RiskAcknowledgement":
        # Somebody else than who acknowledges wrote the assessment, and signed it themself.
        by = StaffFactory(organisation=case.organisation, role=Role.PROTECTION_OFFICER)
        parents["assessment"].finished_by = by
        values = {"author": by, **values}
    with acting_as(by):
        for parent in parents.values():
            parent.keep(by=by, reason="recorded")
    computed = COMPUTED.get(name, lambda _case: {})(case)
    return model(case=case, **REQUIRED.get(name, {}) | computed | parents | values)


def maker_of(model, case):
    """Who may make such a record of a case: only a protection officer answers a high risk."""
    if model.__name__ == "RiskAcknowledgement":
        return StaffFactory(organisation=case.organisation, role=Role.PROTECTION_OFFICER)
    return case.created_by


def finished_assessment(case, by=None, **values):
    """A finished assessment of high risk, unsaved; finished by whoever opened the case unless said."""
    model = apps.get_model("victims", "RiskAssessment")
    return record(model, case, **({"finished_by": by} if by else {}), **values)


def indicator_set(code="palermo_elements"):
    return apps.get_model("victims", "IndicatorSet").objects.active().get(code=code)
