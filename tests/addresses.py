"""Every address of the application with real objects in it, taken from the resolver."""

from collections.abc import Iterator

from django.urls import URLResolver, get_resolver, resolve, reverse

from casework.access.means import PasswordLink
from casework.assistance.models import AssistanceService, Bed, Incident, Room, ShelterStaff, ShelterStay
from casework.exchange.models import WorkbookImport
from casework.sealing.keyring import keyring
from casework.victims import services
from casework.victims.models import (
    AgeAssessment,
    Attachment,
    BestInterest,
    CaseAssignment,
    ConflictOfInterest,
    ConnectedOrganisation,
    Consent,
    ContactPoint,
    DocumentExamination,
    ExpertExamination,
    FamilyAssessment,
    FamilyTracing,
    FirstContact,
    Guardian,
    NeverContact,
    PanelMember,
    PossibleDuplicate,
    RecoveryPeriod,
    RiskAssessment,
    SafetyAction,
    SafetyPlan,
    Screening,
    SeparatedCases,
    StatusClaim,
    SuspectedPerson,
    TraffickingEvent,
    TravelDocument,
)
from casework.victims.models.apart import pair_in_order
from tests import factories

# What stands in <uuid:record> of an address below a case.
RECORDS = {
    "service-edit": AssistanceService,
    "service-undo": AssistanceService,
    "service-in-error": AssistanceService,
    "contact-edit": ContactPoint,
    "contact-reveal": ContactPoint,
    "consent-withdraw": Consent,
    "consent-again": Consent,
    "recovery-extend": RecoveryPeriod,
    "recovery-end": RecoveryPeriod,
    "recovery-resume": RecoveryPeriod,
    "claim-edit": StatusClaim,
    "claim-letter": StatusClaim,
    "screening-detail": Screening,
    "screening-part": Screening,
    "screening-answer": Screening,
    "screening-resume": Screening,
    "screening-stop": Screening,
    "screening-result": Screening,
    "screening-claim": Screening,
    "event-edit": TraffickingEvent,
    "connected-organisation-edit": ConnectedOrganisation,
    "record-in-error": StatusClaim,
    "assignment-end": CaseAssignment,
    "stay-edit": ShelterStay,
    "stay-in-error": ShelterStay,
    "incident-in-error": Incident,
    "incident-follow": Incident,
    "bed-use": Bed,
    "bed-hold": Bed,
    "bed-add": Room,
    "shelter-staff-end": ShelterStaff,
    "first-contact-edit": FirstContact,
    "suspect-edit": SuspectedPerson,
    "conflict-lift": ConflictOfInterest,
    "duplicate-decide": PossibleDuplicate,
    "separation-decide": SeparatedCases,
    "contact-override": ContactPoint,
    "never-contact-edit": NeverContact,
    "never-contact-reveal": NeverContact,
    "document-edit": TravelDocument,
    "document-reveal": TravelDocument,
    "document-zone": TravelDocument,
    "examination-add": TravelDocument,
    "examination-edit": DocumentExamination,
    "expert-add": TravelDocument,
    "expert-edit": ExpertExamination,
    "expert-answer": ExpertExamination,
    "expert-cancel": ExpertExamination,
    "attachment-add": StatusClaim,
    "attachment-detail": Attachment,
    "attachment-image": Attachment,
    "attachment-download": Attachment,
    "risk-detail": RiskAssessment,
    "risk-section": RiskAssessment,
    "risk-draft": RiskAssessment,
    "risk-finish": RiskAssessment,
    "risk-acknowledge": RiskAssessment,
    "safety-plan-reveal": SafetyPlan,
    "safety-action-edit": SafetyAction,
    "safety-action-close": SafetyAction,
    "age-assessment-edit": AgeAssessment,
    "age-decide": AgeAssessment,
    "age-assessment-in-error": AgeAssessment,
    "guardian-edit": Guardian,
    "family-tracing-edit": FamilyTracing,
    "family-contact": FamilyTracing,
    "family-assessment-add": FamilyTracing,
    "family-assessment-edit": FamilyAssessment,
    "best-interest": BestInterest,
    "best-interest-part": BestInterest,
    "best-interest-submit": BestInterest,
    "best-interest-send-back": BestInterest,
    "best-interest-decide": BestInterest,
    "best-interest-follow-up": BestInterest,
    "best-interest-reopen": BestInterest,
    "best-interest-in-error": BestInterest,
    "panel-member-add": BestInterest,
    "panel-member-edit": PanelMember,
    "panel-member-remove": PanelMember,
}
# Where a stay must stand for the step of an address; any other step begins with one that is lived in.
STANDS = {
    "stay-hold": "requested",
    "stay-decline": "requested",
    "stay-admit": "held",
    "stay-release": "held",
    "stay-return": "on_leave",
}
NUMBERS = {"part": 1, "question": 1}
# Pages of a draft, of which a case has one.
OF_A_DRAFT = {"risk-section", "risk-draft", "risk-finish"}
WORDS = {
    "field": "code_word",
    "kind": "claim",
    "saved": "all",
    "section": "individual",
    "part": "child",
}


