"""My day: danger first, then date; references only; one's own cases only."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from casework.access.roles import Role
from casework.victims import services
from casework.victims.models import Consent, ContactPoint
from tests.factories import StaffFactory, make_case

DAY = "/"


def needs(answer) -> list[tuple[str, str]]:
    return [(str(need.kind.title), need.case.reference) for need in answer.context["needs"]]


def safe_contact(case, by, acting) -> None:
    with acting(by):
        services.record_for_case(record=ContactPoint(case=case, kind="mobile", safety="safe"), by=by)


def consent_until(case, days: int, by, acting) -> None:
    today = timezone.localdate()
    with acting(by):
        consent = Consent(
            case=case, purpose="health", recipient="Centre Sève", status="given",
            given_on=today - timedelta(days=100), expires_on=today + timedelta(days=days),
        )  # fmt: skip
        services.record_consent(consent=consent, by=by)


@pytest.mark.parametrize("role", Role.values)
def test_day_opens_for_every_role_without_a_name(world, sign_in, role):
    answer = sign_in(world.staff[role]).get(DAY)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "My day" in text
    assert "Mireille" not in text
    assert "Kabongo" not in text


def test_day_puts_danger_first_then_what_is_late_then_date(world, sign_in, acting):
    by = world.caseworker
    safe_contact(world.case, by, acting)
    consent_until(world.case, 3, by, acting)
    late = make_case(by)
    safe_contact(late, by, acting)
    consent_until(late, -2, by, acting)
    danger = make_case(by, is_in_danger="yes")
    safe_contact(danger, by, acting)
    answer = sign_in(by).get(DAY)
    assert needs(answer) == [
        ("In danger now", danger.reference),
        ("A consent expires", late.reference),
        ("A consent expires", world.case.reference),
    ]
    text = answer.content.decode()
    assert "2 days late" in text
    assert "In 3 days" in text
    assert "Danger first, then date" in text


@pytest.mark.parametrize(("days", "shown"), [(14, True), (15, False), (0, True), (-40, True)])
def test_day_shows_a_consent_from_two_weeks_before_its_end(world, sign_in, acting, days, shown):
    safe_contact(world.case, world.caseworker, acting)
    consent_until(world.case, days, world.caseworker, acting)
    assert bool(needs(sign_in(world.caseworker).get(DAY))) is shown


def test_day_leaves_out_a_withdrawn_consent(world, sign_in, acting):
    safe_contact(world.case, world.caseworker, acting)
    consent_until(world.case, 3, world.caseworker, acting)
    with acting(world.caseworker):
        services.withdraw_consent(consent=Consent.objects.get(case=world.case), by=world.caseworker)
    assert needs(sign_in(world.caseworker).get(DAY)) == []


def test_day_asks_for_a_safe_contact(world, sign_in, acting):
    page = sign_in(world.caseworker)
    assert needs(page.get(DAY)) == [("No safe contact", world.case.reference)]
    safe_contact(world.case, world.caseworker, acting)
    assert needs(page.get(DAY)) == []
    assert "Nothing urgent" in page.get(DAY).content.decode()


def test_day_names_a_case_in_which_nothing_was_recorded_for_a_month(world, sign_in, acting):
    safe_contact(world.case, world.caseworker, acting)
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=True):
        page = sign_in(world.caseworker)
        assert needs(page.get(DAY)) == [("Nothing recorded lately", world.case.reference)]
        consent_until(world.case, 60, world.caseworker, acting)
        assert needs(page.get(DAY)) == []


def test_day_leaves_closed_cases_alone(world, sign_in, acting):
    with acting(world.caseworker):
        services.change_case_status(case=world.case, status="Closed", by=world.caseworker)
    answer = sign_in(world.caseworker).get(DAY)
    assert needs(answer) == []
    assert answer.context["case_count"] == 0
    assert "You have none yet" in answer.content.decode()


def test_day_counts_cases_by_stage(world, sign_in, acting):
    with acting(world.caseworker):
        services.set_stage(case=world.case, stage="assistance", state="open", by=world.caseworker)
    make_case(world.caseworker)
    bars = {bar.code: bar.count for bar in sign_in(world.caseworker).get(DAY).context["stages"]}
    assert bars["identification"] == 2
    assert bars["assistance"] == 1
    assert bars["protection"] == 0


def test_day_lists_what_changed_last_once_for_each_case(world, sign_in, acting):
    safe_contact(world.case, world.caseworker, acting)
    changes = sign_in(world.caseworker).get(DAY).context["changes"]
    assert [(change.case.reference, change.what) for change in changes] == [
        (world.case.reference, "contact point")
    ]


def test_day_of_the_officer_shows_cases_nobody_holds(world, sign_in, acting):
    with acting(world.officer):
        services.end_assignment(assignment=world.case.caseassignment_set.get(), by=world.officer)
    answer = sign_in(world.officer).get(DAY)
    assert needs(answer) == [("Nobody holds this case", world.case.reference)]
    assert world.other_case.reference not in answer.content.decode()


def test_day_of_the_officer_leaves_routine_of_others_to_them(world, sign_in):
    assert needs(sign_in(world.officer).get(DAY)) == []


def test_day_of_the_auditor_shows_how_far_the_trail_goes(world, sign_in):
    sign_in(world.caseworker).post("/people/find/", {"q": "Mireille"})
    answer = sign_in(world.auditor).get(DAY)
    assert answer.context["chain_length"] > 0
    assert ("searched", 1) in [(str(action), count) for action, count in answer.context["events"]]
    assert world.case.reference not in answer.content.decode()


def test_day_of_the_administrator_shows_accounts_never_used(world, sign_in):
    StaffFactory(organisation=world.ours, name="Never There")
    text = sign_in(world.administrator).get(DAY).content.decode()
    assert "Never There" in text
    assert world.case.reference not in text


def test_day_of_partner_and_researcher_say_what_will_come(world, sign_in):
    assert "No referral is waiting" in sign_in(world.partner).get(DAY).content.decode()
    assert "No release is open to you" in sign_in(world.researcher).get(DAY).content.decode()


def test_quick_exit_is_explained_until_it_was_understood(world, sign_in):
    page = sign_in(world.caseworker)
    assert "Leaving in a hurry" in page.get(DAY).content.decode()
    assert page.post("/welcome/")["Location"] == DAY
    assert "Leaving in a hurry" not in page.get(DAY).content.decode()


@pytest.mark.parametrize("role", ["caseworker", "protection_officer"])
def test_day_asks_no_more_of_the_database_with_thirty_cases_than_with_three(
    world, sign_in, acting, role, django_assert_max_num_queries
):
    page = sign_in(world.staff[role])

    def queries() -> int:
        with django_assert_max_num_queries(60) as asked:
            assert page.get(DAY).status_code == 200
        return len(asked)

    def add(number: int) -> None:
        for place in range(number):
            case = make_case(world.caseworker, is_in_danger="yes" if place % 2 else "")
            consent_until(case, place % 14, world.caseworker, acting)

    add(3)
    page.get(DAY)
    few = queries()
    add(27)
    page.get(DAY)
    assert queries() <= few
