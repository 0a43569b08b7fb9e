"""The case list: filtered, sorted, remembered; names only when asked for, and recorded."""

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from casework.access.models import AccessEvent, Action, StaffUser
from casework.victims import services, tables
from casework.victims.models import TraffickingExperience
from tests.factories import make_case

LIST = "/cases/"


def listed(answer) -> list[str]:
    return [case.reference for case in answer.context["table"].page.object_list.data]


def case_of(world, **person):
    return make_case(world.caseworker, person={"given_names": "Somebody", **person})


def test_list_shows_one_s_own_open_cases_and_no_name(page, world):
    answer = page.get(LIST)
    text = answer.content.decode()
    assert listed(answer) == [world.case.reference]
    assert "Showing 1 to 1 of 1" in text
    assert "Mireille" not in text
    assert "Kabongo" not in text


def test_list_of_the_officer_is_the_organisation_with_holders(world, sign_in):
    colleagues = make_case(world.colleague)
    answer = sign_in(world.officer).get(LIST)
    assert set(listed(answer)) == {world.case.reference, colleagues.reference}
    assert world.colleague.short_name in answer.content.decode()
    assert listed(sign_in(world.officer).get("/cases/lists/mine/")) == []


def test_saved_lists(page, world, acting):
    danger = make_case(world.caseworker, is_in_danger="yes")
    closed = make_case(world.caseworker)
    with acting(world.caseworker):
        services.change_case_status(case=closed, status="Closed", by=world.caseworker)
    assert listed(page.get("/cases/lists/danger/")) == [danger.reference]
    assert listed(page.get("/cases/lists/closed/")) == [closed.reference]
    assert listed(page.get(LIST)) == [danger.reference, world.case.reference]
    assert page.get("/cases/lists/nobody/").status_code == 404
    assert page.get("/cases/lists/whatever/").status_code == 404


def test_list_of_nobody_s_cases_is_the_officer_s(world, sign_in, acting):
    with acting(world.officer):
        assignment = world.case.caseassignment_set.get()
        services.end_assignment(assignment=assignment, by=world.officer)
    answer = sign_in(world.officer).get("/cases/lists/nobody/")
    assert listed(answer) == [world.case.reference]
    assert "Nobody holds this case" in answer.content.decode()


@pytest.mark.parametrize(
    ("chosen", "person", "case"),
    [
        ({"gender": ["Masculine"]}, {"gender": "Masculine"}, {}),
        ({"gender": ["declined", "NonConforming"]}, {"gender": "declined"}, {}),
        ({"citizenship": "NA"}, {"citizenships": ["NA", "CD"]}, {}),
        ({"danger": ["yes"]}, {}, {"is_in_danger": "yes"}),
        ({"opened_to": "1/1/2020"}, {}, {"opened_on": date(2019, 5, 1)}),
    ],
)
def test_filter_by_post_stays_on_the_server(page, world, chosen, person, case):
    wanted = make_case(world.caseworker, person={"given_names": "Somebody", **person}, **case)
    answer = page.post(LIST, chosen)
    assert answer.status_code == 302
    assert urlsplit(answer["Location"]).query == ""
    assert listed(page.get(LIST)) == [wanted.reference]
    remembered = StaffUser.objects.active().get(pk=world.caseworker.pk).case_filters["chosen"]
    assert set(remembered) == set(chosen)


def test_filter_by_exploitation(page, world, acting):
    wanted = case_of(world)
    with acting(world.caseworker):
        services.record_for_case(
            record=TraffickingExperience(case=wanted, exploitation_types=["ForcedLabour"]),
            by=world.caseworker,
        )
    page.post(LIST, {"exploitation": ["ForcedLabour", "Servitude"]})
    assert listed(page.get(LIST)) == [wanted.reference]


def test_filter_in_the_address_is_stage_and_status_only(page, world, acting):
    other = case_of(world, gender="Masculine")
    with acting(world.caseworker):
        services.set_stage(case=other, stage="protection", state="open", by=world.caseworker)
    assert listed(page.get(LIST, {"stage": "protection"})) == [other.reference]
    assert page.get(LIST, {"gender": "Masculine", "sort": "status"})["Location"] == "/cases/?sort=status"


def test_status_that_is_asked_for_stands_instead_of_open(page, world, acting):
    with acting(world.caseworker):
        services.change_case_status(case=world.case, status="Closed", by=world.caseworker)
    assert listed(page.get(LIST)) == []
    assert listed(page.get(LIST, {"status": "Closed"})) == [world.case.reference]


def test_chips_take_one_filter_away_and_clear_all(page, world):
    page.post(LIST, {"gender": ["Masculine", "NonConforming"], "danger": ["yes"]})
    text = page.get(LIST).content.decode()
    assert "Gender: Masculine" in text
    assert "0 cases for these filters" in text
    page.post(LIST, {"remove": "gender:Masculine"})
    chosen = StaffUser.objects.active().get(pk=world.caseworker.pk).case_filters["chosen"]
    assert chosen == {"gender": ["NonConforming"], "danger": ["yes"]}
    page.post(LIST, {"clear": "1"})
    assert listed(page.get(LIST)) == [world.case.reference]


