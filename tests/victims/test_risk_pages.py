"""Assessing risk through the pages, section by section: nothing that was typed is lost."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from casework.victims import services
from casework.victims.models import RiskAssessment, RiskFactor
from tests.factories import StaffFactory, make_case
from tests.victims.risks import TODAY, at, part, seen_in


def test_a_case_that_was_not_assessed_says_so_and_never_low(page, world):
    text = page.get(at("case-detail", world.case)).content.decode()
    assert "Not assessed" in text and "Assess the risk" in text
    assert 'tone-ok">Low' not in text
    assert "That does not mean low" in page.get(at("case-safety", world.case)).content.decode()


def test_assessing_goes_from_section_to_section_and_finishes(page, world, acting):
    began = page.post(at("risk-begin", world.case))
    assert page.post(at("risk-begin", world.case)).url == began.url
    tasks = page.get(began.url).content.decode()
    assert tasks.count("Not started") == 7 and "Finish assessment" in tasks
    with acting(world.caseworker):
        draft = RiskAssessment.objects.get()
    answer = page.post(
        part(draft, "own_view"), {"own_view": "I am afraid", "own_rating": "declined", "done": "1"}
    )
    assert answer.url == part(draft, "individual")
    page.post(part(draft), {"age": "present", "debt-note": "to a cousin"})
    tasks = page.get(began.url).content.decode()
    assert "Done" in tasks and "In progress" in tasks
    finish = at("risk-finish", world.case, record=draft.pk)
    refused = page.post(finish, follow=True)
    assert "Choose the level before you finish" in refused.content.decode()
    assert refused.request["PATH_INFO"] == part(draft, "conclusion")
    last = page.post(part(draft, "conclusion"), {"level": "high", "assessed_on": "", "done": "1"})
    assert last.url == began.url
    done = page.post(finish, follow=True).content.decode()
    assert "A protection officer has been asked to answer" in done
    assert "Waiting for the protection officer" in done
    assert "finished already" in page.post(finish, follow=True).content.decode()
    with acting(world.caseworker):
        draft.refresh_from_db()
        assert draft.review_on == TODAY() + timedelta(days=7)
        assert (draft.own_view, draft.own_rating) == ("I am afraid", "declined")
        assert RiskFactor.objects.get(code="debt").note == "to a cousin"
    assert page.get(part(draft)).url == began.url
    assert page.post(part(draft), {"age": "present"}).url == began.url
    assert "to a cousin" in page.get(began.url).content.decode()


def test_the_draft_is_kept_by_itself_and_the_page_knows_its_new_moment(page, world, acting, draft):
    first = page.get(part(draft))
    typed = {"age": "present", "debt-note": "a note", "seen": seen_in(first)}
    kept = page.post(part(draft, name="risk-draft"), typed)
    text = kept.content.decode()
    assert "Draft kept on" in text and 'id="id_seen"' in text
    moments = json.loads(re.search(r'value="([^"]*)"', text)[1].replace("&quot;", '"'))
    assert set(moments) == {"age", "debt"}
    page.post(part(draft, name="risk-draft"), {**typed, "age": "declined", "seen": json.dumps(moments)})
    # What was typed is there after a lost session: the draft is on the server.
    page.logout()
    page.force_login(world.caseworker)
    again = page.get(part(draft)).content.decode()
    assert "a note" in again
    with acting(world.caseworker):
        assert RiskFactor.objects.get(code="age").answer == "declined"


def test_what_cannot_be_read_yet_is_not_kept_and_the_rest_is(page, world, acting, draft):
    answer = page.post(
        part(draft, "conclusion", "risk-draft"),
        {"level": "medium", "review_on": "32/13/2026", "assessed_on": "21/11/2020"},
    )
    assert "Not kept yet:" in answer.content.decode()
    with acting(world.caseworker):
        draft.refresh_from_db()
        assert (draft.level, draft.review_on) == ("medium", None)


def test_a_draft_that_was_finished_meanwhile_is_not_kept(page, world, high):
    answer = page.post(part(high, name="risk-draft"), {"age": "present"})
    assert "This assessment is finished" in answer.content.decode()


@pytest.mark.parametrize(
    ("section", "typed", "sentence"),
    [
        ("conclusion", {"assessed_on": "1/1/2999"}, "Assessed on: "),
        ("conclusion", {"assessed_on": "21/11/2026", "review_on": "1/1/2020"}, "on or after the day of the"),
        ("threats", {"threats": ["none", "suicide_risk"]}, "stands alone"),
        ("threats", {"threats": ["unknown", "suicide_risk"]}, "stand alone"),
        ("individual", {"age": "nonsense"}, "Age is a risk here: "),
        ("individual", {"age-note": "x" * 5000}, "Note on “Age is a risk here”: "),
    ],
)
def test_a_section_names_the_field_that_cannot_be_saved(page, draft, section, typed, sentence):
    answer = page.post(part(draft, section), typed)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert text.count(sentence) >= 2 and "<title>Error:" in text


def test_strange_addresses_and_moments_are_answered_calmly(page, world, draft, high):
    assert page.get(part(draft, "nonsense")).status_code == 404
    for seen in ("nonsense", "[]", '{"age": 3}', '{"age": "yesterday"}'):
        assert page.post(part(draft), {"age": "present", "seen": seen}).status_code in (302, 409)
    other = make_case(world.caseworker, person={"given_names": "Second"})
    assert page.get(at("risk-detail", other, record=draft.pk)).status_code == 404


def test_right_to_left_names_emoji_and_the_year_1900_are_kept(page, world, acting, draft):
    words = "خطر 🚨 שלום\nzweite Zeile <b>"
    page.post(part(draft, "own_view"), {"own_view": words})
    assert "&lt;b&gt;" in page.get(part(draft, "own_view")).content.decode()
    page.post(part(draft, "conclusion"), {"assessed_on": "1/1/1900", "level": "low"})
    with acting(world.caseworker):
        draft.refresh_from_db()
        assert draft.own_view.replace("\r", "") == words
        assert draft.assessed_on.year == 1900


def test_pressing_twice_saves_once(page, world, acting, draft):
    form = page.get(part(draft)).context["form"]
    typed = {"age": "present", "once": str(form["once"].value()), "seen": seen_in(page.get(part(draft)))}
    page.post(part(draft), typed)
    page.post(part(draft), {**typed, "age": "declined"})
    with acting(world.caseworker):
        assert RiskFactor.objects.get().answer == "present"


def test_two_editors_of_one_section_compare_and_lose_nothing(world, sign_in, acting, draft):
    helper = StaffFactory(organisation=world.ours)
    with acting(world.officer):
        services.assign_case(case=world.case, to=helper, kind="team", by=world.officer)
    client = sign_in(world.caseworker)
    seen = seen_in(client.get(part(draft, "own_view")))
    sign_in(helper).post(part(draft, "own_view"), {"own_view": "theirs", "seen": seen})
    client = sign_in(world.caseworker)
    left = client.post(part(draft, "own_view", "risk-draft"), {"own_view": "mine", "seen": seen})
    assert "Save to compare both" in left.content.decode()
    both = client.post(part(draft, "own_view"), {"own_view": "mine", "seen": seen})
    assert both.status_code == 409
    text = both.content.decode()
    assert "mine" in text and "theirs" in text and helper.short_name in text
    fresh = both.context["fresh_seen"]
    again = client.post(part(draft, "own_view"), {"own_view": "mine", "seen": seen, "differs": "own_view"})
    assert "choose one of the two versions" in again.content.decode()
    client.post(
        part(draft, "own_view"),
        {"own_view": "mine", "seen": fresh, "differs": "own_view", "choose-own_view": "both"},
    )
    with acting(world.caseworker):
        draft.refresh_from_db()
        assert draft.own_view == "theirs\nmine"


def test_the_answer_given_last_time_stands_beside_the_question(page, world, high, draft):
    assert "Present" in page.get(part(draft)).context["form"]["debt"].help_text


def test_hidden_names_hide_what_was_written(page, world, acting, high, draft):
    with acting(world.caseworker):
        services.record_safety_plan(
            case=world.case, values={"safe_places": "the library"}, by=world.caseworker
        )
    page.post(reverse("hide-names"), {"next": "/"})
    for address, secret in (
        (at("risk-detail", world.case, record=high.pk), "her own words"),
        (at("risk-detail", world.case, record=high.pk), "to a cousin"),
        (at("case-safety", world.case), "the library"),
        (part(draft), "Nationality"),
    ):
        text = page.get(address).content.decode()
        assert secret not in text and "idden" in text


# The list and the banner -----------------------------------------------------------------------------------
@pytest.mark.parametrize("seen", ["[" * 50_000, "[]", '{"": 1}', '{"": "2020-01-01"}', "\x00"])
def test_moments_that_no_form_wrote_make_no_error_page(page, world, draft, seen):
    address = at("risk-draft", world.case, record=draft.pk, section="individual")
    assert page.post(address, {"age": "present", "seen": seen}).status_code == 200
