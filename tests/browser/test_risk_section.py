"""A section of the risk assessment in a real browser: kept by itself, by keyboard, on every screen."""

import re

import pytest
from playwright.sync_api import expect

from casework.victims import services
from casework.victims.models import RiskAssessment, RiskFactor
from tests import factories
from tests.browser.conftest import PHONE
from tests.browser.test_every_page import faults


@pytest.fixture
def section(world, acting):
    """The address of a section of a draft, with an earlier assessment behind it."""
    with acting(world.caseworker):
        before = factories.finished_assessment(world.case)
        before.keep(by=world.caseworker)
        RiskFactor(
            case=world.case, assessment=before, kind="risk", code="age", answer="present", note="a note"
        ).keep(by=world.caseworker)
        draft = services.begin_risk_assessment(case=world.case, by=world.caseworker)
    return f"/cases/{world.case.pk}/risk/{draft.pk}/part/{{}}/"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_section_is_sound(world, visit, section, language):
    window, found = visit(world.caseworker, language), []
    for code in ("own_view", "individual", "threats", "conclusion"):
        assert window.open(section.format(code)).status == 200
        found += faults(window, code)
    assert not found, "\n".join(found)


def test_what_is_typed_is_kept_without_pressing_anything(world, visit, section, acting):
    window = visit(world.caseworker, size=PHONE)
    window.open(section.format("own_view"))
    page = window.page
    kept = page.locator("#kept")
    expect(kept).to_contain_text("Draft kept on")
    with page.expect_response(re.compile("/draft/")):
        page.locator("#id_own_view").press_sequentially("I am afraid")
    with page.expect_response(re.compile("/draft/")):
        page.locator("#id_own_view").press_sequentially(" at night")
    # Each answer gives the page its new moment, so that one's own text is no conflict.
    expect(kept).not_to_contain_text("Somebody else")
    page.reload()
    expect(page.locator("#id_own_view")).to_have_value("I am afraid at night")
    with acting(world.caseworker):
        assert RiskAssessment.objects.get(status="draft").own_view == "I am afraid at night"
    assert window.complaints == []


def test_a_section_is_answered_by_keyboard_and_the_next_one_opens(world, visit, section, acting):
    window = visit(world.caseworker)
    window.open(section.format("individual"))
    page = window.page
    first = page.locator("input[type=radio]").first
    first.focus()
    with page.expect_response(re.compile("/draft/")):
        page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Finish this section").press("Enter")
    expect(page).to_have_url(re.compile("/part/household/$"))
    with acting(world.caseworker):
        draft = RiskAssessment.objects.get(status="draft")
        assert draft.sections_done == ["individual"]
        assert RiskFactor.objects.get(assessment=draft).answer == "present"
    assert window.complaints == []
