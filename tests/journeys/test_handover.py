"""A caseworker leaves: forty cases and their tasks go to others in one step; the door closes."""

import re

import pytest
from django.urls import reverse

from casework.assistance.models import Handover, Task
from casework.victims import services
from casework.victims.models import Case, CaseAssignment, Victim
from casework.victims.services.many import NewFile, register_people
from tests import factories
from tests.assistance.tasks import make_task
from tests.clients import Browser


def enter(person) -> Browser:
    client = Browser()
    client.force_login(person)
    return client


def many_cases(person, number):
    """Open cases of one holder, registered together; one of them in danger."""
    files = []
    for place in range(number):
        victim = Victim(given_names=f"Person {place}")
        case = Case(victim=victim, organisation=person.organisation, is_in_danger="yes" if place == 7 else "")
        files.append(NewFile(victim, case, person, []))
    with factories.acting_as(person):
        register_people(files=files, by=person)
    return [file.case for file in files]


@pytest.fixture
def leaver(world):
    """Somebody with forty open cases, a few tasks, and one closed case."""
    person = factories.StaffFactory(organisation=world.ours, name="Nadia Rossi")
    cases = many_cases(person, 40)
    for case in cases[:5]:
        make_task(case, what="promised to ring")
    closed = factories.make_case(person)
    with factories.acting_as(person):
        services.change_case_status(case=closed, status="Closed", by=person)
    return person


def sent_by(page) -> dict[str, str]:
    return {one.html_name: one.value() for one in page.context["form"]}


def test_forty_cases_change_hands_in_one_step(world, leaver):
    officer, colleague = enter(world.officer), enter(world.colleague)
    before = enter(leaver)
    text = officer.get(reverse("caseload-list")).content.decode()
    assert "Nadia Rossi" in text and not re.search("Mireille|Kabongo", text)

    address = reverse("handover", args=[leaver.pk])
    page = officer.get(address)
    rows = page.context["rows"]
    assert len(rows) == 40 and rows[0][0].is_in_danger == "yes"
    assert sum(len(tasks) for _case, tasks, _field in rows) == 5
    # Whoever holds least comes first: the colleague held nothing, the other one case.
    chosen = sent_by(page)
    taken = [value for name, value in chosen.items() if name != "once"]
    assert {taken.count(str(one.pk)) for one in (world.colleague, world.caseworker)} == {20}

    open_tab = reverse("case-detail", args=[rows[0][0].pk])
    assert before.get(open_tab).status_code == 200
    once, again = (officer.post(address, chosen, follow=True).content.decode() for _time in range(2))
    assert "40 cases handed over" in once
    assert "There is a problem" not in again
    assert "holds no open case" in officer.get(address).content.decode()

    # The door closes with the next request; what is closed long since stays in sight.
    assert before.get(open_tab).status_code == 404
    with factories.acting_as(leaver):
        assert Case.objects.visible_to(leaver).count() == 1
    assert "20 of your cases went to" in before.get("/").content.decode()
    day = colleague.get("/").content.decode()
    assert "20 cases of N. Rossi are yours now." in day
    assert day.count("case of") == 0
    assert "cases of N. Rossi went to" in officer.get("/").content.decode()

    with factories.acting_as(world.officer):
        assert Handover.objects.count() == 2
        live = CaseAssignment.objects.filter(kind="holder", ended_at=None, case__closed_on=None)
        assert not live.filter(user=leaver).exists()
        assert not Task.objects.filter(assigned_to=leaver).exists()
        task = Task.objects.filter(assigned_to=world.colleague).first()
    mine = enter(task.assigned_to).get(reverse("case-tasks", args=[task.case_id]))
    assert "promised to ring" in mine.content.decode()
    history = colleague.get(reverse("case-history", args=[task.case_id])).content.decode()
    assert "handed over" in history
