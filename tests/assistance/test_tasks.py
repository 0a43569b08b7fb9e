"""Tasks: given, moved, done, dropped and taken up again; refused in words."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from casework.assistance import services
from casework.assistance.models import Task
from casework.assistance.policies import staff_of
from casework.victims.workflow import InvalidTransition
from tests import factories
from tests.assistance.tasks import join, make_task


@pytest.fixture
def task(world):
    return make_task(world.case, what="ring the sister")


def url(name, task):
    return reverse(name, args=[task.case_id, task.pk])


def step(world, task, status, **words):
    with factories.acting_as(world.caseworker):
        return services.set_task_status(task=task, status=status, by=world.caseworker, **words)


def test_a_task_is_given_to_those_who_work_on_the_case_and_its_officers(world):
    join(world.case, world.colleague, world.officer)
    with factories.acting_as(world.caseworker):
        people = set(staff_of(world.case))
    assert people == {world.caseworker, world.colleague, world.officer}


@pytest.mark.parametrize("who", ["colleague", "stranger", "partner", "administrator"])
def test_a_task_is_not_given_to_somebody_without_the_case(world, who):
    person = getattr(world, who)
    with pytest.raises(PermissionDenied, match="somebody who works on the case"):
        make_task(world.case, assigned_to=person)
    task = make_task(world.case)
    with factories.acting_as(world.caseworker), pytest.raises(PermissionDenied):
        services.change_task(task=task, changes={"assigned_to": person}, by=world.caseworker)


def test_a_task_goes_through_its_steps(world, task):
    done = step(world, task, "done")
    assert done.done_at is not None
    with pytest.raises(InvalidTransition):
        step(world, task, "done")
    again = step(world, done, "open")
    assert again.done_at is None
    dropped = step(world, again, "dropped", reason="not_needed")
    assert dropped.reason == "not_needed"
    with factories.acting_as(world.caseworker):
        reasons = list(Task.history.values_list("history_change_reason", flat=True))
    assert reasons[::-1] == ["recorded", "task done", "task open", "task dropped"]


def test_what_is_done_is_not_moved(world, task):
    done = step(world, task, "done")
    with factories.acting_as(world.caseworker), pytest.raises(InvalidTransition):
        services.move_task(
            task=done, due_on=timezone.localdate(), due_time=None, zone="UTC", reason="no_time",
            by=world.caseworker,
        )  # fmt: skip


def test_moving_keeps_the_day_before_and_drops_a_reminder_that_needs_an_hour(world, sign_in):
    task = make_task(world.case, due_time="14:30", reminder="hour")
    client = sign_in(world.caseworker)
    before, after = timezone.localdate(), timezone.localdate() + timedelta(days=9)
    page = client.get(url("task-move", task))
    assert page.context["form"]["due_on"].value() == before.strftime("%d/%m/%Y")
    moved = {"due_on": after.strftime("%d/%m/%Y"), "zone": "Europe/Zurich", "reason": "not_reached"}
    assert client.post(url("task-move", task), moved).status_code == 302
    with factories.acting_as(world.caseworker):
        task.refresh_from_db()
        days = list(Task.history.order_by("history_date").values_list("due_on", flat=True))
    assert (task.due_on, task.reminder, task.status, task.reason) == (after, "", "open", "not_reached")
    assert days == [before, after]
    history = client.get(reverse("case-history", args=[world.case.pk])).content.decode()
    assert "moved to another day" in history and "The person was not reached" in history


def test_steps_that_come_too_late_are_told(world, sign_in, task):
    client = sign_in(world.caseworker)
    assert client.post(url("task-done", task), follow=True).context["tasks"].count() == 0
    assert "Somebody did this meanwhile" in client.post(url("task-done", task), follow=True).content.decode()
    dropped = client.post(url("task-drop", task), {"reason": "no_time"}, follow=True)
    assert "Somebody did this meanwhile" in dropped.content.decode()
    assert "is to do again" in client.post(url("task-reopen", task), follow=True).content.decode()
    assert client.post(url("task-drop", task)).context["form"].errors
    client.post(url("task-drop", task), {"reason": "no_time"})
    text = client.get(reverse("case-tasks", args=[world.case.pk])).content.decode()
    assert "No time" in text and "dropped" in text


def test_a_task_is_added_changed_and_shown_in_its_case(world, sign_in):
    client = sign_in(world.caseworker)
    add = reverse("task-add", args=[world.case.pk])
    page = client.get(add)
    assert page.context["form"]["assigned_to"].value() == world.caseworker.pk
    typed = {
        "kind": "call", "what": "مريم 🌿 ring Ana", "assigned_to": world.caseworker.pk, "due_on": "1/1/1900",
        "zone": "Pacific/Auckland", "reminder": "hour",
    }  # fmt: skip
    assert "give the time of the task" in client.post(add, typed).content.decode()
    once = client.get(add).context["form"]["once"].value()
    for _time in range(2):
        assert client.post(add, typed | {"due_time": "9:00", "once": once}).status_code == 302
    with factories.acting_as(world.caseworker):
        task = Task.objects.get()
    assert task.is_late
    for name in ("case-detail", "case-tasks"):
        assert "مريم 🌿 ring Ana" in client.get(reverse(name, args=[world.case.pk])).content.decode()
    changed = {"kind": "visit", "assigned_to": world.officer.pk, "seen": task.updated_at.isoformat()}
    assert client.post(url("task-edit", task), changed).status_code == 302
    with factories.acting_as(world.caseworker):
        task.refresh_from_db()
        assert (task.kind, task.assigned_to, task.due_on.year) == ("visit", world.officer, 1900)
    client.post(url("task-in-error", task))
    assert "ring Ana" not in client.get(reverse("case-tasks", args=[world.case.pk])).content.decode()


def test_two_editors_of_a_task_choose_together(world, sign_in, task):
    client = sign_in(world.caseworker)
    seen = task.updated_at.isoformat()
    words = {"kind": "call", "assigned_to": world.caseworker.pk}
    client.post(url("task-edit", task), words | {"what": "ring the aunt", "seen": seen})
    answer = client.post(url("task-edit", task), words | {"what": "ring the cousin", "seen": seen})
    assert answer.status_code == 409
    assert {one.name for one in answer.context["differences"]} == {"what"}


def test_a_task_takes_the_reminder_in_hours_only_with_an_hour(world, sign_in, task):
    words = {"kind": "call", "assigned_to": world.caseworker.pk, "seen": task.updated_at.isoformat()}
    answer = sign_in(world.caseworker).post(url("task-edit", task), words | {"reminder": "hour"})
    assert "give the time of the task" in answer.content.decode()
