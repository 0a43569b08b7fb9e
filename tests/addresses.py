"""Every address of the application with real objects in it, taken from the resolver."""

from collections.abc import Iterator

from django.urls import URLResolver, get_resolver, resolve, reverse

from casework.access.means import PasswordLink
from casework.assistance.models import Bed, Incident
from casework.exchange.models import WorkbookImport
from casework.sealing.keyring import keyring
from casework.victims import services
from casework.victims.models import CaseAssignment, PossibleDuplicate, SeparatedCases
from casework.victims.models.apart import pair_in_order
from tests import factories
from tests.addressed import RECORDS

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
        if route.startswith(("staff/", "caseloads/")):
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