def test_filter_that_exists_no_longer_is_taken_away_and_said(page, world):
    world.caseworker.case_filters = {"chosen": {"gender": ["Vanished"]}}
    world.caseworker.save(update_fields=["case_filters"])
    answer = page.get(LIST)
    assert listed(answer) == [world.case.reference]
    assert "no longer exists" in answer.content.decode()


def test_filter_with_a_date_nobody_can_read_says_so(page):
    answer = page.post(LIST, {"opened_from": "some day"})
    assert answer.status_code == 422
    assert "Write the date" in answer.content.decode()


def test_sort_is_remembered(page, world):
    old = make_case(world.caseworker, opened_on=timezone.localdate() - timedelta(days=90))
    assert listed(page.get(LIST, {"sort": "opened_on"})) == [old.reference, world.case.reference]
    assert listed(page.get(LIST)) == [old.reference, world.case.reference]
    assert listed(page.get(LIST, {"sort": "-opened_on"})) == [world.case.reference, old.reference]


@pytest.mark.parametrize(
    "query",
    [
        {"sort": "victim__given_names"},
        {"sort": "nonsense"},
        {"page": "x"},
        {"page": "99"},
        {"page": "-1"},
        {"per_page": "100000"},
        {"stage": "x"},
    ],
)
def test_address_made_by_hand_does_no_harm(page, query):
    assert page.get(LIST, query, follow=True).status_code == 200


def test_danger_comes_first(page, world):
    calm = case_of(world)
    danger = make_case(world.caseworker, is_in_danger="yes")
    case_of(world)
    answer = page.get(LIST)
    assert listed(answer)[0] == danger.reference
    assert calm.reference in listed(answer)


def test_more_than_the_list_shows_asks_to_narrow(page, world, monkeypatch):
    monkeypatch.setattr(tables, "MOST_CASES", 2)
    for _number in range(3):
        case_of(world)
    text = page.get(LIST).content.decode()
    assert "more than 2" in text
    assert "Choose filters" in text


def test_names_are_shown_for_this_page_and_each_is_recorded(page, world, acting):
    other = case_of(world)
    text = page.post("/cases/names/").content.decode()
    assert "Mireille Kabongo" in text
    assert "Somebody" in text
    with acting(world.auditor):
        events = AccessEvent.objects.visible_to(world.auditor).filter(action=Action.LISTED)
        assert {event.case_id for event in events} == {world.case.pk, other.pk}


def test_names_follow_the_filters_that_are_on(page, world):
    case_of(world, gender="Masculine")
    page.post(LIST, {"gender": ["Masculine"]})
    text = page.post("/cases/names/").content.decode()
    assert "Somebody" in text
    assert "Mireille" not in text


def test_names_stay_hidden_while_names_are_hidden(page):
    page.post("/hide-names/")
    assert "Show names" not in page.get(LIST).content.decode()
    answer = page.post("/cases/names/", follow=True)
    assert "Mireille" not in answer.content.decode()


def test_names_by_get_are_the_plain_list(page):
    assert page.get("/cases/names/")["Location"] == LIST


def test_names_are_not_shown_when_the_reading_cannot_be_recorded(page, world, superuser):
    with superuser.cursor() as cursor:
        cursor.execute("revoke insert on access_accessevent from casework_audit")
        try:
            answer = page.post("/cases/names/")
        finally:
            cursor.execute("grant insert on access_accessevent to casework_audit")
    assert answer.status_code == 503
    assert "Mireille" not in answer.content.decode()


@pytest.mark.parametrize("address", [LIST, "/cases/names/"])
def test_list_asks_no_more_of_the_database_with_thirty_rows_than_with_three(
    world, sign_in, address, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(tables, "PER_PAGE", 50)
    page = sign_in(world.caseworker)
    ask = page.get if address == LIST else page.post

    def queries() -> int:
        with django_assert_max_num_queries(60) as asked:
            assert ask(address).status_code == 200
        return len(asked)

    for _number in range(2):
        case_of(world)
    ask(address)
    few = queries()
    for _number in range(27):
        case_of(world)
    ask(address)
    assert queries() <= few


@pytest.mark.parametrize("role", ["auditor", "administrator", "researcher"])
def test_list_is_refused_to_roles_without_cases(world, sign_in, role):
    assert sign_in(world.staff[role]).get(LIST).status_code == 403


def test_partner_without_a_referral_has_an_empty_list(world, sign_in):
    answer = sign_in(world.partner).get(LIST)
    assert listed(answer) == []
    assert "There is nothing now" in answer.content.decode()
