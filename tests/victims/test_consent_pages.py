"""Pages of consent: the answer now, asking again, withdrawing; the text on paper and on the screen."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.access.database import acting_as
from casework.victims.models import Consent
from tests import factories
from tests.victims.agreeing import TODAY, address, refusal


# Pages ----------------------------------------------------------------------------------------------------
def test_the_page_shows_the_answer_now_the_earlier_ones_and_what_nobody_asked(world, sign_in):
    factories.agree(world.case, "health", world.caseworker, status="refused")
    factories.agree(world.case, "health", world.caseworker, expires_on=TODAY() + timedelta(days=5))
    html = sign_in(world.caseworker).get(address("case-consents", world.case)).content.decode()
    assert html.count('id="consent-') == 1
    assert "1 earlier answer" in html
    assert "<strong>Sharing with health services</strong> ends on" in html
    assert f"{address('consent-add', world.case)}?purpose=legal" in html
    assert f"{address('consent-add', world.case)}?purpose=health" not in html


def test_the_page_of_a_child_says_what_is_missing(world, sign_in, child):
    factories.agree(child, "health", world.caseworker)
    html = sign_in(world.caseworker).get(address("case-consents", child)).content.decode()
    assert "the guardian is asked, and the child is asked" in html
    assert "The guardian has not agreed yet. Nothing may leave on it yet." in html


def test_asking_again_fills_in_the_question_and_not_the_answer(world, sign_in):
    consent = factories.agree(
        world.case, "referral", world.caseworker, recipient="Foyer Horizon", interpreter="N. Haddad"
    )
    client = sign_in(world.caseworker)
    again = address("consent-again", world.case, consent.pk)
    html = client.get(again).content.decode()
    assert 'value="Foyer Horizon"' in html
    assert 'value="N. Haddad"' in html
    assert 'name="status" value="given" class="form-check-input" checked' not in html
    client.post(reverse("hide-names"), {"next": "/"})
    assert "N. Haddad" not in client.get(again).content.decode()
    values = {"purpose": "referral", "recipient": "Foyer Horizon", "status": "refused", "given_on": "today"}
    assert client.post(again, values).status_code == 302
    assert "said no" in refusal(world.case, world.caseworker, "referral", "Foyer Horizon")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"given_by": ""}, "say whether the child, the guardian or both answered."),
        ({"given_by": "guardian"}, "say who answered."),
        ({"given_by": "self", "giver_name": "A. Berset"}, "take it away, or say that a guardian answered."),
        ({"given_by": "self", "expires_on": "1/1/2020"}, "must be on or after the day it was given."),
        ({"given_by": "self", "given_on": "1/1/2099"}, "in the future"),
        ({"given_by": "self", "purpose": "everything"}, "valid choice"),
    ],
)
def test_the_form_of_a_child_says_what_to_mend(world, sign_in, child, values, words):
    answer = {"purpose": "health", "status": "given", "given_on": "today"} | values
    response = sign_in(world.caseworker).post(address("consent-add", child), answer)
    assert words in response.content.decode()
    with acting_as(world.caseworker):
        assert not Consent.objects.filter(case=child).exists()


def test_only_a_child_is_asked_for_assent(world, sign_in, child):
    client = sign_in(world.caseworker)
    assert 'name="assent"' in client.get(address("consent-add", child)).content.decode()
    assert 'name="assent"' not in client.get(address("consent-add", world.case)).content.decode()


def test_an_old_answer_comes_back_as_a_sentence(world, sign_in):
    factories.agree(world.case, "health", world.caseworker, status="refused")
    values = {"purpose": "health", "status": "given", "given_on": "1/3/2024"}
    html = sign_in(world.caseworker).post(address("consent-add", world.case), values).content.decode()
    assert "The person answered this later" in html


def test_the_person_withdraws_everything_on_one_page(world, sign_in):
    factories.agree(world.case, "health", world.caseworker)
    client = sign_in(world.caseworker)
    everything = address("consent-withdraw-all", world.case)
    page = client.get(everything).content.decode()
    assert "Sharing with health services" in page
    assert "Help goes on" in page
    assert "1 consent withdrawn." in client.post(everything, follow=True).content.decode()
    assert "No consent was in force any more." in client.post(everything, follow=True).content.decode()


# The text: on paper and on the screen ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("es", "ltr"), ("ar", "rtl")]
)
def test_the_sheet_is_in_the_language_of_the_person(world, sign_in, language, direction):
    values = {"purpose": "legal", "language": language, "reason": "to_sign", "recipient": "Maître B."}
    html = sign_in(world.caseworker).post(address("consent-sheet", world.case), values).content.decode()
    assert f'<article class="sheet" lang="{language}" dir="{direction}">' in html
    assert html.count("<h1") == 1
    assert "Maître B." in html
    assert "Mireille" not in html
    assert "Kabongo" not in html
    assert html.count('class="sign"') == 3


def test_the_sheet_of_a_child_has_a_place_for_the_guardian_and_for_the_child(world, sign_in, child):
    values = {"purpose": "legal", "language": "en", "reason": "to_sign"}
    html = sign_in(world.caseworker).post(address("consent-sheet", child), values).content.decode()
    assert "The guardian: signature" in html
    assert "I am under 18, and I agree too." in html
    assert "our organisation only" in html


@pytest.mark.parametrize(
    ("spoken", "chosen", "is_told"),
    [("ary", "ar", False), ("spa", "es", False), ("lin", "en", True), ("", "en", False)],
)
def test_the_language_of_the_person_is_chosen_when_we_have_it(world, sign_in, spoken, chosen, is_told):
    case = factories.make_case(world.caseworker, person={"primary_language": spoken})
    client = sign_in(world.caseworker)
    for name in ("consent-sheet", "consent-read"):
        html = client.get(address(name, case)).content.decode()
        assert ("We have no text in this language" in html) == is_told
    assert f'<article class="card read-out" lang="{chosen}"' in html


def test_what_is_read_out_holds_no_name_and_nothing_foreign(world, sign_in):
    client = sign_in(world.caseworker)
    read = address("consent-read", world.case)
    html = client.get(read, {"purpose": "health", "language": "fr"}).content.decode()
    assert "Pouvons-nous partager avec des soignants" in html
    assert "Kabongo" not in html
    html = client.get(read, {"purpose": "<b>", "language": "xx"}).content.decode()
    assert "May we keep a file about you?" in html
    assert "<b>" not in html
