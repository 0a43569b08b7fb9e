"""Who reaches which address: every URL x every role x both organisations, GET and POST.

A new address fails here until it has its row in WHO.
"""

from collections import Counter

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.urls import reverse

from casework.access.roles import Role
from casework.victims import services
from tests import factories
from tests.addressed import RECORDS
from tests.addresses import ROUTES, Addresses, is_of_case, routes
from tests.clients import Browser
from tests.rules.who import CASEWORKER, HIDDEN, OK, PARTNER, PUBLIC, REFUSED, WHO, Row

# What an address needs to hear; every other POST is empty.
POSTED = {
    "case-stage": {"stage": "assistance", "state": "open"},
    "duplicate-decide": {"status": "different"},
    "separation-decide": {"status": "dismissed"},
}
# They end the session or change how pages look, so they come last.
LAST = ["hide-names", "account_logout", "quick-exit"]
AREAS = ("cases/<uuid:pk>/", "account/", "staff/", "stays/", "shelters/", "")


def area_of(name: str) -> str:
    return next(area for area in AREAS if ROUTES[name].startswith(area))


def names_of(area: str) -> list[str]:
    names = [name for name in ROUTES if name in WHO and area_of(name) == area]
    return sorted(names, key=lambda name: LAST.index(name) if name in LAST else -1)


# Every shelter is on the board of every caseworker and officer, by its code name.
ON_EVERY_BOARD = {"shelter-detail", "bed-hold"}


def for_outsiders(name: str, row: Row) -> Row:
    """What colleagues without the case, and staff of another organisation, get instead."""
    if name in ON_EVERY_BOARD:
        return row | {r: HIDDEN for r in (PARTNER, Role.ADMINISTRATOR) if row[r] == OK}
    if is_of_case(name) or ROUTES[name].startswith(
        ("workbooks/<uuid:pk>", "shelters/<uuid:pk>", "stays/", "caseloads/<uuid:pk>")
    ):
        return {role: HIDDEN if word == OK else word for role, word in row.items()}
    return row


class Door:
    """One browser that goes to an address as any person of a world."""

    def __init__(self, world) -> None:
        self.world = world
        self.client = Browser(raise_request_exception=False)
        self.sessions = {}

    def people(self, name: str):
        """Everybody with the word that fits; those to whom it is open come last: they may change things."""
        inside, outside = WHO[name], for_outsiders(name, WHO[name])
        everybody = [
            *((person, inside[role]) for role, person in self.world.staff.items()),
            *((person, outside[role]) for role, person in self.world.strangers.items()),
            (self.world.colleague, outside[CASEWORKER]),
        ]
        return sorted(everybody, key=lambda entry: entry[1] == OK)

    def enter(self, person) -> None:
        """Sign in once for all visits, having just confirmed the password."""
        self.client.cookies.clear()
        # So many people never come from one machine: attempts are not counted here.
        cache.clear()
        if person.pk not in self.sessions:
            self.client.force_login(person)
            self.client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
            self.sessions[person.pk] = self.client.cookies[settings.SESSION_COOKIE_NAME].value
        self.client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[person.pk]

    def visit(self, method: str, name: str, address: str) -> HttpResponse:
        return getattr(self.client, method)(address, POSTED.get(name) if method == "post" else None)


def word_for(response: HttpResponse) -> str:
    """The answer in the words of the table; a page that has no such method gives nothing away."""
    if response.status_code in (403, 404):
        return {403: REFUSED, 404: HIDDEN}[response.status_code]
    to = response.headers.get("Location", "")
    if to.startswith(("/account/sign-in/?next=", "/account/confirm/?next=")):
        return f"sent to {to}"
    return OK if response.status_code in (200, 204, 302, 405, 409, 422) else str(response.status_code)


def fits(response: HttpResponse, expected: str) -> bool:
    return word_for(response) == expected or (response.status_code == 405 and expected == HIDDEN)


def test_every_address_has_its_row():
    missing = [f'"{name}": ...,' for name in ROUTES if name not in WHO]
    assert not missing, "Say in WHO who may reach them:\n" + "\n".join(missing)
    assert not set(WHO) - set(ROUTES), "WHO has rows of addresses that are gone"
    assert [name for name, times in Counter(name for name, _route in routes()).items() if times > 1] == []


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("area", AREAS)
def test_each_role_reaches_what_it_may_and_nothing_else(world, area, method):
    addresses, door, wrong = Addresses(world), Door(world), []
    for name in names_of(area):
        address = addresses.of(name)
        for person, expected in door.people(name):
            if expected == OK and method == "post" and name in RECORDS:
                address = addresses.of(name)
            door.enter(person)
            response = door.visit(method, name, address)
            if not fits(response, expected):
                found = word_for(response)
                wrong.append(f"{name}: {person.role} of {person.organisation}: {found}, not {expected}")
        if name in LAST:
            door.sessions.clear()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_gets_further_than_signing_in_without_an_account(world, method):
    addresses, door, wrong = Addresses(world), Door(world), []
    for name in ROUTES:
        door.client.cookies.clear()
        response = door.visit(method, name, addresses.of(name))
        if name in PUBLIC:
            passed = response.status_code in (200, 302, 405)
        else:
            passed = response.headers.get("Location", "").startswith("/account/sign-in/?next=")
        if not passed:
            wrong.append(f"{name}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


def test_a_record_of_another_case_is_not_found_below_mine(world):
    addresses, door, wrong = Addresses(world), Door(world), []
    mine = factories.make_case(world.caseworker, person={"given_names": "Second"})
    for name, route in ROUTES.items():
        if not is_of_case(name) or "<uuid:record>" not in route:
            continue
        for record in (addresses.record(name, mine), addresses.record(name, world.other_case)):
            for person in (world.caseworker, world.officer):
                door.enter(person)
                for method in ("get", "post"):
                    response = door.visit(method, name, addresses.of(name, record=record))
                    if not fits(response, WHO[name][person.role] if WHO[name][person.role] != OK else HIDDEN):
                        wrong.append(f"{method} {name} as {person.role}: {word_for(response)}")
    assert not wrong, "\n".join(wrong)


def test_a_case_is_not_found_with_the_first_request_after_an_assignment_ends(world):
    addresses, door, wrong = Addresses(world), Door(world), []
    assignment = addresses.record("assignment-end", world.case)
    helper = assignment.user
    door.enter(helper)
    assert door.visit("get", "case-detail", addresses.of("case-detail")).status_code == 200
    with factories.acting_as(world.officer):
        services.end_assignment(assignment=assignment, by=world.officer)
    for name in filter(is_of_case, ROUTES):
        for method in ("get", "post"):
            response = door.visit(method, name, addresses.of(name))
            if not fits(response, for_outsiders(name, WHO[name])[CASEWORKER]):
                wrong.append(f"{method} {name}: {word_for(response)}")
    assert not wrong, "\n".join(wrong)
