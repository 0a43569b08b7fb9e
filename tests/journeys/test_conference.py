"""A case conference: planned, on everybody's day, written down; its decisions become tasks in one step."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.assistance.models import CaseConference, ConferenceDecision, Task
from tests import factories
from tests.assistance.tasks import join
from tests.clients import Browser


def enter(person) -> Browser:
    client = Browser()
    client.force_login(person)
    return client


def typed(day) -> str:
    return day.strftime("%d/%m/%Y")


@pytest.fixture
def planned(world):
    """A conference of tomorrow, and the caseworker's browser."""
    join(world.case, world.colleague, world.officer)
    client = enter(world.caseworker)
    tomorrow = timezone.localdate() + timedelta(days=1)
    words = {
        "held_on": typed(tomorrow), "held_at": "14:30", "participants": "Dr Amara, Centre Sève",
        "agenda": "where to live from spring",
    }  # fmt: skip
    answer = client.post(reverse("conference-add", args=[world.case.pk]), words)
    assert answer.status_code == 302
    with factories.acting_as(world.caseworker):
        return client, CaseConference.objects.get()


def pages_of(client, case):
    listed = client.get(reverse("case-conferences", args=[case.pk])).content.decode()
    return listed, client.get(reverse("case-detail", args=[case.pk])).content.decode()


def test_a_conference_is_planned_held_and_leaves_tasks(world, planned):
    client, conference = planned
    # The day before it is among what to do, for everybody who works on the case, without a word of it.
    for person in (world.caseworker, world.colleague):
        day = enter(person).get("/").content.decode()
        assert "A case conference" in day and "2:30 pm" in day
        assert "Amara" not in day and "spring" not in day

    path = {"pk": world.case.pk, "record": conference.pk}
    edit = reverse("conference-edit", kwargs=path)
    form = client.get(edit).context["form"]
    said = {name: form[name].value() or "" for name in form.fields} | {"discussion": "the flat is possible"}
    assert client.post(edit, said).status_code == 302

    decide = reverse("conference-decide", kwargs=path)
    due = timezone.localdate() + timedelta(days=7)
    decisions = {
        "once": str(client.get(decide).context["form"]["once"].value()),
        "what-1": "visit the flat", "whom-1": str(world.colleague.pk), "when-1": typed(due),
        "what-3": "speak again in May",
    }  # fmt: skip
    for _time in range(2):
        assert client.post(decide, decisions).status_code == 302
    with factories.acting_as(world.colleague):
        task = Task.objects.get()
        assert (task.what, task.assigned_to, task.due_on) == ("visit the flat", world.colleague, due)
        assert ConferenceDecision.objects.count() == 2
    listed, overview = pages_of(client, world.case)
    for words in ("the flat is possible", "Dr Amara", "visit the flat", "speak again in May", "To do"):
        assert words in listed
    assert "2 decisions" in overview and "the flat is possible" not in overview
    enter(world.colleague).post(reverse("task-done", args=[world.case.pk, task.pk]))
    assert "Done" in pages_of(client, world.case)[0]


def test_half_a_decision_is_said_in_words_and_nothing_is_saved(world, planned):
    client, conference = planned
    decide = reverse("conference-decide", args=[world.case.pk, conference.pk])
    who = str(world.colleague.pk)
    for words, sentence in (
        ({}, "Write one decision at least"),
        ({"what-1": "x", "whom-2": who}, "Decision 2: write it"),
        ({"what-1": "x", "whom-1": who}, "Decision 1: give both who does it and by which day"),
        ({"what-1": "x", "when-1": "1/1/2030"}, "Decision 1: give both"),
        ({"what-1": "x", "whom-1": str(world.stranger.pk), "when-1": "1/1/2030"}, "There is a problem"),
        ({"what-1": "x", "when-1": "31/2/2030"}, "This day does not exist"),
    ):
        assert sentence in client.post(decide, words).content.decode()
    with factories.acting_as(world.caseworker):
        assert not ConferenceDecision.objects.exists()


def test_a_conference_entered_in_error_leaves_the_pages(world, planned):
    client, conference = planned
    client.post(reverse("conference-in-error", args=[world.case.pk, conference.pk]))
    listed, overview = pages_of(client, world.case)
    assert "No conference yet" in listed and "Case conference" not in overview
    assert "A case conference" not in client.get("/").content.decode()
