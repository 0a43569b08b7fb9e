"""What every page keeps to, as each role that may open it: no name where it could leak, no inline code."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings

from casework.access.roles import Role
from casework.standards.dates import PartialDate
from tests import factories
from tests.addresses import ROUTES, Addresses, is_of_case, is_read
from tests.clients import Browser
from tests.rules.who import OK, WHO

# Unlike any word of a page, so that finding one is finding the person.
PLANTED = {
    "given_names": "Zéphyrelle", "family_name": "Quarkovitz", "name_to_use": "Zéphie",
    "other_names": "Quillanda", "birth_date": PartialDate.from_iso("2001-07-19"),
}  # fmt: skip
NAMES = re.compile("Zéph|Quarkovitz|Quillanda")
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
ADDRESSES = re.compile(r"""(?:href|action|src|hx-[a-z]+)=["']([^"']*)["']""")
INLINE = re.compile(r"""<[^>]*\s(?:style|on[a-z]+|hx-on[^=\s]*)=|<style|<script(?![^>]*\bsrc=)[^>]*>""")
DATA_SCRIPT = re.compile(r"""<script[^>]*type="application/json"[^>]*>""")


@pytest.fixture
def client():
    return Browser(raise_request_exception=False)


def pages_of(role: str, addresses: Addresses, wanted: Callable[[str], object] = bool):
    """Name and address of every page this role may read, or of those that are wanted."""
    for name in ROUTES:
        if WHO[name][role] == OK and name not in ("account_logout", "set_language") and wanted(name):
            address = addresses.of(name)
            if is_read(address):
                yield name, address


@pytest.mark.parametrize("role", Role.values)
def test_pages_hold_no_name_outside_a_case_and_no_inline_code(world, sign_in, role):
    world.case = factories.make_case(world.caseworker, person=PLANTED)
    factories.add_records(world.case, world.caseworker)
    client, wrong = sign_in(world.staff[role]), []
    for name, address in pages_of(role, Addresses(world)):
        response = client.get(address)
        if response.status_code == 302:
            continue
        assert response.status_code == 200, f"{name}: {response.status_code}"
        if "no-store" not in response["Cache-Control"]:
            wrong.append(f"{name}: may be kept by the browser")
        if response["Content-Type"].startswith("image/"):
            continue
        html = response.content.decode()
        title = TITLE.search(html)
        if title and NAMES.search(title[1]):
            wrong.append(f"{name}: a name in the title")
        if any(NAMES.search(found) for found in ADDRESSES.findall(html)):
            wrong.append(f"{name}: a name in an address")
        if INLINE.search(DATA_SCRIPT.sub("", html)):
            wrong.append(f"{name}: inline style or script")
        if not is_of_case(name) and NAMES.search(html):
            wrong.append(f"{name}: a name outside the pages of a case")
    assert not wrong, "\n".join(wrong)


def test_pages_are_written_in_the_language_asked_for(world, sign_in):
    client = sign_in(world.caseworker)
    for language, _name in settings.LANGUAGES:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        html = client.get("/").content.decode()
        assert f'<html lang="{language}"' in html
        assert ("Ma journée" in html) == (language == "fr")
