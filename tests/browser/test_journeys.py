"""What people do every day, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from casework.assistance.models import AssistanceService
from casework.victims.models import Case
from tests import factories
from tests.browser.conftest import PHONE

# Some machines are slow while they do other things.
PATIENCE = 15000
expect.set_options(timeout=PATIENCE)


def case_address(world) -> str:
    return f"/cases/{world.case.pk}/"


def is_signed_out(window) -> bool:
    """Whether the session has ended: the page leaves first, the request that ends it may arrive after."""
    return any("/account/sign-in/" in window.open("/").url for _attempt in range(20))


def test_signing_in_by_typing_leads_to_my_day(world, visit):
    window = visit()
    window.open("/")
    window.page.get_by_label("E-mail").fill(world.caseworker.email)
    window.page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    window.page.keyboard.press("Enter")
    expect(window.page.get_by_role("heading", level=1, name="My day")).to_be_visible()
    assert window.complaints == []


def test_help_is_logged_by_keyboard_alone(world, visit, acting):
    with acting(world.caseworker):
        before = AssistanceService.objects.filter(case=world.case).count()
    window = visit(world.caseworker)
    window.open(case_address(world))
    page = window.page
    page.keyboard.press("n")
    field = page.locator("#quick-log select, #quick-log input:not([type=hidden])").first
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    for _press in range(30):
        if page.evaluate("document.activeElement.matches('#quick-log button[type=submit]')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_contain_text("Saved.")
    with acting(world.caseworker):
        assert AssistanceService.objects.filter(case=world.case).count() == before + 1
    assert window.complaints == []


def test_shift_three_times_leaves_and_ends_the_session(world, visit, settings):
    window = visit(world.caseworker)
    window.open(case_address(world))
    for _press in range(3):
        window.page.keyboard.press("Shift")
    window.page.wait_for_url(settings.QUICK_EXIT_URL)
    assert is_signed_out(window)


def test_the_button_of_quick_exit_leaves_too(world, visit, settings):
    window = visit(world.caseworker, size=PHONE)
    window.open(case_address(world))
    window.page.locator("header form[data-quick-exit] button").click()
    window.page.wait_for_url(settings.QUICK_EXIT_URL)
    assert is_signed_out(window)


def test_a_person_who_may_be_known_appears_while_the_name_is_written(world, visit, acting):
    window = visit(world.caseworker)
    window.open("/people/register/")
    page = window.page
    page.get_by_label("Given names").press_sequentially("Mirelle", delay=20)
    page.get_by_label("Family name").press_sequentially("Kabongo", delay=20)
    expect(page.locator("#alike")).to_contain_text(world.case.reference)
    assert "Mireille" not in page.url
    page.get_by_role("button", name="Save and open the case").click()
    expect(page).to_have_url(re.compile(r"/cases/[0-9a-f-]{36}/$"))
    with acting(world.caseworker):
        assert Case.objects.count() == 2
    assert window.complaints == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_hidden_names_are_gone_from_the_page(world, visit, language):
    window = visit(world.caseworker, language)
    window.open(case_address(world))
    body = window.page.locator("body")
    expect(body).to_contain_text("Kabongo")
    window.page.locator("header button[aria-pressed=false]").first.click()
    expect(window.page.locator("header button[aria-pressed=true]").first).to_be_visible()
    assert "Kabongo" not in window.page.content()
    assert world.case.reference in window.page.content()


def test_the_other_language_is_one_press_away(world, visit):
    window = visit(world.caseworker)
    window.open("/")
    window.page.locator("header button[name=language]").first.click()
    expect(window.page.get_by_role("heading", level=1, name="Ma journée")).to_be_visible()
