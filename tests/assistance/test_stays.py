"""Stays: who may take which step, whose a bed is, and what waits to be done."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from casework.access.roles import Role
from casework.assistance import services
from casework.assistance.models import Incident, ShelterStay
from casework.victims import attention
from casework.victims.models import Case
from casework.victims.workflow import InvalidTransition
from tests import factories
from tests.assistance.house import House, lapse


def test_a_held_bed_is_given_to_nobody_else_until_the_hold_ends(house, superuser):
    stay, second = house.hold(), house.another_case()
    with pytest.raises(ValidationError, match="Choose another bed"):
        house.hold(second)
    lapse(superuser, stay)
    assert stay.is_lapsed
    house.hold(second)
    with pytest.raises(ValidationError, match="Choose another bed"):
        house.do(services.hold_for_stay, stay=stay)


def test_a_hold_is_renewed_and_given_back(house):
    stay = house.hold()
    before = stay.held_until
    renewed = house.do(services.hold_for_stay, stay=stay)
    assert renewed.held_until > before
    ended = house.do(services.release_hold, stay=stay)
    assert (ended.status, ended.is_over, house.now().free) == ("expired", True, 2)


def test_a_second_hold_for_the_same_person_is_refused_until_the_first_runs_out(house, superuser):
    stay = house.hold()
    other = House(house.world)
    with pytest.raises(ValidationError, match="held for this person already"):
        other.hold()
    lapse(superuser, stay)
    other.hold()
    with factories.acting_as(house.by):
        stay.refresh_from_db()
    assert stay.status == "expired"


def test_a_request_becomes_the_hold_and_the_hold_the_stay(house):
    asked = house.do(services.request_stay, case=house.world.case, shelter=house.shelter)
    held = house.hold()
    placed = house.place()
    assert asked.pk == held.pk == placed.pk
    assert placed.status == "admitted"


def test_a_person_in_a_bed_is_placed_nowhere_else_but_may_be_moved(house):
    house.place()
    other = House(house.world)
    with pytest.raises(ValidationError, match="in a bed already"):
        other.place()
    with factories.acting_as(house.by):
        stay = ShelterStay.objects.get(status="admitted")
    held_there = other.hold()
    moved = house.do(services.move_person, stay=stay, bed=other.second)
    with factories.acting_as(house.by):
        stay.refresh_from_db()
        held_there.refresh_from_db()
    assert (stay.status, stay.end_reason, stay.destination) == (
        "discharged",
        "moved_shelter",
        "other_shelter",
    )
    assert (held_there.status, moved.status, moved.moved_from_id) == ("expired", "admitted", stay.pk)
    assert moved.arrived_at == stay.ended_at


def test_a_move_that_finds_the_bed_taken_changes_nothing(house):
    stay = house.place()
    house.place(house.another_case(), house.second)
    with pytest.raises(ValidationError, match="Choose another bed"):
        house.do(services.move_person, stay=stay, bed=house.second)
    with factories.acting_as(house.by):
        stay.refresh_from_db()
    assert stay.status == "admitted"


def test_a_bed_out_of_use_is_given_to_nobody(house):
    house.do(services.set_bed_use, by=house.world.officer, bed=house.first, is_out_of_use=True)
    with pytest.raises(ValidationError, match="out of use"):
        house.place()
    assert house.now().counts["out"] == 1


def test_a_step_that_is_not_in_the_table_is_refused(house):
    stay = house.place()
    for service in (services.admit_person, services.end_leave, services.release_hold):
        with pytest.raises(InvalidTransition):
            house.do(service, stay=stay)
    stay = house.do(services.start_leave, stay=stay, back_by=timezone.now() + timedelta(hours=1))
    with pytest.raises(InvalidTransition):
        house.do(services.admit_person, stay=stay)
    house.do(services.discharge_person, stay=stay, reason="did_not_return")


def test_a_request_needs_a_bed_to_become_a_stay(house):
    asked = house.do(services.request_stay, case=house.world.case, shelter=house.shelter)
    with pytest.raises(ValidationError, match="Choose a bed"):
        house.do(services.admit_person, stay=asked)
    declined = house.do(services.decline_stay, stay=asked, reason="no_free_bed")
    assert (declined.status, declined.end_reason) == ("declined", "no_free_bed")


def test_who_may_not(house):
    world, stay = house.world, house.place()
    with factories.acting_as(world.colleague), pytest.raises(PermissionDenied):
        services.start_leave(stay=stay, back_by=timezone.now(), by=world.colleague)
    with pytest.raises(PermissionDenied):
        house.do(services.add_shelter, values={"code_name": "X"})
    with pytest.raises(PermissionDenied):
        house.do(services.confirm_figures, shelter=house.shelter)
    stranger = world.strangers[Role.PROTECTION_OFFICER]
    for service, words in (
        (services.change_shelter, {"shelter": house.shelter, "changes": {}}),
        (services.add_shelter_staff, {"shelter": house.shelter, "user": world.stranger}),
    ):
        with pytest.raises(PermissionDenied):
            house.do(service, by=stranger, **words)
    for person in (world.researcher, world.stranger):
        with pytest.raises(PermissionDenied):
            house.do(services.add_shelter_staff, by=world.officer, shelter=house.shelter, user=person)


def test_the_answer_to_the_house_rules_can_be_taken_back(house):
    stay = house.place()
    stay = house.do(services.record_rules_answer, stay=stay, answer="refused", language="fra")
    assert stay.rules_asked_on == timezone.localdate()
    stay = house.do(services.record_rules_answer, stay=stay, answer="")
    assert (stay.rules_asked_on, stay.status) == (None, "admitted")


def test_what_needs_doing(house, superuser):
    world, by = house.world, house.by
    asked = factories.make_case(by, person={"given_names": "A"})
    house.do(services.request_stay, case=asked, shelter=house.shelter)
    held = factories.make_case(by, person={"given_names": "B"})
    hold = house.hold(held, house.second)
    stay = house.place()
    with factories.acting_as(by):
        services.change_stay(stay=stay, changes={"expected_until": timezone.localdate()}, by=by)
        incident = Incident(case_id=stay.case_id, stay=stay, kind="fire", severity="severe")
        services.record_incident(incident=incident, by=by)
        services.start_leave(stay=stay, back_by=timezone.now() + timedelta(hours=1), by=by)
    with superuser.cursor() as cursor:
        cursor.execute(
            "update assistance_shelterstay set back_by = now() - interval '1 hour' where back_by is not null"
        )
    with factories.acting_as(by):
        needs = attention.needs(Case.objects.visible_to(by), attention.OF_A_HOLDER)
        ranks = {need.kind.rank: need for need in needs}
    assert {5, 15, 16, 30, 45} <= set(ranks)
    assert ranks[15].when.startswith("Until")
    lapse(superuser, hold)
    with factories.acting_as(by):
        needs = attention.needs(Case.objects.visible_to(by), attention.OF_A_HOLDER)
    assert next(need.when for need in needs if need.kind.rank == 15).startswith("Hold ended")
    with factories.acting_as(world.officer):
        officers = attention.needs(Case.objects.visible_to(world.officer), attention.OF_AN_OFFICER)
    assert {5, 16} <= {need.kind.rank for need in officers}