def routes(resolver: URLResolver | None = None, start: str = "") -> Iterator[tuple[str, str]]:
    """The name and the route of every address."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, start + str(entry.pattern))
        else:
            yield entry.name, start + str(entry.pattern)


ROUTES = dict(routes())


def is_of_case(name: str) -> bool:
    return ROUTES[name].startswith("cases/<uuid:pk>/")


def is_read(address: str) -> bool:
    """Whether an address answers to GET at all."""
    view = getattr(resolve(address).func, "view_class", None)
    return view is None or ("get" in view.http_method_names and hasattr(view, "get"))


class Addresses:
    """Addresses in a world: of `world.case`, of staff and workbooks; each time with a new record."""

    def __init__(self, world) -> None:
        self.world = world

    def of(self, name: str, case=None, record=None) -> str:
        """The address of a page; below a case, with a record of that case unless another is given."""
        return reverse(name, kwargs=self._words(name, case or self.world.case, record))

    def _words(self, name: str, case, record) -> dict[str, object]:
        route, words = ROUTES[name], {}
        if route.startswith(("stays/", "shelters/<uuid:pk>")):
            return self._of_shelter(name, route, case, record)
        if "<uuid:pk>" in route:
            words["pk"] = self._object(route, case).pk
        elif "<int:pk>" in route:
            words["pk"] = 1
        if "<uuid:record>" in route:
            words["record"] = (record or self.record(name, case)).pk
        if "<str:token>" in route:
            _empty, *_path, words["uidb64"], words["token"], _end = (
                PasswordLink().address(self.world.colleague).split("/")
            )
        words |= {word: value for word, value in WORDS.items() if f"<slug:{word}>" in route}
        return words | {word: value for word, value in NUMBERS.items() if f"<int:{word}>" in route}

    def _of_shelter(self, name: str, route: str, case, record) -> dict[str, object]:
        """A shelter of ours in which our partner works, and a stay of the case there."""
        if route.startswith("stays/"):
            stay = factories.make_stay(case, self.world.partner, status=STANDS.get(name, "admitted"))
            words: dict[str, object] = {"pk": stay.pk}
            if "<uuid:record>" in route:
                words["record"] = (record or self._incident(stay)).pk
            return words
        staff = (self.world.partner, self.world.caseworker)
        if name == "shelter-place-reveal":
            shelter = factories.make_stay(case, *staff, status="admitted").shelter
            self._place(shelter)
        else:
            shelter = factories.make_shelter(self.world.ours, *staff)
        words = {"pk": shelter.pk}
        if "<uuid:record>" in route:
            with factories.acting_as(self.world.officer):
                rows = RECORDS[name].objects.all()
                by = "room__shelter" if RECORDS[name] is Bed else "shelter"
                words["record"] = rows.filter(**{by: shelter}).first().pk
        return words

    def _place(self, shelter) -> None:
        with factories.acting_as(self.world.partner):
            factories.assistance.record_place(
                shelter=shelter, changes={"street": "Zéphstreet 9"}, by=self.world.partner
            )

    def _incident(self, stay):
        by = stay.created_by
        with factories.acting_as(by):
            incident = Incident(case_id=stay.case_id, stay=stay, kind="theft", severity="severe")
            return factories.assistance.record_incident(incident=incident, by=by)

    def _object(self, route: str, case):
        if route.startswith("staff/"):
            return factories.StaffFactory(organisation=self.world.ours)
        if route.startswith("organisations/"):
            return self.world.ours
        return self._workbook() if route.startswith("workbooks/") else case

    def _workbook(self) -> WorkbookImport:
        by = self.world.caseworker
        with factories.acting_as(by):
            run = WorkbookImport(created_by=by, organisation=by.organisation, content_digest=b"d" * 32)
            keyring().create(run.id)
            run.content = b"rows"
            run.save()
        return run

    def record(self, name: str, case):
        """A new record of the kind that this address is about, on a case."""
        by = case.created_by
        if RECORDS[name] is CaseAssignment:
            return self._assignment(case)
        if RECORDS[name] in (PossibleDuplicate, SeparatedCases):
            return self._pair(RECORDS[name], case)
        with factories.acting_as(by):
            if name in OF_A_DRAFT:
                return services.begin_risk_assessment(case=case, by=by)
            record = factories.record(RECORDS[name], case)
            record.keep(by=by, reason="recorded")
        return record

    def _assignment(self, case) -> CaseAssignment:
        """Somebody more on the team of a case."""
        organisation = case.organisation
        officers = {person.organisation_id: person for person in self._officers()}
        officer, helper = officers[organisation.pk], factories.StaffFactory(organisation=organisation)
        kind = next(code for code in factories.codes("assignment_kind") if code != "holder")
        with factories.acting_as(officer):
            return services.assign_case(case=case, to=helper, kind=kind, by=officer)

    def _pair(self, model: type[PossibleDuplicate | SeparatedCases], case):
        """This case and a new one of the same organisation, noticed beside each other."""
        other = factories.make_case(case.created_by, person={"given_names": "Beside"})
        ends = {"one": case, "other": other} if model is PossibleDuplicate else pair_in_order(case, other)
        pair = model(**ends)
        with factories.acting_as(case.created_by):
            pair.keep(by=case.created_by, reason="noticed")
        return pair

    def _officers(self):
        role = self.world.officer.role
        return self.world.staff[role], self.world.strangers[role]
