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
from tests.addresses import RECORDS, ROUTES, Addresses, is_of_case, routes
from tests.clients import Browser

OK, REFUSED, HIDDEN = "ok", "refused", "hidden"
CASEWORKER, OFFICER, PARTNER = Role.CASEWORKER, Role.PROTECTION_OFFICER, Role.SHELTER_PARTNER

Row = dict[str, str]


def only(*roles: str, **others: str) -> Row:
    """Reached by these roles; refused to the rest, unless another word is given for a role."""
    return dict.fromkeys(Role.values, REFUSED) | dict.fromkeys(roles, OK) | others


EVERYBODY = only(*Role.values)
NOTHING_SET_UP = dict.fromkeys(Role.values, HIDDEN)  # pages about a factor this person does not have
CASEWORK = only(CASEWORKER, OFFICER)
LISTS = only(CASEWORKER, OFFICER, PARTNER)
# Below a case: for staff of ours, of whom the caseworker holds it and the partner has no referral.
READS_CASE = only(CASEWORKER, OFFICER, shelter_partner=HIDDEN)
CHANGES_CASE = only(CASEWORKER, OFFICER)
ASSIGNS_CASE = only(OFFICER)
DECIDES = only(OFFICER)
OWN_WORKBOOK = only(CASEWORKER, protection_officer=HIDDEN)
# Stays and shelters: of our world, where our partner works.
SEES_SHELTERS = only(CASEWORKER, OFFICER, PARTNER, Role.ADMINISTRATOR)
TENDS = only(CASEWORKER, OFFICER, PARTNER)
WORKS_THERE = only(CASEWORKER, PARTNER, protection_officer=HIDDEN)
SETS_UP = only(OFFICER, Role.ADMINISTRATOR)
ADMINISTRATOR, AUDITOR = only(Role.ADMINISTRATOR), only(Role.AUDITOR)

