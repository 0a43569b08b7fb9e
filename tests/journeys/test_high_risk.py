"""A person in danger: registered, planned for, assessed, answered by another officer, looked at again."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.victims import services
from casework.victims.models import Case, RiskAssessment, SafetyAction
from tests.clients import Browser
from tests.factories import PASSWORD, StaffFactory


def enter(person) -> Browser:
    client = Browser()
    client.force_login(person)
    return client


def seen_in(answer) -> str:
    return answer.context["form"].initial["seen"]


@pytest.fixture
def caseworker(world):
    return enter(world.caseworker)


@pytest.fixture
def case(world, acting, caseworker):
    """Registered as in danger now; the plan is written first."""
    answer = caseworker.post(
        reverse("person-register"), {"name_to_use": "Somebody", "is_in_danger": "yes"}, follow=True
    )
    caseworker.post(
        answer.request["PATH_INFO"], {"safe_places": "the library", "call_first": "the night team"}
    )
    with acting(world.caseworker):
        return Case.objects.exclude(pk=world.case.pk).get()


def assess(client, case, level: str, **values: str) -> str:
    """An assessment from its first section to its end; the address of its page."""
    tasks = client.post(reverse("risk-begin", args=[case.pk])).url
    first, last = f"{tasks}part/own_view/", f"{tasks}part/conclusion/"
    client.post(first, {"own_view": "I am afraid at night", "seen": seen_in(client.get(first)), "done": "1"})
    client.post(last, {"level": level, "seen": seen_in(client.get(last)), "done": "1", **values})
    client.post(f"{tasks}finish/")
    return tasks


def test_a_high_risk_is_answered_by_another_officer_than_its_author(world, case, caseworker, acting):
    tasks = assess(caseworker, case, "extreme")
    safety = reverse("case-safety", args=[case.pk])
    assert "Waiting for the protection officer" in caseworker.get(safety).content.decode()
    assert caseworker.get(f"{tasks}answer/").status_code == 403
    elsewhere = enter(world.strangers[world.officer.role])
    assert elsewhere.get(f"{tasks}answer/").status_code == 404

    first = enter(world.officer)
    assert "A high risk waits for you" in first.get("/").content.decode()
    first.post(f"{tasks}answer/", {"decision": "agree", "note": "tell the night team"})
    assert "A high risk waits for you" not in first.get("/").content.decode()
    assert "tell the night team" in caseworker.get(safety).content.decode()

    # What this officer writes themselves, another one answers.
    own = assess(first, case, "high")
    assert first.post(f"{own}answer/", {"decision": "agree"}).status_code == 403
    second = enter(StaffFactory(organisation=world.ours, role=world.officer.role))
    assert second.post(f"{own}answer/", {"decision": "conference"}).status_code == 302
    history = caseworker.get(reverse("case-history", args=[case.pk])).content.decode()
    assert "answered by the protection officer" in history
    with acting(world.caseworker):
        assert RiskAssessment.objects.waiting().count() == 0


def test_a_review_that_is_late_surfaces_and_goes_with_the_next_assessment(world, case, caseworker):
    before = timezone.localdate() - timedelta(days=40)
    # Written down later, from paper: thirty days after its own day it is due.
    assess(caseworker, case, "medium", assessed_on=before.strftime("%d/%m/%Y"))
    safety, officer = reverse("case-safety", args=[case.pk]), enter(world.officer)
    for person in (caseworker, officer):
        day = person.get("/").content.decode()
        assert "Safety review overdue" in day and "10 days late" in day
    assert "Safety review overdue" in caseworker.get(safety).content.decode()
    assert case.reference in caseworker.get("/cases/lists/due/").content.decode()
    assess(caseworker, case, "low")
    for person in (caseworker, officer):
        assert "Safety review" not in person.get("/").content.decode()
    assert "falling since" in caseworker.get(safety).content.decode()
    assert case.reference not in caseworker.get("/cases/lists/due/").content.decode()


def test_two_editors_of_one_section_choose_together(world, case, caseworker, acting):
    helper = StaffFactory(organisation=world.ours)
    with acting(world.officer):
        services.assign_case(case=case, to=helper, kind="team", by=world.officer)
    tasks = caseworker.post(reverse("risk-begin", args=[case.pk])).url
    section, other = f"{tasks}part/individual/", enter(helper)
    mine, theirs = seen_in(caseworker.get(section)), seen_in(other.get(section))
    other.post(section, {"debt": "present", "debt-note": "to a cousin", "alone": "present", "seen": theirs})
    answer = caseworker.post(section, {"debt": "not_present", "age": "present", "seen": mine})
    assert answer.status_code == 409
    # Only the question that both answered is asked about: nothing else has to be decided.
    assert {one.name for one in answer.context["differences"]} == {"debt"}
    chosen = {
        "debt": "not_present", "age": "present", "seen": answer.context["fresh_seen"], "differs": "debt",
        "choose-debt": "theirs", "alone": "present", "debt-note": "to a cousin",
    }  # fmt: skip
    assert caseworker.post(section, chosen).status_code == 302
    form = caseworker.get(section).context["form"]
    assert {name: form[name].value() for name in ("debt", "age", "alone", "debt-note")} == {
        "debt": "present", "age": "present", "alone": "present", "debt-note": "to a cousin",
    }  # fmt: skip


def test_a_draft_survives_a_lost_session(world, case, caseworker):
    tasks = caseworker.post(reverse("risk-begin", args=[case.pk])).url
    section = f"{tasks}part/own_view/"
    typed = {"own_view": "half a sentence", "seen": seen_in(caseworker.get(section))}
    assert caseworker.post(f"{section}draft/", typed).status_code == 200
    caseworker.post(reverse("account_logout"))
    lost = caseworker.get(section)
    assert re.search(r"next=.*own_view", lost.url)
    back = caseworker.post(lost.url, {"login": world.caseworker.email, "password": PASSWORD})
    assert back.url == section
    page = caseworker.get(back.url)
    assert page.context["form"]["own_view"].value() == "half a sentence"
    assert "Draft kept on" in page.content.decode()


def test_the_steps_of_the_plan_are_done_or_say_why_not(world, case, caseworker, acting):
    add = reverse("safety-action-add", args=[case.pk])
    caseworker.post(add, {"what": "pack a bag", "actor": "person", "actor_name": "with her sister"})
    with acting(world.caseworker):
        step = SafetyAction.objects.get()
    caseworker.post(reverse("safety-action-close", args=[case.pk, step.pk]), {"status": "done"})
    text = caseworker.get(reverse("case-safety", args=[case.pk])).content.decode()
    assert "pack a bag" in text and "done on" in text
