"""A talk ends when the person wishes or when it is done; it may go on another day, and is on the pages."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.victims import services
from casework.victims.models import Indicator, Screening, StatusClaim
from casework.victims.services.screenings import Given
from casework.victims.workflow import InvalidTransition
from tests import factories
from tests.factories import indicator_set
from tests.victims.talks import answer_address, answers_of, begin, fresh, part_address


def indicator(screening, number=1) -> Indicator:
    return screening.indicator_set.indicators.get(number=number)


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
    assert client.get(stop)["Location"] == response["Location"], "what has ended is not stopped again"
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
