"""A long form in a real browser: kept while typing, back after a lost session, gone once it is saved."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from casework.assistance.models import CaseNote
from casework.victims.models import Draft
from tests.browser.conftest import PHONE
from tests.browser.test_every_page import faults
from tests.factories import PASSWORD

KEEPING = re.compile(r"\?draft=keep$")


@pytest.fixture
def writing(world, visit):
    """A window in which somebody begins to write a note."""
    window = visit(world.caseworker, size=PHONE)
    window.open(reverse("note-add", args=[world.case.pk]))
    return window


def test_a_note_is_kept_while_it_is_typed_and_gone_once_saved(world, writing, acting):
    page, words = writing.page, writing.page.locator("#id_text")
    with page.expect_response(KEEPING):
        words.press_sequentially("She told me")
    expect(page.locator("[data-draft-line]")).to_contain_text("Draft kept at")
    page.goto("about:blank")
    page.go_back()
    page.reload()
    expect(page.locator("#id_text")).to_have_value("She told me")
    expect(page.get_by_role("button", name="Discard it")).to_be_visible()
    assert faults(writing, "note-add") == []
    page.locator("#id_kind").select_option("call")
    page.locator("#id_text").press("Control+End")
    page.locator("#id_text").press_sequentially(" about her sister")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile("/notes/$"))
    page.goto(writing.address + reverse("note-add", args=[world.case.pk]))
    expect(page.locator("#id_text")).to_have_value("")
    with acting(world.caseworker):
        assert CaseNote.objects.get().text == "She told me about her sister"
        assert not Draft.objects.exists()
    assert writing.complaints == []


def test_a_lost_session_loses_no_text(world, writing):
    page = writing.page
    with page.expect_response(KEEPING):
        page.locator("#id_text").press_sequentially("Half a sentence")
    expect(page.locator("[data-draft-line]")).to_contain_text("Draft kept at")
    Session.objects.all().delete()
    page.locator("#id_text").press_sequentially(" and more")
    expect(page.locator("[data-draft-line]")).to_contain_text("Not kept: you are signed out")
    expect(page.locator("#id_text")).to_have_value("Half a sentence and more")
    page.reload()
    page.locator("[name=login]").fill(world.caseworker.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/notes/add/$"))
    expect(page.locator("#id_text")).to_have_value("Half a sentence")


def test_opening_a_form_and_leaving_it_keeps_nothing(world, writing, acting):
    writing.open("/")
    expect(writing.page.get_by_role("heading", name="My day")).to_be_visible()
    with acting(world.caseworker):
        assert not Draft.objects.exists()
