"""Screening a person, through the pages: nothing is lost, nothing is decided, anything can be skipped."""

import pytest
from django.core.exceptions import ValidationError

from casework.victims import services
from casework.victims.models import ScreeningAnswer
from casework.victims.services.screenings import Given
from tests import factories
from tests.factories import indicator_set
from tests.victims.talks import answer_address, answers_of, begin, fresh, part_address


# Answers --------------------------------------------------------------------------------------------------
def test_each_answer_is_kept_at_once_and_again_is_nothing_new(world, sign_in, acting):
    screening = begin(world.case, world.caseworker)
    client = sign_in(world.caseworker)
    for answer in ("yes", "no", "unknown", "declined", ""):
        for _again in range(2):
            response = client.post(answer_address(screening), {"answer-1": answer})
            assert response.status_code == 200
            assert "Saved" in response.content.decode()
        assert answers_of(screening, world.caseworker) == {1: (answer, "")}
    with acting(world.caseworker):
        assert ScreeningAnswer.history.count() == 5


def test_own_words_are_kept_beside_an_answer_or_without_one(world, sign_in):
    screening = begin(world.case, world.caseworker)
    client = sign_in(world.caseworker)
    words = "قالت: لا أعرف 🌊 \u202eabc"
    client.post(answer_address(screening, 1), {"answer-1": "yes", "words-1": words})
    client.post(answer_address(screening, 2), {"words-2": "only words"})
    assert answers_of(screening, world.caseworker) == {1: ("yes", words), 2: ("", "only words")}
    page = client.get(part_address(screening)).content.decode()
    assert words in page


@pytest.mark.parametrize(
    "data",
    [
        {"answer-1": "perhaps"},
        {"answer-1": "yes", "words-1": "x" * 2001},
        {"answer-1": "yes", "seen-1": "not a moment"},
    ],
)
def test_what_no_page_sends_is_refused_with_a_sentence(world, sign_in, data):
    screening = begin(world.case, world.caseworker)
    client = sign_in(world.caseworker)
    alone = client.post(answer_address(screening), data)
    whole = client.post(part_address(screening), {**data, "action": "continue"})
    assert alone.status_code == whole.status_code == 422
    assert "field-error" in alone.content.decode()
    assert answers_of(screening, world.caseworker) == {}


def test_a_question_that_does_not_exist_is_not_found(world, sign_in):
    screening = begin(world.case, world.caseworker)
    client = sign_in(world.caseworker)
    assert client.post(answer_address(screening, 99), {}).status_code == 404
    assert client.get(part_address(screening, 99)).status_code == 404
    assert client.post(part_address(screening, 0), {}).status_code == 404


def test_nothing_is_chosen_but_the_present_answer(world, sign_in):
    screening = begin(world.case, world.caseworker)
    client = sign_in(world.caseworker)
    assert " checked" not in client.get(part_address(screening)).content.decode()
    client.post(answer_address(screening, 2), {"answer-2": "declined"})
    page = client.get(part_address(screening)).content.decode()
    assert page.count(" checked") == 1


def test_questions_stand_in_the_language_of_the_talk_too(world, sign_in):
    screening = begin(world.case, world.caseworker, language="fra")
    page = sign_in(world.caseworker).get(part_address(screening)).content.decode()
    assert 'lang="fra"' in page
    assert "vous attendait-il" in page
    same = begin(world.case, world.caseworker, language="eng")
    assert "question-second" not in sign_in(world.caseworker).get(part_address(same)).content.decode()


def test_hidden_words_are_neither_shown_nor_lost(world, sign_in, acting):
    screening = begin(world.case, world.caseworker)
    client = sign_in(world.caseworker)
    client.post(answer_address(screening), {"answer-1": "yes", "words-1": "her own words"})
    client.post("/hide-names/", {"next": "/"})
    page = client.get(part_address(screening)).content.decode()
    assert "her own words" not in page
    assert (
        "her own words"
        not in client.get(f"/cases/{world.case.pk}/screenings/{screening.pk}/result/").content.decode()
    )
    client.post(part_address(screening), {"answer-1": "no", "action": "continue"})
    assert answers_of(screening, world.caseworker) == {1: ("no", "her own words")}


def test_questions_of_another_set_are_refused(world, acting):
    screening = begin(world.case, world.caseworker)
    with acting(world.caseworker), pytest.raises(ValidationError, match="another set"):
        foreign = indicator_set("ilo_labour_adults").indicators.first()
        services.answer_questions(screening=screening, given={foreign: Given("yes")}, by=world.caseworker)


# Parts ----------------------------------------------------------------------------------------------------
def test_a_whole_talk_without_javascript(world, sign_in):
    screening = begin(world.case, world.caseworker)
    client = sign_in(world.caseworker)
    address = part_address(screening)
    for part in range(1, 6):
        page = client.get(address).content.decode()
        assert f"Part {part} of 5" in page
        assert ("Save and finish" in page) == (part == 5)
        number = {1: 1, 2: 6, 3: 10, 4: 14, 5: 18}[part]
        address = client.post(address, {f"answer-{number}": "yes", "action": "continue"}).url
    assert address == f"/cases/{world.case.pk}/screenings/{screening.pk}/"
    assert fresh(screening, world.caseworker).status == "finished"
    page = client.get(address).content.decode()
    assert "Thank you" in page
    assert "Indicators of trafficking" not in page
    assert len(answers_of(screening, world.caseworker)) == 5


