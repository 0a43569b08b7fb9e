"""When a task is due and when it is reminded of: across zones, and when the clocks change."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.utils import timezone, translation

from casework.assistance.tasks import day_of, due_in_words, hour_of
from tests.assistance.tasks import task_at

ZURICH = "Europe/Zurich"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hour", "zone", "due"),
    [
        ("2026-11-23", "14:30", ZURICH, "2026-11-23T13:30"),
        ("2026-07-23", "14:30", ZURICH, "2026-07-23T12:30"),
        ("2026-11-23", "14:30", "Africa/Kinshasa", "2026-11-23T13:30"),
        ("2026-11-23", "00:30", "Pacific/Auckland", "2026-11-22T11:30"),
        # Half past two comes twice on this night: the first one counts.
        ("2026-10-25", "02:30", ZURICH, "2026-10-25T00:30"),
        # And never on this one: it is an hour later on the new clock.
        ("2026-03-29", "02:30", ZURICH, "2026-03-29T01:30"),
        # Without an hour it is due when the day ends there.
        ("2026-11-23", None, ZURICH, "2026-11-23T23:00"),
        ("2026-10-25", None, ZURICH, "2026-10-25T23:00"),
        ("1900-01-01", None, "UTC", "1900-01-02T00:00"),
    ],
)
def test_a_task_is_due_by_the_clock_of_its_place(day, hour, zone, due):
    assert task_at(day, hour, zone).due_at == at(due)


@pytest.mark.parametrize(
    ("day", "hour", "reminder", "reminded"),
    [
        ("2026-11-23", "14:30", "hour", "2026-11-23T12:30"),
        ("2026-11-23", "14:30", "", "2026-11-22T23:00"),
        ("2026-11-23", None, "day", "2026-11-21T23:00"),
        # The clocks change in the night between: a day before is the same hour on the wall, 25 hours before.
        ("2026-10-25", "09:00", "day", "2026-10-24T07:00"),
        ("2026-10-25", "09:00", "three_hours", "2026-10-25T05:00"),
        # Three hours before four in the morning, on a night that loses an hour, is midnight.
        ("2026-03-29", "04:00", "three_hours", "2026-03-28T23:00"),
        ("2026-03-29", "09:00", "day", "2026-03-28T08:00"),
        ("2026-03-30", "09:00", "week", "2026-03-23T08:00"),
        ("2026-11-23", "09:00", "three_days", "2026-11-20T08:00"),
    ],
)
def test_a_reminder_counts_days_on_the_wall_and_hours_on_the_clock(day, hour, reminder, reminded):
    assert task_at(day, hour, ZURICH, reminder).remind_at == at(reminded)


@pytest.mark.parametrize(
    ("now", "is_late", "is_reminded"),
    [
        ("2026-10-25T05:59:59", False, False),
        ("2026-10-25T06:00:01", False, True),
        ("2026-10-25T08:59:59", False, True),
        ("2026-10-25T09:00:00", True, True),
    ],
)
def test_a_task_becomes_late_at_its_moment(now, is_late, is_reminded):
    task = task_at("2026-10-25", "10:00", ZURICH, "three_hours")
    with time_machine.travel(at(now), tick=False):
        assert (task.is_late, task.is_reminded) == (is_late, is_reminded)


def test_what_is_done_is_never_late():
    task = task_at("2020-01-01", None, "UTC")
    task.status = "done"
    assert not task.is_late


@pytest.mark.parametrize(
    ("day", "hour", "zone", "words"),
    [
        ("2026-11-23", "14:30", ZURICH, "Today, 2:30 pm"),
        ("2026-11-23", "14:30", "Africa/Kinshasa", "Today, 2:30 pm"),
        ("2026-11-23", "18:10", "Asia/Dhaka", "Today, 6:10 pm in Dhaka (1:10 pm here)"),
        ("2026-11-23", "09:00", ZURICH, "Late since 9:00 am"),
        ("2026-11-23", None, ZURICH, "Today"),
        ("2026-11-21", "14:30", ZURICH, "2 days late"),
        ("2026-11-26", None, ZURICH, "In 3 days"),
        # The day is the reader's: an early hour far in the east is the evening before.
        ("2026-11-24", "01:00", "Asia/Dhaka", "Today, 1:00 am in Dhaka (8:00 pm here)"),
    ],
)
@time_machine.travel(datetime(2026, 11, 23, 11, 0, tzinfo=UTC), tick=False)
def test_a_moment_is_said_where_the_reader_is(day, hour, zone, words):
    with timezone.override(ZURICH):
        assert due_in_words(task_at(day, hour, zone)) == words


def test_an_hour_elsewhere_is_said_in_french():
    with timezone.override(ZURICH), translation.override("fr"):
        task = task_at("2026-11-23", "18:10", "Africa/Addis_Ababa")
        assert "Addis-Abeba" in hour_of(task)
        assert day_of(task).isoformat() == "2026-11-23"