WHO: dict[str, Row] = {
    "my-day": EVERYBODY,
    "welcome-seen": EVERYBODY,
    "hide-names": EVERYBODY,
    "session-keep": EVERYBODY,
    "quick-exit": EVERYBODY,
    "help": EVERYBODY,
    "set_language": EVERYBODY,
    "my-account": EVERYBODY,
    "password-first": EVERYBODY,
    "account_login": EVERYBODY,
    "account_logout": EVERYBODY,
    "account_reauthenticate": EVERYBODY,
    "account_change_password": EVERYBODY,
    "account_inactive": EVERYBODY,
    "mfa_index": EVERYBODY,
    "mfa_authenticate": EVERYBODY,
    "mfa_reauthenticate": EVERYBODY,
    "mfa_activate_totp": EVERYBODY,
    "mfa_deactivate_totp": NOTHING_SET_UP,
    "mfa_view_recovery_codes": NOTHING_SET_UP,
    "mfa_generate_recovery_codes": EVERYBODY,
    "mfa_download_recovery_codes": NOTHING_SET_UP,
    "mfa_list_webauthn": EVERYBODY,
    "mfa_add_webauthn": EVERYBODY,
    "mfa_reauthenticate_webauthn": EVERYBODY,
    "mfa_remove_webauthn": NOTHING_SET_UP,
    "mfa_edit_webauthn": NOTHING_SET_UP,
    "mfa_login_webauthn": EVERYBODY,
    "usersessions_list": EVERYBODY,
    "case-list": LISTS,
    "case-list-saved": LISTS,
    "case-names": LISTS,
    "person-find": CASEWORK,
    "person-register": CASEWORK,
    "person-alike": CASEWORK,
    "case-detail": READS_CASE,
    "case-name": READS_CASE,
    "case-identification": READS_CASE,
    "case-safety": READS_CASE,
    "case-assistance": READS_CASE,
    "case-consents": READS_CASE,
    "case-history": READS_CASE,
    "case-readers": READS_CASE,
    "case-identity-reveal": READS_CASE,
    "contact-reveal": READS_CASE,
    "case-person-edit": CHANGES_CASE,
    "case-edit": CHANGES_CASE,
    "case-status": CHANGES_CASE,
    "case-stage": CHANGES_CASE,
    "service-log": CHANGES_CASE,
    "service-edit": CHANGES_CASE,
    "service-undo": CHANGES_CASE,
    "service-in-error": CHANGES_CASE,
    "contact-add": CHANGES_CASE,
    "contact-edit": CHANGES_CASE,
    "consent-sheet": READS_CASE,
    "consent-read": READS_CASE,
    "consent-add": CHANGES_CASE,
    "consent-again": CHANGES_CASE,
    "consent-withdraw-all": CHANGES_CASE,
    "consent-withdraw": CHANGES_CASE,
    "case-recovery": READS_CASE,
    "recovery-add": CHANGES_CASE,
    "recovery-extend": CHANGES_CASE,
    "recovery-end": CHANGES_CASE,
    "recovery-resume": CHANGES_CASE,
    "claim-add": CHANGES_CASE,
    "claim-edit": CHANGES_CASE,
    "case-screenings": READS_CASE,
    "screening-result": READS_CASE,
    "screening-start": CHANGES_CASE,
    "screening-detail": CHANGES_CASE,
    "screening-part": CHANGES_CASE,
    "screening-answer": CHANGES_CASE,
    "screening-resume": CHANGES_CASE,
    "screening-stop": CHANGES_CASE,
    "screening-claim": CHANGES_CASE,
    "claim-letter": READS_CASE,
    "experience-edit": CHANGES_CASE,
    "event-add": CHANGES_CASE,
    "event-edit": CHANGES_CASE,
    "connected-organisation-add": CHANGES_CASE,
    "connected-organisation-edit": CHANGES_CASE,
    "record-in-error": CHANGES_CASE,
    "first-contact-add": CHANGES_CASE,
    "first-contact-edit": CHANGES_CASE,
    "person-name": CHANGES_CASE,
    "person-hide": CHANGES_CASE,
    "conflict-declare": CHANGES_CASE,
    "case-suspects": CHANGES_CASE,
    "suspect-add": CHANGES_CASE,
    "suspect-edit": CHANGES_CASE,
    "case-duplicates": ASSIGNS_CASE,
    "duplicate-decide": ASSIGNS_CASE,
    "case-apart": ASSIGNS_CASE,
    "conflict-add": ASSIGNS_CASE,
    "conflict-lift": ASSIGNS_CASE,
    "separation-decide": ASSIGNS_CASE,
    "case-documents": READS_CASE,
    "contact-override": READS_CASE,
    "never-contact-reveal": READS_CASE,
    "document-reveal": READS_CASE,
    "never-contact-add": CHANGES_CASE,
    "never-contact-edit": CHANGES_CASE,
    "document-add": CHANGES_CASE,
    "document-edit": CHANGES_CASE,
    "document-zone": CHANGES_CASE,
    "examination-add": CHANGES_CASE,
    "examination-edit": CHANGES_CASE,
    "expert-add": CHANGES_CASE,
    "expert-edit": CHANGES_CASE,
    "expert-answer": CHANGES_CASE,
    "expert-cancel": CHANGES_CASE,
    "attachment-add": CHANGES_CASE,
    "attachment-detail": READS_CASE,
    "attachment-image": READS_CASE,
    "attachment-download": READS_CASE,
    "risk-begin": CHANGES_CASE,
    "risk-detail": READS_CASE,
    "risk-section": CHANGES_CASE,
    "risk-draft": CHANGES_CASE,
    "risk-finish": CHANGES_CASE,
    "risk-acknowledge": ASSIGNS_CASE,
    "safety-plan-edit": CHANGES_CASE,
    "safety-plan-earlier": READS_CASE,
    "safety-plan-reveal": READS_CASE,
    "safety-action-add": CHANGES_CASE,
    "safety-action-edit": CHANGES_CASE,
    "safety-action-close": CHANGES_CASE,
    "case-child": READS_CASE,
    "age-assessment-add": CHANGES_CASE,
    "age-assessment-edit": CHANGES_CASE,
    "age-decide": CHANGES_CASE,
    "age-assessment-in-error": CHANGES_CASE,
    "guardian-add": CHANGES_CASE,
    "guardian-edit": CHANGES_CASE,
    "family-tracing-add": CHANGES_CASE,
    "family-tracing-edit": CHANGES_CASE,
    "family-contact": CHANGES_CASE,
    "family-assessment-add": CHANGES_CASE,
    "family-assessment-edit": CHANGES_CASE,
    "best-interest": READS_CASE,
    "best-interest-add": CHANGES_CASE,
    "best-interest-part": CHANGES_CASE,
    "best-interest-submit": CHANGES_CASE,
    "best-interest-follow-up": CHANGES_CASE,
    "best-interest-in-error": CHANGES_CASE,
    "panel-member-add": CHANGES_CASE,
    "panel-member-edit": CHANGES_CASE,
    "panel-member-remove": CHANGES_CASE,
    "best-interest-decide": DECIDES,
    "best-interest-send-back": DECIDES,
    "best-interest-reopen": DECIDES,
    "case-assign": ASSIGNS_CASE,
    "assignment-end": ASSIGNS_CASE,
    "case-shelter": READS_CASE,
    "stay-request": only(CASEWORKER, OFFICER, shelter_partner=HIDDEN),
    "stay-edit": only(CASEWORKER, OFFICER, shelter_partner=HIDDEN),
    "stay-in-error": CHANGES_CASE,
    "incident-in-error": CHANGES_CASE,
    "shelter-board": SEES_SHELTERS,
    "shelter-detail": SEES_SHELTERS,
    "shelter-add": SETS_UP,
    "shelter-edit": SETS_UP,
    "shelter-rooms": SETS_UP,
    "bed-add": SETS_UP,
    "shelter-staff": SETS_UP,
    "shelter-staff-end": SETS_UP,
    "shelter-place-edit": WORKS_THERE,
    "shelter-place-reveal": only(CASEWORKER, PARTNER, protection_officer=HIDDEN, administrator=HIDDEN),
    "shelter-confirm": WORKS_THERE,
    "bed-use": SEES_SHELTERS,
    "bed-hold": CASEWORK,
    "stay-detail": TENDS,
    "stay-hold": TENDS,
    "stay-release": TENDS,
    "stay-decline": TENDS,
    "stay-admit": TENDS,
    "stay-leave": TENDS,
    "stay-return": TENDS,
    "stay-move": TENDS,
    "stay-discharge": TENDS,
    "stay-rules": TENDS,
    "incident-add": TENDS,
    "incident-follow": TENDS,
    "workbook-list": CASEWORK,
    "workbook-upload": CASEWORK,
    "workbook-export": only(OFFICER),
    "workbook-columns": OWN_WORKBOOK,
    "workbook-progress": OWN_WORKBOOK,
    "workbook-trial": OWN_WORKBOOK,
    "workbook-report": OWN_WORKBOOK,
    "workbook-refusals": OWN_WORKBOOK,
    "workbook-cancel": OWN_WORKBOOK,
    "staff-list": ADMINISTRATOR,
    "staff-invite": ADMINISTRATOR,
    "staff-detail": ADMINISTRATOR,
    "staff-role": ADMINISTRATOR,
    "staff-undertaking": ADMINISTRATOR,
    "staff-suspend": ADMINISTRATOR,
    "staff-restore": ADMINISTRATOR,
    "staff-sessions-end": ADMINISTRATOR,
    "staff-link": ADMINISTRATOR,
    "staff-factor-request": ADMINISTRATOR,
    "staff-factor-confirm": ADMINISTRATOR,
    "organisation-list": ADMINISTRATOR,
    "organisation-add": ADMINISTRATOR,
    "organisation-edit": ADMINISTRATOR,
    "trail": AUDITOR,
    "trail-check": AUDITOR,
    "trail-export": AUDITOR,
}  # fmt: skip
# Pages that can be opened without an account: signing in, leaving, help and language.
PUBLIC = {
    "quick-exit", "help", "set_language", "password-first", "account_login", "account_logout",
    "account_inactive", "mfa_authenticate", "mfa_login_webauthn",
}  # fmt: skip
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
    if is_of_case(name) or ROUTES[name].startswith(("workbooks/<uuid:pk>", "shelters/<uuid:pk>", "stays/")):
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
