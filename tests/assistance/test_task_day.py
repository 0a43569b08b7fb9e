"""Tasks on My day, in the case list and on the page of all tasks: one's own, references only."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.victims import services as cases
from casework.victims.models import ContactPoint
from tests import factories
from tests.assistance.tasks import join, make_task


@pytest.fixture
def case(world, acting):
    with acting(world.caseworker):
        point = ContactPoint(case=world.case, kind="mobile", safety="safe")
        cases.record_for_case(record=point, by=world.caseworker)
    return world.case


def first_of(client):
    return [(str(need.title), need.when, need.why) for need in client.get("/").context["needs"]]


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def test_a_task_is_among_what_to_do_first_from_its_reminder_on(case, world, sign_in):
    make_task(case, due_on=in_days(5), what="a name in it: Ana")
    make_task(case, due_on=in_days(3), reminder="week", kind="visit")
    make_task(case, due_on=in_days(-2), kind="report")
    client = sign_in(world.caseworker)
    assert first_of(client) == [
        ("A task is late", "2 days late", "Write a report"), ("A task is due", "In 3 days", "Visit"),
    ]  # fmt: skip
    assert "Ana" not in client.get("/").content.decode()
    assert case.reference in client.get("/cases/").content.decode()


def test_the_agenda_of_today_goes_by_the_hour_and_marks_what_is_next(case, world, sign_in):
    hour = timezone.localtime().time().replace(second=0, microsecond=0)
    make_task(case, due_time="23:59", kind="visit")
    make_task(case, due_time="00:00", kind="message")
    make_task(case, kind="documents")
    make_task(case, due_on=in_days(1))
    answer = sign_in(world.caseworker).get("/")
    agenda = [one for context in answer.context for one in context.flatten().get("tasks_today", [])]
    seen = list(dict.fromkeys((one.task.kind, one.is_next) for one in agenda))
    assert seen == [("documents", False), ("message", False), ("visit", True)], hour


def test_a_task_is_done_from_my_day_with_one_button(case, world, sign_in):
    task = make_task(case)
    client = sign_in(world.caseworker)
    answer = client.post(reverse("task-done", args=[case.pk, task.pk]), {"from-day": "1"})
    assert answer.url == "/"
    assert first_of(client) == []


def test_tasks_of_others_are_theirs_and_those_left_behind_the_holders(case, world, sign_in, acting):
    join(case, world.colleague, world.officer)
    make_task(case, assigned_to=world.colleague)
    make_task(case, assigned_to=world.officer, kind="report")
    assert first_of(sign_in(world.caseworker)) == []
    assert first_of(sign_in(world.colleague)) == [("A task is due", "Today", "Phone call")]
    assert first_of(sign_in(world.officer)) == [("A task is due", "Today", "Write a report")]
    with acting(world.officer):
        left = case.caseassignment_set.get(user=world.colleague)
        cases.end_assignment(assignment=left, by=world.officer)
    assert first_of(sign_in(world.colleague)) == []
    assert first_of(sign_in(world.caseworker)) == [("A task is due", "Today", "Phone call")]


def test_all_my_tasks_stand_by_nearness(case, world, sign_in):
    for days in (-3, 0, 4, 30):
        make_task(case, due_on=in_days(days), what="about Ana")
    make_task(world.other_case)
    answer = sign_in(world.caseworker).get(reverse("task-list"))
    assert [(name, len(tasks)) for name, tasks in answer.context["groups"]] == [
        ("Late", 1), ("Today", 1), ("This week", 1), ("Later", 1),
    ]  # fmt: skip
    assert "Ana" not in answer.content.decode()
    empty = sign_in(world.colleague).get(reverse("task-list"))
    assert "Nothing to do is written down" in empty.content.decode()


def test_the_timeline_says_what_kind_was_done_and_never_the_words(case, world, sign_in):
    task = make_task(case, what="about Ana", kind="visit")
    client = sign_in(world.caseworker)
    client.post(reverse("task-done", args=[case.pk, task.pk]))
    events = client.get(reverse("case-detail", args=[case.pk])).context["timeline"].events
    assert [(event.title, event.text) for event in events if "Task" in event.title] == [
        ("Task done", "Visit")
    ]


def test_my_tasks_ask_no_more_of_the_database_with_thirty_than_with_three(
    case, world, sign_in, django_assert_max_num_queries
):
    client = sign_in(world.caseworker)

    def queries(path: str) -> int:
        client.get(path)
        with django_assert_max_num_queries(80) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    paths = ["/", reverse("task-list"), reverse("case-tasks", args=[case.pk])]
    for _number in range(3):
        make_task(case)
    few = [queries(path) for path in paths]
    for _number in range(27):
        make_task(factories.make_case(world.caseworker) if _number < 5 else case)
    assert [queries(path) for path in paths] == few
