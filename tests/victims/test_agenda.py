"""The week on My day: what is planned, by the clock of the reader, in nobody else's cases."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from casework.assistance import services
from casework.victims import agenda
from casework.victims.models import Case
from casework.victims.services import assign_case
from tests import factories
from tests.assistance.lawsuits import Lawsuit


@pytest.fixture
def lawsuit(world):
    return Lawsuit(world)


def week(by) -> agenda.Agenda:
    with factories.acting_as(by):
        return agenda.of_week(Case.objects.visible_to(by))


def test_the_week_is_seven_days_in_their_order(lawsuit):
    for days in (6, 7, 0, -1, 2):
        lawsuit.hearing(days)
    lawsuit.hearing(2, hour=None)
    lawsuit.hearing(2, hour=time(8, 0), kind="police")
    cancelled = lawsuit.hearing(1)
    lawsuit.do(services.cancel_hearing, hearing=cancelled)
    today = timezone.localdate()
    found = [(day - today, len(some)) for day, some in week(lawsuit.by).days]
    assert [(gap.days, number) for gap, number in found] == [(0, 1), (2, 3), (6, 1)]
    some = next(list(some) for day, some in week(lawsuit.by).days if (day - today).days == 2)
    assert [one.at is None for one in some] == [True, False, False]
    assert some[1].title == "Interview with the police"


def test_the_next_appointment_is_the_first_that_has_not_begun(lawsuit):
    first, second = lawsuit.hearing(1, hour=time(9, 0)), lawsuit.hearing(1, hour=time(11, 0))
    noon = datetime.combine(first.day, time(10, 0), first.moment.tzinfo)
    with time_machine.travel(noon, tick=False):
        assert week(lawsuit.by).next.at == second.starts_at
    with time_machine.travel(noon + timedelta(hours=2), tick=False):
        assert week(lawsuit.by).next is None


def test_an_hour_far_away_stands_on_the_day_of_the_reader(lawsuit):
    hearing = lawsuit.hearing(3, hour=time(23, 0), time_zone="America/New_York")
    with timezone.override("Europe/Zurich"):
        (found,) = week(lawsuit.by).appointments
    assert found.day == hearing.day + timedelta(days=1)


def test_my_day_shows_the_week_and_marks_what_comes_next(world, lawsuit, sign_in):
    page = sign_in(world.caseworker)
    assert "Nothing is planned this week." in page.get("/").content.decode()
    lawsuit.hearing(2, companion="", place="Secret room")
    html = page.get("/").content.decode()
    assert reverse("proceeding-detail", args=[world.case.pk, lawsuit.proceeding.pk]) in html
    assert "Nobody goes along yet" in html
    assert 'class="now-word"' in html
    assert "Secret room" not in html


def test_the_officer_sees_the_week_of_cases_they_work_on_only(world, lawsuit, sign_in):
    lawsuit.hearing(2)
    assert "This week" not in sign_in(world.officer).get("/").content.decode()
    with factories.acting_as(world.officer):
        kind = next(code for code in factories.codes("assignment_kind") if code != "holder")
        assign_case(case=world.case, to=world.officer, kind=kind, by=world.officer)
    assert world.case.reference in sign_in(world.officer).get("/").content.decode()


def test_nobody_sees_the_week_of_other_peoples_cases(world, lawsuit):
    lawsuit.hearing(2)
    for person in (world.colleague, world.stranger, world.partner):
        assert week(person).appointments == []
