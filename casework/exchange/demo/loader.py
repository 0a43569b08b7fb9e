"""The demonstration: written through the services, as staff would write it."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from multiprocessing import get_context
from random import Random

from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from casework.access import audit
from casework.access.database import acting_as
from casework.access.models import Action, StaffUser
from casework.access.roles import Role
from casework.assistance.models import AssistanceService
from casework.exchange.demo.bulk import MANY, load_many
from casework.exchange.demo.cases import Author, Story
from casework.exchange.demo.children import Childhood
from casework.exchange.demo.contacts import ANONYMOUS_PLACES, first_contacts, keep_apart, without_name
from casework.exchange.demo.daily import Diary
from casework.exchange.demo.legal import load_legal
from casework.exchange.demo.papers import papers_of, rules_of
from casework.exchange.demo.safety import Guard
from casework.exchange.demo.screenings import Interviewer
from casework.exchange.demo.shelters import load_shelters
from casework.exchange.demo.staff import (
    CURRENCIES,
    FIRST_CASEWORKER,
    LANGUAGES,
    SECOND_CASEWORKER,
    is_loaded,
    make_organisations,
    make_staff,
)
from casework.records import CaseRecord
from casework.victims import services
from casework.victims.models import (
    BestInterest,
    Case,
    CaseStage,
    ConnectedOrganisation,
    Consent,
    ContactPoint,
    FirstContact,
    RecoveryPeriod,
    StatusClaim,
    TraffickingEvent,
    TraffickingExperience,
    Victim,
)
from casework.victims.services.many import NewFile, register_people

FIRST_CASELOAD, SECOND_CASELOAD = 27, 12
# Cases in one transaction: fewer waits for the disk, and the signed context stays young.
TOGETHER = 15
WORKERS = 2
ATTEMPTS = 3


def load_demo(*, cases: int, seed: int, password: str) -> int:
    """Make organisations, staff and so many cases; returns how many, 0 when the demonstration is there."""
    if is_loaded():
        return 0
    staff = make_staff(make_organisations(), password=password, random=Random(seed))
    if cases >= MANY:
        return load_many(cases=cases, seed=seed, staff=staff)
    officers = {person.organisation_id: person for person in staff if person.role == Role.PROTECTION_OFFICER}
    caseworkers = [person for person in staff if person.role == Role.CASEWORKER]
    tellers = [
        Teller(holder, officers[holder.organisation_id], colleague_of(holder, caseworkers), number, seed)
        for holder, number in caseloads(caseworkers, cases)
    ]
    # Half of the time is ours and half PostgreSQL's: two processes keep both busy.
    connections.close_all()
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("fork")) as workers:
        written = sum(workers.map(Teller.tell_all, tellers))
    load_shelters(staff=staff, seed=seed)
    load_legal(staff=staff, seed=seed)
    return written


def caseloads(holders: list[StaffUser], cases: int) -> Iterator[tuple[StaffUser, int]]:
    """How many cases each caseworker holds: the two who sign in first, then the others alike."""
    known = {FIRST_CASEWORKER: FIRST_CASELOAD, SECOND_CASEWORKER: SECOND_CASELOAD}
    others = [person for person in holders if person.email not in known]
    left = cases
    for person in holders:
        if person.email in known:
            number = min(left, known[person.email])
            left -= number
            yield person, number
    for place, person in enumerate(others):
        yield person, left * (place + 1) // len(others) - left * place // len(others)


def colleague_of(holder: StaffUser, caseworkers: list[StaffUser]) -> StaffUser:
    """Another caseworker of the same organisation, who joins some of the cases."""
    team = [person for person in caseworkers if person.organisation_id == holder.organisation_id]
    return team[(team.index(holder) + 1) % len(team)]


class Teller:
    """Writes the cases of one caseworker; the same seed tells the same stories."""

    def __init__(
        self, holder: StaffUser, officer: StaffUser, colleague: StaffUser, number: int, seed: int
    ) -> None:
        self.holder, self.officer, self.colleague, self.number = holder, officer, colleague, number
        self.random = Random(f"{seed} {holder.email}")
        self.screenings = Random(f"{seed} screenings {holder.email}")
        self.is_first = holder.email == FIRST_CASEWORKER
        self.children = count(1 if self.is_first else len(holder.email))
        home = holder.organisation
        dice = Random(f"{seed} {holder.email} safety")
        self.guard = Guard(dice, LANGUAGES[home.code], holder, officer)
        self.author = Author(
            self.random, timezone.localdate(), LANGUAGES[home.code], home.country, CURRENCIES[home.code]
        )

    def tell_all(self) -> int:
        """Write every case; returns how many."""
        starts = range(0, self.number, TOGETHER)
        return sum(self.tell(range(start, min(self.number, start + TOGETHER))) for start in starts)

    def tell(self, places: range) -> int:
        """Write some cases in one transaction; returns how many."""
        stories = [self.author.story(place if self.is_first else None) for place in places]
        for place, story in zip(places, stories, strict=True):
            if self.is_first and place in ANONYMOUS_PLACES:
                without_name(story)
        with acting_as(self.holder):
            files = self._registered(stories)
            interviewer = Interviewer(self.holder, self.screenings, self.author.language)
            for place, file, story in zip(places, files, stories, strict=True):
                self._live(file.case, story)
                interviewer.screen(file.case, place if self.is_first else None)
            waiting = self._tell_children(files, stories)
        with acting_as(self.officer):
            for childhood, record in waiting:
                childhood.decide(record, self.officer)
        told = list(zip(files, stories, strict=True))
        self.guard.look_after([file.case for file, story in told if story.closed_on is None])
        Diary(self.guard.random, self.author.language, self.holder, self.officer).write(
            [file.case for file, story in told if story.closed_on is None]
        )
        shared = [file.case for file in files if self.random.random() < 0.15]
        if shared and self.colleague != self.holder:
            with acting_as(self.officer):
                for case in shared:
                    services.assign_case(case=case, to=self.colleague, kind="team", by=self.officer)
        if self.is_first:
            for file in files[:3]:
                audit.record(Action.VIEWED, by=self.officer, case=file.case, page="case-detail")
            if places == range(TOGETHER):
                keep_apart(
                    [file.case for file in files], holder=self.holder, colleague=self.colleague,
                    officer=self.officer, language=self.author.language,
                )  # fmt: skip
        return len(files)

    def _tell_children(
        self, files: list[NewFile], stories: list[Story]
    ) -> list[tuple[Childhood, BestInterest]]:
        """What is recorded about children; gives the determinations that the panel then decides."""
        waiting = []
        young = [
            file.case
            for file, story in zip(files, stories, strict=True)
            if story.person.is_child and not story.closed_on
        ]
        for case in young:
            childhood = Childhood(case, self.holder, self.author.today, self.author.text)
            record = childhood.tell(next(self.children))
            if record is not None and record.question == "durable_solution":
                waiting.append((childhood, record))
        return waiting

    def _registered(self, stories: list[Story]) -> list[NewFile]:
        """Register all together; drawn once more when a reference was taken, as one set in a thousand is."""
        for _attempt in range(ATTEMPTS):
            files = [self._file(story) for story in stories]
            try:
                with transaction.atomic():
                    register_people(files=files, by=self.holder)
                return files
            except IntegrityError as taken:
                refusal = taken
        raise refusal

    def _file(self, story: Story) -> NewFile:
        victim = Victim(**story.person.values)
        case = Case(victim=victim, organisation=self.holder.organisation, **story.case)
        records: list[CaseRecord] = [
            model(case=case, **values)
            for model, rows in (
                (FirstContact, first_contacts(story, self.author.language)),
                (ContactPoint, story.contacts),
                (Consent, story.consents),
                (StatusClaim, story.claims),
                (RecoveryPeriod, [story.recovery] if story.recovery else []),
                (TraffickingExperience, [story.experience] if story.experience else []),
                (TraffickingEvent, story.events),
                (ConnectedOrganisation, story.organisations),
                (AssistanceService, story.services),
                (CaseStage, story.stages[1:]),
            )
            for values in rows
        ]
        for record in records:
            if isinstance(record, ContactPoint):
                rules_of(record, self.author)
        records += papers_of(case, story, self.author, self.is_first)
        return NewFile(victim, case, self.holder, records)

    def _live(self, case: Case, story: Story) -> None:
        """What became of the case after it was opened."""
        by = self.holder
        first = CaseStage.objects.get(case=case, stage="identification")
        services.change_record(record=first, changes=story.stages[0], by=by)
        for purpose in story.withdrawn:
            consent = Consent.objects.get(case=case, purpose=purpose)
            services.withdraw_consent(consent=consent, by=by)
        if story.status != "Active":
            case = services.change_case_status(
                case=case, status=story.status, on=story.closed_on, by=by,
                reason=self.author.text("closure") if story.closed_on else "",
            )  # fmt: skip
        if story.has_later_case:
            services.open_linked_case(earlier=case, values={"opened_on": story.closed_on}, by=by)
