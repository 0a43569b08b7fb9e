"""Organisations and staff of the demonstration."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from random import Random

import dj_database_url
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.management.base import CommandError
from django.db import connections
from django.utils import timezone

from casework.access.database import acting_as
from casework.access.models import Organisation, StaffUser
from casework.access.roles import Role
from casework.access.services import invite_staff
from casework.exchange.demo.tables import names

# Code, name, type, country, language of its staff, currency, caseworkers.
ORGANISATIONS = (
    ("alize", "Maison Alizé", "NGO", "CH", "fr", "CHF", 9),
    ("harbour", "Harbour House", "NGO", "GB", "en", "GBP", 7),
    ("teranga", "Accueil Teranga", "NGO", "SN", "fr", "XOF", 6),
    ("horizon", "Foyer Horizon", "NGO", "CH", "en", "CHF", 6),
)
CURRENCIES = {code: currency for code, _name, _kind, _country, _language, currency, _size in ORGANISATIONS}
LANGUAGES = {code: language for code, _name, _kind, _country, language, _currency, _size in ORGANISATIONS}
# The accounts to sign in with, each in one organisation; the first administrator makes all others.
KNOWN = (
    ("administrator@demo.test", "Inès Favre", "alize", Role.ADMINISTRATOR),
    ("caseworker@demo.test", "Lucie Moreau", "alize", Role.CASEWORKER),
    ("officer@demo.test", "Samuel Okoye", "alize", Role.PROTECTION_OFFICER),
    ("researcher@demo.test", "Hana Novák", "alize", Role.RESEARCHER),
    ("auditor@demo.test", "Paul Zeller", "alize", Role.AUDITOR),
    ("caseworker2@demo.test", "Grace Whitfield", "harbour", Role.CASEWORKER),
    ("partner@demo.test", "Nadia Rossi", "horizon", Role.SHELTER_PARTNER),
)
FIRST_CASEWORKER, SECOND_CASEWORKER = "caseworker@demo.test", "caseworker2@demo.test"
STAFF_CULTURES = (
    "latin_american",
    "albanian",
    "congolese",
    "west_african_french",
    "romanian_moldovan",
    "filipino",
)


def is_loaded() -> bool:
    """Whether the demonstration is there already."""
    codes = [organisation[0] for organisation in ORGANISATIONS]
    return Organisation.objects.filter(code__in=codes).exists()


def make_organisations() -> dict[str, Organisation]:
    """The four organisations by code."""
    made = {}
    for code, name, kind, country, *_rest in ORGANISATIONS:
        made[code] = Organisation(code=code, name=name, kind=kind, country=country)
        made[code].full_clean()
        made[code].save()
    return made


def make_staff(organisations: dict[str, Organisation], *, password: str, random: Random) -> list[StaffUser]:
    """Staff of every role in every organisation: the administrators by the owner, the others by them.

    An account is made only by an administrator, so the first of each organisation comes from outside.
    """
    encoded = make_password(password)
    wanted = [*KNOWN, *_others(random)]
    with _owner() as owner:
        administrators = {
            code: _first_administrator(email, name, organisations[code], owner)
            for email, name, code, role in wanted
            if role == Role.ADMINISTRATOR
        }
    everybody = []
    for code, administrator in administrators.items():
        with acting_as(administrator):
            staff = [
                _invited(email, name, organisations[code], role, administrator)
                for email, name, home, role in wanted
                if home == code and email != administrator.email
            ]
        for person in [administrator, *staff]:
            person.password = encoded
            with acting_as(person):
                person.save(update_fields=["password"])
        everybody += [administrator, *staff]
    return everybody


def _invited(email: str, name: str, home: Organisation, role: str, administrator: StaffUser) -> StaffUser:
    today = timezone.localdate()
    return invite_staff(
        email=email,
        name=name,
        organisation=home,
        role=role,
        confidentiality_signed_on=today,
        by=administrator,
    )


def _others(random: Random) -> Iterable[tuple[str, str, str, str]]:
    """Further staff, so that caseloads and lists are as long as in life."""
    known = {(code, role) for _email, _name, code, role in KNOWN}
    for code, _name, _kind, _country, _language, _currency, size in ORGANISATIONS:
        single = (Role.ADMINISTRATOR, Role.PROTECTION_OFFICER, Role.AUDITOR)
        for role in single:
            if (code, role) not in known:
                yield f"{role.replace('_', '-')}@{code}.demo.test", _staff_name(random), code, role
        for number in range(1, size):
            yield f"staff{number}@{code}.demo.test", _staff_name(random), code, Role.CASEWORKER


def _staff_name(random: Random) -> str:
    culture = random.choice(STAFF_CULTURES)
    given = random.choice(names(culture, "given", random.choice("fm")))
    return f"{given} {random.choice(names(culture, 'family', 'f'))}"


@contextmanager
def _owner() -> Iterator[str]:
    """A connection of the tables' owner, whom the trigger on accounts lets through."""
    url = os.environ.get("DATABASE_OWNER_URL", "")
    if not url:
        raise CommandError("The first administrator is made by the owner: set DATABASE_OWNER_URL.")
    here = connections.settings["default"]
    connections.settings["owner"] = {**here, **dj_database_url.parse(url), "NAME": here["NAME"]}
    try:
        yield "owner"
    finally:
        connections["owner"].close()
        del connections["owner"], connections.settings["owner"]


def _first_administrator(email: str, name: str, organisation: Organisation, using: str) -> StaffUser:
    """Put in an administrator where there is none yet who could."""
    staff = StaffUser(
        email=email, name=name, organisation=organisation, role=Role.ADMINISTRATOR,
        confidentiality_signed_on=timezone.localdate(),
    )  # fmt: skip
    staff.set_unusable_password()
    staff.full_clean()
    staff.save(using=using)
    staff.groups.set(Group.objects.using(using).filter(name=staff.role))
    staff._state.db = "default"
    return staff
