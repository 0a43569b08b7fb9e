"""What is recorded about a child is on one page, and what waits for a child is on the day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.standards.dates import PartialDate
from casework.victims import attention, children, services
from casework.victims.models import (
    AgeAssessment,
    BestInterest,
    Case,
    FamilyAssessment,
    FamilyTracing,
    Guardian,
)
from tests import factories
from tests.victims.childhood import TODAY, add, address, begin, decide, make_child


def test_page_is_offered_for_children_of_then_and_now_and_for_records(world, sign_in, acting):
    then = factories.make_case(
        world.caseworker,
        person={"given_names": "Then", "birth_date": PartialDate.from_iso("2002-03-04")},
        opened_on=date(2015, 1, 1),
    )
    recorded = factories.make_case(world.caseworker, person={"given_names": "Nobody"})
    with acting(world.caseworker):
        assert children.concerns_child(then)
        assert children.concerns_child(make_child(world))
        assert not children.concerns_child(recorded)
    add(Guardian, recorded, world.caseworker, kind="parent")
    with acting(world.caseworker):
        assert children.concerns_child(recorded)
    client = sign_in(world.caseworker)
    assert address("case-child", recorded) in client.get(address("case-detail", recorded)).content.decode()
    adult = client.get(address("case-detail", world.case)).content.decode()
    assert address("case-child", world.case) not in adult
    direct = client.get(address("case-child", world.case)).content.decode()
    assert "Not treated as a child now" in direct


def test_hidden_names_hide_what_is_sealed(world, sign_in, acting):
    case = make_child(world)
    add(Guardian, case, world.caseworker, kind="appointed", name="Berset", suspected="no")
    add(FamilyTracing, case, world.caseworker, sought="Tante Rose", child_agrees="yes")
    begin(case, world.caseworker, doubt="two passports")
    with acting(world.caseworker):
        world.caseworker.hide_names = True
        world.caseworker.save(update_fields=["hide_names"])
    html = sign_in(world.caseworker).get(address("case-child", case)).content.decode()
    for secret in ("Berset", "Tante Rose", "two passports", "Aya"):
        assert secret not in html
    assert "in office" in html


def test_queries_of_the_page_do_not_grow_with_the_records(world, sign_in):
    by, client = world.caseworker, sign_in(world.caseworker)

    def fill(number):
        for _time in range(number):
            for model in (AgeAssessment, Guardian, BestInterest, FamilyAssessment):
                with factories.acting_as(by):
                    factories.record(model, world.case).keep(by=by, reason="recorded")

    counts = []
    fill(3)
    client.get(address("case-child", world.case))
    for more in (0, 9):
        fill(more)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address("case-child", world.case)).status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0]


def needs_of(world, *rules):
    with factories.acting_as(world.caseworker):
        cases = Case.objects.visible_to(world.caseworker).open()
        return [
            (str(need.title), need.case.pk) for need in attention.needs(cases, rules or attention.OF_A_HOLDER)
        ]


def test_what_waits_for_a_child_is_on_my_day(world, sign_in):
    child = make_child(world)
    uncertain = factories.make_case(world.caseworker, person={"given_names": "X", "age_is_uncertain": True})
    guarded = make_child(world)
    add(Guardian, guarded, world.caseworker, kind="parent")
    old = begin(uncertain, world.caseworker, begun_on=TODAY() - timedelta(days=31))
    begin(guarded, world.caseworker, begun_on=TODAY() - timedelta(days=30))
    found = needs_of(world)
    lonely = {pk for title, pk in found if title == "A child without a guardian"}
    assert lonely == {child.pk, uncertain.pk}
    assert [pk for title, pk in found if title == "The age is not decided"] == [uncertain.pk]
    decide(old, world.caseworker, "undetermined")
    assert "The age is not decided" not in dict(needs_of(world))
    assert "A child without a guardian" in sign_in(world.caseworker).get("/").content.decode()


def test_no_more_children_are_asked_for_than_are_shown(world):
    from casework.victims.attention.children import without_guardian

    for _number in range(3):
        make_child(world)
    with factories.acting_as(world.caseworker):
        cases = Case.objects.visible_to(world.caseworker)
        assert len(list(without_guardian(cases, 2))) == 2
        assert len(list(without_guardian(cases, None))) == 3


def test_others_cannot_write_about_the_child(world, acting):
    with acting(world.stranger), pytest.raises(PermissionDenied):
        services.begin_age_assessment(assessment=AgeAssessment(case=world.case), by=world.stranger)
