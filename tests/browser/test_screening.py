"""A screening in a real browser: by keyboard alone, and with the session lost in the middle."""

import csv
import io

import pytest
from django.conf import settings
from playwright.sync_api import expect

from casework.standards.indicator_tables import BUILT_IN, read_indicator_table
from casework.victims import services
from casework.victims.indicator_sets import keep_indicator_set
from casework.victims.models import IndicatorSet, Screening, ScreeningAnswer
from tests import factories
from tests.browser.conftest import PHONE
from tests.clients import Browser
from tests.factories import indicator_set

expect.set_options(timeout=15000)
QUESTIONS = 40
# A person who knows the keys presses more than one in two seconds: 90 presses are less than three minutes.
MOST_PRESSES = 90


def forty_questions() -> bytes:
    """The first forty indicators of the set for adults, as a country might take them over."""
    with (BUILT_IN / "ilo_labour_adults_1.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    rows[0]["set"] = "forty_questions"
    target = io.StringIO()
    writer = csv.DictWriter(target, rows[0])
    writer.writeheader()
    writer.writerows(rows[:QUESTIONS])
    return target.getvalue().encode()


@pytest.fixture
def forty(world, superuser):
    """A set of forty questions, kept by the administrator of the database and taken away afterwards."""
    table = read_indicator_table(forty_questions())
    with superuser.cursor() as cursor:
        cursor.execute("grant insert, update on victims_indicatorset, victims_indicator to casework_app")
        keep_indicator_set(table)
        cursor.execute("revoke insert, update on victims_indicatorset, victims_indicator from casework_app")
    yield indicator_set("forty_questions")
    with superuser.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute(
            "delete from victims_indicator where indicator_set_id in"
            " (select id from victims_indicatorset where code = 'forty_questions')"
        )
        cursor.execute("delete from victims_indicatorset where code = 'forty_questions'")
        cursor.execute("set session_replication_role = origin")


def begin(world, known: IndicatorSet) -> Screening:
    with factories.acting_as(world.caseworker):
        screening = Screening(case=world.case, indicator_set=known, language="fra")
        return services.start_screening(screening=screening, by=world.caseworker)


def address(screening: Screening, part: int = 1) -> str:
    return f"/cases/{screening.case_id}/screenings/{screening.pk}/parts/{part}/"


def kept(world) -> dict[int, str]:
    with factories.acting_as(world.caseworker):
        return {row.indicator.number: row.answer for row in ScreeningAnswer.objects.all()}


def test_forty_questions_by_keyboard_alone(world, visit, forty):
    screening = begin(world, forty)
    window = visit(world.caseworker)
    page = window.page
    window.open(address(screening))
    presses, parts = 0, 0
    while page.locator("[data-questions]").count():
        for number in range(page.locator("[data-question]").count()):
            page.keyboard.press("1234"[number % 4])
            presses += 1
        parts += 1
        expect(page.locator("[data-continue]")).to_be_focused()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        presses += 1
    expect(page.get_by_role("heading", level=2, name="That was the last part. Thank you.")).to_be_visible()
    assert len(kept(world)) == QUESTIONS
    assert set(kept(world).values()) == {"yes", "no", "unknown", "declined"}
    assert presses == QUESTIONS + parts <= MOST_PRESSES
    assert window.complaints == []


def test_enter_goes_on_from_an_answer_and_five_takes_it_back(world, visit):
    screening = begin(world, indicator_set())
    window = visit(world.caseworker)
    page = window.page
    window.open(address(screening))
    page.keyboard.press("1")
    page.keyboard.press("2")
    expect(page.locator(".saved-line")).to_have_count(2)
    page.locator("#question-1 input[value=yes]").focus()
    page.keyboard.press("5")
    expect(page.locator("#question-1 .saved-line")).to_be_visible()
    page.locator("#question-2 input[value=no]").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Part 2 of 5")
    assert kept(world) == {1: "", 2: "no"}
    assert window.complaints == []


def test_a_session_lost_in_the_middle_loses_no_answer(world, visit):
    screening = begin(world, indicator_set())
    window = visit(world.caseworker)
    page = window.page
    window.open(address(screening))
    with page.expect_navigation():
        page.keyboard.press("1")
        page.locator("[data-continue]").focus()
        page.keyboard.press("Enter")
    page.keyboard.press("2")
    expect(page.locator("#question-6 .saved-line")).to_be_visible()
    page.locator("#question-7 summary").click()
    page.locator("#question-7 textarea").press_sequentially("her own words")
    # Two seconds without a key, and the words are kept too.
    expect(page.locator("#question-7 .saved-line")).to_be_visible()
    window.context.clear_cookies()
    window.open("/cases/")
    assert "/account/sign-in/" in page.url
    client = Browser()
    client.force_login(world.caseworker)
    window.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": window.address,
            }
        ]
    )
    window.open(f"/cases/{world.case.pk}/screenings/")
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Part 2 of 5")
    expect(page.locator("#question-6 input[value=no]")).to_be_checked()
    expect(page.locator("#question-7 textarea")).to_have_value("her own words")
    assert kept(world) == {1: "yes", 6: "no", 7: ""}


def test_one_thumb_is_enough_on_a_phone(world, visit):
    screening = begin(world, indicator_set())
    window = visit(world.caseworker, language="fr", size=PHONE)
    page = window.page
    window.open(address(screening, 3))
    for choice in page.locator(".answers .choice").all():
        box = choice.bounding_box()
        assert box["height"] >= 44
        assert box["x"] + box["width"] <= PHONE["width"]
    page.locator("#question-10 .choice").nth(3).click()
    expect(page.locator("#question-10 .saved-line")).to_be_visible()
    assert kept(world) == {10: "declined"}
    assert window.complaints == []
