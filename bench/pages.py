"""How many queries a page runs, with three rows and with thirty."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from random import Random

from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from bench.figures import Figure
from casework.access.database import acting_as
from casework.access.models import Organisation, StaffUser
from casework.access.roles import Role
from casework.access.services import invite_staff
from casework.exchange.demo.cases import Author, Story
from casework.exchange.demo.loader import Teller
from casework.victims.models import Case

ROLES = (Role.CASEWORKER, Role.PROTECTION_OFFICER, Role.ADMINISTRATOR, Role.AUDITOR)
FEW, MANY = 3, 30


def figures(size: str) -> list[Figure]:
    """The most queries that any page adds between three rows and thirty: cases, records of a case, staff."""
    few, many = (Office(rows) for rows in (FEW, MANY))
    worst = 0
    pages = 0
    for role in ROLES:
        for page in addresses():
            counts = few.queries(role, page), many.queries(role, page)
            if None in counts:
                continue
            pages += 1
            more = counts[1] - counts[0]
            if more > 0:
                print(f"  {page} as {role}: {counts[0]} queries, with {MANY} rows {counts[1]}", flush=True)
            worst = max(worst, more)
    print(f"  {pages} pages opened by {len(ROLES)} roles", flush=True)
    if not pages:
        raise AssertionError("No page could be opened.")
    return [Figure("further queries of a page with 30 rows instead of 3", worst, "queries", 0)]


class Office:
    """An organisation with so many caseworkers, cases and records in each case."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        administrator = StaffUser.objects.get(email="administrator@demo.test")
        home = Organisation.objects.create(
            code=f"rows-{rows}-{secrets.token_hex(2)}", name=f"Office of {rows}", kind="NGO", country="CH"
        )
        signed = {"confidentiality_signed_on": timezone.localdate(), "by": administrator}
        with acting_as(administrator):
            self.staff = {
                role: invite_staff(
                    email=f"{role}@{home.code}.test",
                    name=f"{role} {rows}",
                    organisation=home,
                    role=role,
                    **signed,
                )
                for role in ROLES
            }
            for number in range(rows):
                invite_staff(
                    email=f"{number}@{home.code}.test", name=f"Person {number}", organisation=home,
                    role=Role.CASEWORKER, **signed,
                )  # fmt: skip
        worker = self.staff[Role.CASEWORKER]
        officer = self.staff[Role.PROTECTION_OFFICER]
        RowsTeller(worker, officer, rows).tell(range(rows))
        with acting_as(worker):
            self.case = Case.objects.visible_to(worker).order_by("created_at").first()

    def queries(self, role: str, page: str) -> int | None:
        """How many queries the page runs for this role; None when it is not theirs or not a page."""
        address = reverse(page, kwargs={"pk": self.case.pk} if needs_case(page) else None)
        client = Client(SERVER_NAME="localhost", raise_request_exception=False)
        client.force_login(self.staff[role])
        status = client.get(address).status_code
        if status >= 500:
            print(f"  {page} as {role} fails", flush=True)
        if status != 200:
            return None
        with ExitStack() as stack:
            captured = [
                stack.enter_context(CaptureQueriesContext(connections[a])) for a in ("default", "audit")
            ]
            client.get(address)
        return sum(len(queries) for queries in captured)


class RowsTeller(Teller):
    """Cases that all have the same number of records of each kind."""

    def __init__(self, holder: StaffUser, officer: StaffUser, rows: int) -> None:
        self.holder, self.officer, self.colleague, self.number = holder, officer, holder, rows
        self.is_first = False
        self.random = Random(rows)
        self.author = RowsAuthor(self.random, timezone.localdate(), "en", "CH", "CHF")
        self.author.rows = rows


class RowsAuthor(Author):
    """Stories with so many records of each kind."""

    rows = FEW

    def story(self, place: int | None = None) -> Story:
        story = super().story(place=1)
        while not (story.experience and story.events and story.organisations and story.services):
            story = super().story(place=1)
        for name in ("contacts", "consents", "claims", "events", "organisations", "services"):
            records = getattr(story, name)
            setattr(story, name, [dict(records[n % len(records)]) for n in range(self.rows)])
        story.withdrawn = []
        return story


def addresses() -> Iterator[str]:
    """The names of all our pages that take nothing, or a case alone."""
    for name, takes in _names(get_resolver().url_patterns, ()):
        if takes == () or (takes == ("pk",) and needs_case(name)):
            yield name


def needs_case(name: str) -> bool:
    return name in CASE_PAGES


def _names(patterns, outer: tuple[str, ...], route: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in patterns:
        takes = (*outer, *pattern.pattern.converters)
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns, takes, here)
        elif isinstance(pattern, URLPattern) and pattern.name:
            if here.startswith("cases/<uuid:pk>/"):
                CASE_PAGES.add(pattern.name)
            if not here.startswith("account/"):
                yield pattern.name, takes


CASE_PAGES: set[str] = set()
