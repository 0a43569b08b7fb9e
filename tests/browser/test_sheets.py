"""A sheet on the screen and on paper, and the pages of consent and of the recovery period, in a browser."""

import pytest

from tests.addresses import Addresses
from tests.browser.test_every_page import faults

PAGES = [
    "case-consents", "consent-add", "consent-again", "consent-read", "consent-sheet", "consent-withdraw-all",
    "case-recovery", "recovery-add", "recovery-extend", "recovery-end",
]  # fmt: skip


def test_pages_of_consent_and_recovery_are_sound(world, visit):
    addresses, found = Addresses(world), []
    window = visit(world.caseworker)
    for name in PAGES:
        assert window.open(addresses.of(name)).status == 200
        found += faults(window, name)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_only_the_sheet_reaches_the_paper(world, visit, language):
    window = visit(world.caseworker)
    page = window.page
    window.open(Addresses(world).of("consent-sheet"))
    page.select_option("select[name=purpose]", "authorities")
    page.check(f"main input[name=language][value={language}]")
    page.check("input[name=reason][value=to_sign]")
    page.click("main form button[type=submit]")
    page.wait_for_selector(".sheet")
    assert page.is_visible("[data-print]")
    assert faults(window, f"sheet in {language}") == []
    page.emulate_media(media="print")
    assert page.is_visible(".sheet-foot")
    for hidden in (".app-bar", ".app-foot", ".print-tools", ".print-note"):
        assert page.is_hidden(hidden), hidden
    window.open(Addresses(world).of("case-consents"))
    assert page.is_visible(".print-note")
    assert page.is_hidden("main")
