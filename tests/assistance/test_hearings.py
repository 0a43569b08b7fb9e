"""Hearings: the clock of the place, reminders by the clock of the reader, moves that lose nothing."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection
from django.utils import timezone

from casework.assistance import services
from casework.assistance.attention.legal import hearings_coming
from casework.assistance.forms.hearing import zone_of
from casework.assistance.hearings import in_words, next_of, reminder_days, reminders_due, soon_in_words
from casework.assistance.models import Hearing, HearingMove
from casework.victims import services as cases
from casework.victims.models import Case
from casework.victims.workflow import InvalidTransition
from tests import factories
from tests.assistance.lawsuits import Lawsuit

ZURICH, NEW_YORK, KINSHASA = "Europe/Zurich", "America/New_York", "Africa/Kinshasa"


@pytest.fixture
def lawsuit(world):
    return Lawsuit(world)


def unsaved(day: date, hour: time | None, zone: str) -> Hearing:
    hearing = Hearing(day=day, hour=hour, time_zone=zone)
    hearing.starts_at = hearing.moment
    return hearing


def at(moment: str, zone: str):
    """The clock stands still at this moment of UTC; pages are read in this zone."""
    frozen = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return time_machine.travel(frozen, tick=False), timezone.override(zone)


# In spring Zurich changes on 28 March 2027 and New York on 14 March; in autumn on 31 October and 7 November.
SPRING = unsaved(date(2027, 3, 30), time(9, 30), ZURICH)
AUTUMN = unsaved(date(2027, 11, 8), time(23, 0), NEW_YORK)
NO_HOUR = unsaved(date(2027, 3, 30), None, KINSHASA)


@pytest.mark.parametrize(
    ("hearing", "zone", "moment", "due"),
    [
        # Read in Zurich: the week begins before the clocks go forward, the last day after.
        (SPRING, ZURICH, "2027-03-22T22:59", 0),
        (SPRING, ZURICH, "2027-03-22T23:00", 1),
        (SPRING, ZURICH, "2027-03-28T21:59", 1),
        (SPRING, ZURICH, "2027-03-28T22:00", 2),
        # Read in New York, where summer time has begun two weeks earlier.
        (SPRING, NEW_YORK, "2027-03-23T03:59", 0),
        (SPRING, NEW_YORK, "2027-03-23T04:00", 1),
        (SPRING, NEW_YORK, "2027-03-29T03:59", 1),
        (SPRING, NEW_YORK, "2027-03-29T04:00", 2),
        # Late in the evening in New York it is the next day in Zurich.
        (AUTUMN, NEW_YORK, "2027-11-01T03:59", 0),
        (AUTUMN, NEW_YORK, "2027-11-01T04:00", 1),
        (AUTUMN, NEW_YORK, "2027-11-07T03:59", 1),
        (AUTUMN, NEW_YORK, "2027-11-07T04:00", 2),
        (AUTUMN, ZURICH, "2027-11-01T22:59", 0),
        (AUTUMN, ZURICH, "2027-11-01T23:00", 1),
        (AUTUMN, ZURICH, "2027-11-07T22:59", 1),
        (AUTUMN, ZURICH, "2027-11-07T23:00", 2),
        # Without an hour a day is a day wherever one reads of it.
        (NO_HOUR, NEW_YORK, "2027-03-23T03:59", 0),
        (NO_HOUR, NEW_YORK, "2027-03-23T04:00", 1),
        (NO_HOUR, ZURICH, "2027-03-22T23:00", 1),
    ],
)
def test_reminders_come_with_the_days_of_the_reader(hearing, zone, moment, due):
    clock, reader = at(moment, zone)
    with clock, reader:
        assert reminders_due(hearing) == due


def test_reminders_are_a_week_and_a_day_before():
    with timezone.override(ZURICH):
        assert reminder_days(SPRING) == [date(2027, 3, 23), date(2027, 3, 29)]
        assert reminder_days(AUTUMN) == [date(2027, 11, 2), date(2027, 11, 8)]


@pytest.mark.parametrize("zone", [ZURICH, NEW_YORK])
@pytest.mark.parametrize("month", [3, 11])
def test_my_day_counts_the_same_days_as_the_database_over_a_change_of_clocks(world, lawsuit, zone, month):
    """Every hour of a week in which clocks change: what is asked of the database and of the clock agree."""
    year = timezone.localdate().year + 1
    hearing = lawsuit.hearing(
        day=date(year, month, 16 if month == 3 else 9), hour=time(23, 30), time_zone=zone
    )
    start = datetime(year, month, 6 if month == 3 else 1, tzinfo=UTC)
    for hours in range(0, 24 * 12, 5):
        with time_machine.travel(start + timedelta(hours=hours), tick=False), timezone.override(ZURICH):
            with factories.acting_as(lawsuit.by):
                found = list(hearings_coming(Case.objects.visible_to(lawsuit.by)))
            days = (hearing.day_here - timezone.localdate()).days
            assert bool(found) == (0 <= days <= 7)
            if found:
                assert (found[0].kind.rank == 20) == (days <= 1)


@pytest.mark.parametrize(
    ("hearing", "zone", "words"),
    [
        (SPRING, ZURICH, "Tuesday 30 March 2027, 9:30 am"),
        (SPRING, NEW_YORK, "Tuesday 30 March 2027, 9:30 am, Zurich time (3:30 am here)"),
        (AUTUMN, ZURICH, "Monday 8 November 2027, 11:00 pm, New York time (9 Nov 2027, 5:00 am here)"),
        (NO_HOUR, ZURICH, "Tuesday 30 March 2027, hour not known yet"),
        # In winter the clocks of both places agree, in summer they do not.
        (unsaved(date(2027, 1, 5), time(14, 0), KINSHASA), ZURICH, "Tuesday 5 January 2027, 2:00 pm"),
    ],
)
def test_the_time_there_stands_beside_the_time_here(hearing, zone, words):
    with timezone.override(zone):
        assert in_words(hearing) == words


def test_a_thing_to_do_says_how_far_away_and_at_what_hour_here():
    clock, reader = at("2027-03-28T12:00", ZURICH)
    with clock, reader:
        assert soon_in_words(SPRING) == "In 2 days, 9:30 am"
        assert soon_in_words(NO_HOUR) == "In 2 days"


def test_the_next_hearing_is_planned_and_still_to_come():
    clock, reader = at("2027-03-28T12:00", ZURICH)
    past = unsaved(date(2027, 3, 1), time(9, 0), ZURICH)
    cancelled = unsaved(date(2027, 3, 29), time(9, 0), ZURICH)
    cancelled.status = "cancelled"
    with clock, reader:
        assert next_of([AUTUMN, past, cancelled, SPRING]) is SPRING
        assert next_of([past, cancelled]) is None


def test_what_is_not_arranged_yet_is_said(lawsuit):
    def missing() -> list[str]:
        with factories.acting_as(lawsuit.by):
            return Hearing.objects.get(pk=hearing.pk).missing

    hearing = lawsuit.hearing()
    assert missing() == ["nobody goes along yet"]
    lawsuit.do(cases.change_person, case=lawsuit.case, changes={"needs_interpreter": "yes"})
    lawsuit.do(cases.change_record, record=hearing, changes={"companion": "A. Colleague"})
    assert missing() == ["no interpreter yet"]
    lawsuit.do(cases.change_record, record=hearing, changes={"interpreter": "B. Interpreter"})
    assert missing() == []


def test_an_hour_that_does_not_exist_is_refused_and_one_that_comes_twice_is_the_first(lawsuit):
    with pytest.raises(ValidationError, match="clocks go forward"):
        lawsuit.hearing(day=date(2027, 3, 28), hour=time(2, 30))
    twice = lawsuit.hearing(day=date(2027, 10, 31), hour=time(2, 30))
    assert twice.starts_at.astimezone(UTC) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(("country", "zone"), [("CH", ZURICH), ("CD", NEW_YORK), ("", NEW_YORK)])
def test_a_country_with_one_clock_says_which(country, zone):
    with timezone.override(NEW_YORK):
        assert zone_of(country) == zone


def test_a_time_zone_nobody_knows_is_refused(lawsuit):
    with pytest.raises(ValidationError, match="time zone is not known"):
        lawsuit.hearing(time_zone="Europe/Nowhere")


# Steps --------------------------------------------------------------------------------------------------
def move(lawsuit, hearing, days, **words):
    changes = {"day": hearing.day + timedelta(days=days), "hour": time(14, 0)}
    return lawsuit.do(
        services.move_hearing, **{"hearing": hearing, "changes": changes, "reason": "court"} | words
    )


def test_a_hearing_moved_twice_keeps_both_old_times(lawsuit):
    hearing = lawsuit.hearing(30)
    moved = move(lawsuit, hearing, 1)
    assert moved.starts_at == moved.moment
    again = move(lawsuit, moved, 7)
    with factories.acting_as(lawsuit.by):
        before = list(HearingMove.objects.filter(hearing=hearing).order_by("created_at"))
    assert [(one.day, one.hour) for one in before] == [
        (hearing.day, time(9, 30)), (hearing.day + timedelta(days=1), time(14, 0)),
    ]  # fmt: skip
    assert (again.day, again.status) == (hearing.day + timedelta(days=8), "planned")


def test_a_move_meanwhile_is_told(lawsuit):
    hearing = lawsuit.hearing(30)
    seen = hearing.updated_at
    move(lawsuit, hearing, 1)
    with pytest.raises(cases.Conflict):
        move(lawsuit, hearing, 2, seen=seen)


def test_a_hearing_is_held_cancelled_and_planned_again_along_the_table(lawsuit):
    hearing = lawsuit.hearing()
    cancelled = lawsuit.do(services.cancel_hearing, hearing=hearing)
    assert move(lawsuit, cancelled, 1).status == "planned"
    lawsuit.do(services.cancel_hearing, hearing=hearing)
    with pytest.raises(InvalidTransition):
        lawsuit.do(services.note_hearing_held, hearing=hearing)
    for _press in range(2):
        assert lawsuit.do(services.reinstate_hearing, hearing=hearing).status == "planned"
    held = lawsuit.do(services.note_hearing_held, hearing=hearing, attended="no", outcome="By video.")
    assert (held.status, held.attended, held.outcome) == ("held", "no", "By video.")
    for service in (services.cancel_hearing, services.reinstate_hearing, services.note_hearing_held):
        with pytest.raises(InvalidTransition):
            lawsuit.do(service, hearing=hearing)
    with pytest.raises(InvalidTransition):
        move(lawsuit, hearing, 1)


def test_only_whoever_works_on_the_case_moves_a_hearing(world, lawsuit):
    hearing = lawsuit.hearing()
    for person in (world.colleague, world.stranger, world.partner, world.auditor):
        for service in (services.cancel_hearing, services.reinstate_hearing, services.note_hearing_held):
            with pytest.raises(PermissionDenied):
                lawsuit.do(service, by=person, hearing=hearing)
        with pytest.raises(PermissionDenied):
            move(lawsuit, hearing, 1, by=person)


def test_the_database_alone_keeps_statuses_and_answers_together(lawsuit):
    hearing = lawsuit.hearing()
    for change in ("status = 'moved'", "attended = 'yes'"):
        with pytest.raises(IntegrityError), factories.acting_as(lawsuit.by), connection.cursor() as cursor:
            cursor.execute(f"update assistance_hearing set {change} where id = %s", [hearing.pk])
