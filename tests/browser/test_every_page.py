"""Every page, as each role that it looks different for, in both languages and on three screens."""

from pathlib import Path

import pytest

from casework.access.roles import Role
from tests.addresses import ROUTES, Addresses, is_read
from tests.browser.conftest import COMPUTER, NARROW, PHONE
from tests.rules.who import OK, PUBLIC, WHO, first_to_open

AXE = (Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js").read_text()
FINDINGS = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
    .map(found => `${found.id}: ${found.nodes[0].html.slice(0, 160)}`)"""
# Hundreds of countries and languages say the same to axe as three, and take it minutes.
SHORTER_LISTS = """() => document.querySelectorAll('select')
    .forEach(list => [...list.options].slice(3).forEach(option => option.selected || option.remove()))"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# A page is read by axe in one language on a computer, in the other on a phone: its words change no finding.
SIZES = {"en": COMPUTER, "fr": PHONE}
KEPT = "() => Object.keys(sessionStorage).length + Object.keys(localStorage).length"
# They differ from role to role; any other page is looked at as the first role that may open it.
OF_EACH_ROLE = {"my-day", "my-account", "help", "case-list", "case-detail", "workbook-list"}
# They lead to another page of the list, or give a file.
NO_PAGES = {
    "set_language", "account_login", "mfa_authenticate", "mfa_login_webauthn", "mfa_reauthenticate",
    "workbook-refusals", "attachment-image",
}  # fmt: skip


def names_for(role: str) -> list[str]:
    """What is looked at as this role: what it opens first, and what looks different to each."""
    own = [name for name in ROUTES if name in OF_EACH_ROLE and WHO[name][role] == OK]
    first = [name for name in ROUTES if name not in OF_EACH_ROLE and first_to_open(name) == role]
    return [name for name in (*own, *first) if name not in NO_PAGES]


def faults(window, place: str, language: str = "en") -> list[str]:
    """What is wrong with the page that is open."""
    page, found = window.page, []
    page.evaluate(SHORTER_LISTS)
    page.evaluate(AXE)
    page.set_viewport_size(SIZES[language])
    found += [f"{place} on {SIZES[language]}: {finding}" for finding in page.evaluate(FINDINGS)]
    page.set_viewport_size(NARROW)
    if page.evaluate(OVERFLOW) > 0:
        found.append(f"{place}: scrolls sideways at 320 px")
    if page.evaluate(KEPT):
        found.append(f"{place}: something is kept in the browser")
    page.set_viewport_size(COMPUTER)
    found += [f"{place}: {complaint}" for complaint in window.complaints]
    window.complaints.clear()
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("role", Role.values)
def test_pages_of_a_role_are_sound(world, visit, role, language):
    addresses, found = Addresses(world), []
    window = visit(world.staff[role], language)
    for name in names_for(role):
        address = addresses.of(name)
        if not is_read(address):
            continue
        answer = window.open(address)
        assert answer.status == 200, f"{name}: {answer.status}"
        assert window.page.evaluate("document.documentElement.lang") == language
        found += faults(window, name, language)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_without_an_account_are_sound(world, visit, language):
    addresses, found = Addresses(world), []
    window = visit(language=language)
    for name in sorted(PUBLIC):
        address = addresses.of(name)
        if is_read(address) and window.open(address).status == 200:
            found += faults(window, name, language)
    window.open("/nowhere/")
    found += faults(window, "an unknown address", language)
    assert not found, "\n".join(found)