def test_a_part_is_skipped_left_in_a_hurry_or_paused(world, sign_in):
    screening = begin(world.case, world.caseworker)
    client = sign_in(world.caseworker)
    # Quick exit sends the page as it stands, without a button: kept, and the talk stays where it is.
    assert client.post(part_address(screening), {"answer-1": "yes"}).url == part_address(screening)
    assert client.post(part_address(screening), {"action": "skip"}).url == part_address(screening, 2)
    assert fresh(screening, world.caseworker).part == 2
    paused = client.post(part_address(screening, 2), {"answer-6": "no", "action": "pause"})
    assert paused.url == f"/cases/{world.case.pk}/screenings/{screening.pk}/"
    kept = fresh(screening, world.caseworker)
    assert (kept.status, kept.part, kept.paused_at is not None) == ("paused", 2, True)
    assert answers_of(screening, world.caseworker) == {1: ("yes", ""), 6: ("no", "")}
    assert client.get(part_address(screening, 2)).url == paused.url
    assert "Paused at part 2 of 5" in client.get(paused.url).content.decode()


def test_hard_parts_are_announced(world, sign_in):
    screening = begin(world.case, world.caseworker)
    client = sign_in(world.caseworker)
    assert "may be hard" not in client.get(part_address(screening, 1)).content.decode()
    assert "Go past them" in client.get(part_address(screening, 3)).content.decode()
    last = client.get(part_address(screening, 5)).content.decode()
    assert "may be hard" in last
    assert "Go past them" not in last


def test_means_are_marked_as_not_needed_for_a_child(world, sign_in):
    child = factories.make_case(world.caseworker, person={"given_names": "Ana", "age_is_uncertain": True})
    client = sign_in(world.caseworker)
    for case in (child, world.case):
        screening = begin(case, world.caseworker)
        assert ("Not needed for a child" in client.get(part_address(screening, 2)).content.decode()) == (
            case is child
        )
        assert "Not needed for a child" not in client.get(part_address(screening, 1)).content.decode()


def test_a_colleague_goes_on_at_the_same_part(world, sign_in, acting):
    screening = begin(world.case, world.caseworker)
    sign_in(world.caseworker).post(part_address(screening), {"answer-1": "yes", "action": "continue"})
    sign_in(world.caseworker).post(part_address(screening, 2), {"action": "pause"})
    kind = next(code for code in factories.codes("assignment_kind") if code != "holder")
    with acting(world.officer):
        services.assign_case(case=world.case, to=world.colleague, kind=kind, by=world.officer)
    client = sign_in(world.colleague)
    resumed = client.post(f"/cases/{world.case.pk}/screenings/{screening.pk}/resume/")
    assert resumed.url == part_address(screening, 2)
    page = client.get(part_address(screening, 1)).content.decode()
    assert page.count(" checked") == 1
    again = client.post(f"/cases/{world.case.pk}/screenings/{screening.pk}/resume/", {"part": "77"})
    assert again.url == part_address(screening, 5)
    assert client.post(part_address(screening, 5), {"action": "continue"}).status_code == 302
    assert fresh(screening, world.colleague).status == "finished"


def test_two_workers_at_once_are_told_and_nothing_is_lost(world, sign_in, acting):
    screening = begin(world.case, world.caseworker)
    kind = next(code for code in factories.codes("assignment_kind") if code != "holder")
    with acting(world.officer):
        services.assign_case(case=world.case, to=world.colleague, kind=kind, by=world.officer)
    sign_in(world.caseworker).post(answer_address(screening), {"answer-1": "yes", "words-1": "first words"})
    client = sign_in(world.colleague)
    late = client.post(answer_address(screening), {"answer-1": "no", "words-1": "second words", "seen-1": ""})
    html = late.content.decode()
    assert late.status_code == 422
    assert world.caseworker.short_name in html
    assert "first words" in html
    assert answers_of(screening, world.caseworker) == {1: ("yes", "first words")}
    whole = client.post(
        part_address(screening),
        {"answer-1": "no", "words-1": "second words", "seen-1": "", "answer-2": "yes", "action": "continue"},
    )
    assert whole.status_code == 409
    page = whole.content.decode()
    assert "second words" in page
    assert "first words" in page
    assert answers_of(screening, world.caseworker)[2] == ("yes", "")
    assert fresh(screening, world.caseworker).part == 1
    seen = page.split('name="seen-1" value="')[1].split('"')[0]
    kept = client.post(
        answer_address(screening), {"answer-1": "no", "words-1": "second words", "seen-1": seen}
    )
    assert kept.status_code == 200
    assert answers_of(screening, world.caseworker)[1] == ("no", "second words")


def test_the_same_answer_of_two_workers_is_no_conflict(world, sign_in, acting):
    screening = begin(world.case, world.caseworker)
    kind = next(code for code in factories.codes("assignment_kind") if code != "holder")
    with acting(world.officer):
        services.assign_case(case=world.case, to=world.colleague, kind=kind, by=world.officer)
    for person in (world.caseworker, world.colleague):
        assert sign_in(person).post(answer_address(screening), {"answer-1": "yes"}).status_code == 200
