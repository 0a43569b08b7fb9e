"""Screening a person, through the pages: nothing is lost, nothing is decided, anything can be skipped."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.victims import services
from casework.victims.models import Consent, Indicator, Screening, ScreeningAnswer, StatusClaim
from casework.victims.services.screenings import Given
from casework.victims.workflow import InvalidTransition
from tests import factories
from tests.factories import indicator_set


def begin(case, by, code="palermo_elements", **values):
    with factories.acting_as(by):
        screening = Screening(case=case, indicator_set=indicator_set(code), **values)
        return services.start_screening(screening=screening, by=by)


def indicator(screening, number=1) -> Indicator:
    return screening.indicator_set.indicators.get(number=number)


def answers_of(screening, by):
    with factories.acting_as(by):
        rows = ScreeningAnswer.objects.filter(screening=screening)
        return {row.indicator.number: (row.answer, row.own_words) for row in rows}


def fresh(screening, by):
    with factories.acting_as(by):
        return Screening.objects.get(pk=screening.pk)


def part_address(screening, part=1):
    return f"/cases/{screening.case_id}/screenings/{screening.pk}/parts/{part}/"


def answer_address(screening, number=1):
    return f"/cases/{screening.case_id}/screenings/{screening.pk}/answers/{number}/"


# Beginning ------------------------------------------------------------------------------------------------
START = {"language": "fra", "place_kind": "office", "present": ["interpreter"], "interpreter": "Code 12"}
YES = {"agrees_to_interview": "yes", "knows_purpose": "declined", "consent_form": "written"}


def test_beginning_keeps_the_seven_answers_and_leads_to_the_first_part(world, sign_in, acting):
    client = sign_in(world.caseworker)
    page = client.get(f"/cases/{world.case.pk}/screenings/begin/").content.decode()
    assert "You can skip any question" in page
    assert page.count('name="agrees_to_interview"') == 4
    with acting(world.caseworker):
        chosen = indicator_set("ilo_labour_adults")
    response = client.post(
        f"/cases/{world.case.pk}/screenings/begin/", {**START, **YES, "indicator_set": chosen.pk}
    )
    with acting(world.caseworker):
        screening, consent = Screening.objects.get(), Consent.objects.get()
        assert (screening.interpreter, screening.present, screening.status) == (
            "Code 12", ["interpreter"], "in_progress",
        )  # fmt: skip
        assert (consent.purpose, consent.status, consent.form) == ("interview", "given", "written")
        assert (consent.knows_purpose, consent.knows_use) == ("declined", "")
    assert response.url == part_address(screening)


def test_consent_in_force_is_not_asked_again(world, sign_in, acting):
    with acting(world.caseworker):
        consent = Consent(case=world.case, purpose="interview", status="given", form="written")
        services.record_consent(consent=consent, by=world.caseworker)
        chosen = indicator_set()
    client = sign_in(world.caseworker)
    page = client.get(f"/cases/{world.case.pk}/screenings/begin/").content.decode()
    assert "The person agreed to the interview" in page
    assert "agrees_to_interview" not in page
    client.post(f"/cases/{world.case.pk}/screenings/begin/", {**START, "indicator_set": chosen.pk})
    with acting(world.caseworker):
        assert Consent.objects.count() == 1
        assert Screening.objects.count() == 1


@pytest.mark.parametrize("answer", ["no", "declined", "unknown"])
def test_without_a_yes_nothing_is_asked_and_the_answer_is_kept(world, sign_in, acting, answer):
    client = sign_in(world.caseworker)
    with acting(world.caseworker):
        chosen = indicator_set()
    response = client.post(
        f"/cases/{world.case.pk}/screenings/begin/",
        {**START, "agrees_to_interview": answer, "indicator_set": chosen.pk},
    )
    assert response.url == f"/cases/{world.case.pk}/screenings/"
    with acting(world.caseworker):
        assert Consent.objects.get().status == "refused"
        assert not Screening.objects.exists()


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [("agrees_to_interview", "ask this first"), ("consent_form", "choose how the person agreed")],
)
def test_beginning_says_what_is_missing(world, sign_in, acting, missing, sentence):
    client = sign_in(world.caseworker)
    with acting(world.caseworker):
        data = {**START, **YES, "indicator_set": indicator_set().pk}
    page = client.post(f"/cases/{world.case.pk}/screenings/begin/", {**data, missing: ""})
    assert sentence in page.content.decode()
    with acting(world.caseworker):
        assert not Screening.objects.exists()


def test_pressing_begin_twice_begins_once(world, sign_in, acting):
    client = sign_in(world.caseworker)
    with acting(world.caseworker):
        data = {**START, **YES, "indicator_set": indicator_set().pk}
    data["once"] = "6a0b2b5e-5a0f-4f3e-9a51-5f0c3b0b8a11"
    for _press in range(2):
        assert client.post(f"/cases/{world.case.pk}/screenings/begin/", data).status_code == 302
    with acting(world.caseworker):
        assert Screening.objects.count() == 1


def test_the_set_for_the_age_comes_first(world, sign_in):
    client = sign_in(world.caseworker)
    person = {"given_names": "Ana", "age_is_uncertain": True}
    child = factories.make_case(world.caseworker, person=person)
    for case, first in ((world.case, "adults"), (child, "children")):
        page = client.get(f"/cases/{case.pk}/screenings/begin/").content.decode()
        other = {"adults": "children", "children": "adults"}[first]
        assert page.index(f"exploitation, {first}") < page.index(f"exploitation, {other}")
        assert ("treated as a child" in page) == (case is child)


def test_a_consent_of_another_case_is_refused(world, acting):
    with acting(world.caseworker):
        other = factories.make_case(world.caseworker)
    with acting(world.caseworker), pytest.raises(ValidationError, match="another case"):
        services.start_screening(
            screening=Screening(case=world.case, indicator_set=indicator_set()),
            consent=Consent(case=other, purpose="interview", status="given"),
            by=world.caseworker,
        )


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


# Ends -----------------------------------------------------------------------------------------------------
def test_stopping_at_the_persons_wish_is_a_valid_end(world, sign_in):
    screening = begin(world.case, world.caseworker)
    client = sign_in(world.caseworker)
    client.post(part_address(screening), {"action": "continue"})
    client.post(part_address(screening, 2), {"action": "continue"})
    stop = f"/cases/{world.case.pk}/screenings/{screening.pk}/stop/"
    assert "Stopping is a good end too" in client.get(stop).content.decode()
    assert client.post(stop, {"reason": ""}).status_code == 200
    assert fresh(screening, world.caseworker).status == "in_progress"
    response = client.post(stop, {"reason": "wish"})
    page = client.get(response.url).content.decode()
    assert "Stopped at part 3 of 5" in page
    assert "At the person’s wish" in page
    assert "had ended already" in client.post(stop, {"reason": "tired"}, follow=True).content.decode()
    ended = fresh(screening, world.caseworker)
    assert (ended.status, ended.stop_reason, ended.ended_at is not None) == ("stopped", "wish", True)
    refused = client.post(part_address(screening, 3), {"answer-10": "yes", "action": "continue"})
    assert refused.status_code == 409
    assert "has ended" in refused.content.decode()
    assert client.post(answer_address(screening), {"answer-1": "yes"}).status_code == 422
    # She may wish to go on another day.
    assert client.post(f"/cases/{world.case.pk}/screenings/{screening.pk}/resume/").url == part_address(
        screening, 3
    )
    again = fresh(screening, world.caseworker)
    assert (again.status, again.stop_reason, again.ended_at) == ("in_progress", "", None)


def test_a_break_made_by_a_colleague_meanwhile_keeps_the_answers(world, sign_in, acting):
    screening = begin(world.case, world.caseworker)
    with acting(world.officer):
        services.pause_screening(screening=screening, by=world.officer)
    client = sign_in(world.caseworker)
    response = client.post(part_address(screening, 5), {"answer-18": "no", "action": "continue"})
    assert response.url == f"/cases/{world.case.pk}/screenings/{screening.pk}/"
    assert answers_of(screening, world.caseworker) == {18: ("no", "")}
    assert fresh(screening, world.caseworker).status == "paused"


@pytest.mark.parametrize("verb", ["pause", "finish", "stop"])
def test_what_has_ended_does_not_end_again(world, acting, verb):
    screening = begin(world.case, world.caseworker)
    with acting(world.caseworker):
        ended = services.finish_screening(screening=screening, by=world.caseworker)
        steps = {
            "pause": lambda: services.pause_screening(screening=ended, by=world.caseworker),
            "finish": lambda: services.finish_screening(screening=ended, by=world.caseworker),
            "stop": lambda: services.stop_screening(screening=ended, reason="wish", by=world.caseworker),
        }
        with pytest.raises(InvalidTransition):
            steps[verb]()
        services.reach_part(screening=ended, part=4, by=world.caseworker)
    assert fresh(screening, world.caseworker).part == 1


def test_whoever_does_not_work_on_the_case_cannot_screen(world, acting):
    screening = begin(world.case, world.caseworker)
    asked = {indicator(screening): Given("yes")}
    for step in (
        lambda by: services.answer_questions(screening=screening, given=asked, by=by),
        lambda by: services.pause_screening(screening=screening, by=by),
        lambda by: services.reach_part(screening=screening, part=2, by=by),
        lambda by: services.start_screening(
            screening=Screening(case=world.case, indicator_set=indicator_set()), by=by
        ),
    ):
        with acting(world.colleague), pytest.raises(PermissionDenied):
            step(world.colleague)


def test_a_screening_entered_in_error_leaves_the_pages(world, sign_in):
    screening = begin(world.case, world.caseworker)
    client = sign_in(world.caseworker)
    assert client.post(f"/cases/{world.case.pk}/screening/{screening.pk}/error/").status_code == 302
    page = client.get(f"/cases/{world.case.pk}/screenings/").content.decode()
    assert "In progress" not in page
    assert "A structured talk" in page


def test_the_list_the_timeline_and_the_history_tell_of_it(world, sign_in, acting):
    screening = begin(world.case, world.caseworker)
    client = sign_in(world.caseworker)
    client.post(answer_address(screening, 1), {"answer-1": "yes"})
    listed = client.get(f"/cases/{world.case.pk}/screenings/").content.decode()
    assert "In progress, part 1 of 5" in listed
    assert "Screening begun" in client.get(f"/cases/{world.case.pk}/").content.decode()
    for reason, words in (("wish", "part 1, at the person"), ("tired", "part 1, the person was tired")):
        with acting(world.caseworker):
            if not fresh(screening, world.caseworker).is_under_way:
                services.resume_screening(screening=screening, by=world.caseworker)
            services.stop_screening(screening=screening, reason=reason, by=world.caseworker)
        assert words in client.get(f"/cases/{world.case.pk}/").content.decode()
    history = client.get(f"/cases/{world.case.pk}/history/").content.decode()
    assert "screening answer: Recruitment" in history


def test_a_paused_screening_is_on_my_day(world, sign_in, acting):
    begin(world.case, world.caseworker)
    client = sign_in(world.caseworker)
    assert "Screening paused" not in client.get("/").content.decode()
    with acting(world.caseworker):
        services.pause_screening(screening=Screening.objects.get(), by=world.caseworker)
    assert "Screening paused" in client.get("/").content.decode()


def test_the_number_of_queries_does_not_grow_with_screenings(world, sign_in):

    client, counted = sign_in(world.caseworker), []
    client.get("/")  # the first request of a session writes more
    first = begin(world.case, world.caseworker)
    addresses = (
        f"/cases/{world.case.pk}/screenings/",
        f"/cases/{world.case.pk}/screenings/{first.pk}/result/",
        f"/cases/{world.case.pk}/identification/",
    )
    for more in (3, 12):
        for _one in range(more):
            begin(world.case, world.caseworker)
        with CaptureQueriesContext(connection) as queries:
            for address in addresses:
                assert client.get(address).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]


# Status claims --------------------------------------------------------------------------------------------
def test_a_claim_from_a_screening_stays_with_its_case(world, acting):
    screening = begin(world.case, world.caseworker)
    other = factories.make_case(world.caseworker)
    with acting(world.caseworker), pytest.raises(ValidationError, match="another case"):
        claim = StatusClaim(case=other, status="PossibleVictimOfTrafficking", deciding_organisation="NGO")
        services.claim_from_screening(claim=claim, screening=screening, by=world.caseworker)
