"""A safety plan: versions that can all be read, a word shown on request only, steps that are done or not."""

from django.urls import reverse

from casework.access.models import AccessEvent
from casework.victims import services
from casework.victims.models import Case, SafetyAction, SafetyPlan
from tests.victims.risks import at


def test_a_new_plan_replaces_the_one_before_and_both_can_be_read(page, world, acting):
    address = at("safety-plan-edit", world.case)
    page.post(address, {"warning_signs": "a car", "safe_places": "library", "agreed_code": "blue door"})
    first = page.get(address)
    assert "library" in first.content.decode()
    seen = first.context["form"].initial["seen"]
    page.post(address, {"warning_signs": "a car", "safe_places": "pharmacy", "seen": seen})
    text = page.get(at("case-safety", world.case)).content.decode()
    assert "pharmacy" in text and "library" not in text and "Version 2" in text
    assert "library" in page.get(at("safety-plan-earlier", world.case)).content.decode()
    # Whoever wrote from the first version is shown both.
    conflict = page.post(address, {"safe_places": "station", "seen": seen})
    assert conflict.status_code == 409 and "pharmacy" in conflict.content.decode()
    with acting(world.caseworker):
        assert SafetyPlan.objects.filter(status="current").get().version == 2


def test_the_agreed_word_is_shown_on_request_only_and_recorded(page, world, acting, superuser):
    with acting(world.caseworker):
        plan = services.record_safety_plan(
            case=world.case, values={"agreed_code": "blue door"}, by=world.caseworker
        )
    assert "blue door" not in page.get(at("case-safety", world.case)).content.decode()
    shown = page.post(at("safety-plan-reveal", world.case, record=plan.pk), headers={"Accept": "text/plain"})
    assert shown.content.decode() == "blue door"
    history = page.get(at("case-history", world.case)).content.decode()
    assert "blue door" not in history and "kept back" in history
    with superuser.cursor() as cursor:
        cursor.execute("select count(*) from access_accessevent where detail = 'plan.agreed_code'")
        assert cursor.fetchone()[0] == 1
    assert AccessEvent.objects.count() == 0  # nobody without a context reads the trail


def test_steps_are_added_changed_and_closed(page, world, acting):
    add = at("safety-action-add", world.case)
    assert page.get(add).url == at("safety-plan-edit", world.case)
    assert page.post(add, {"what": "pack a bag"}).status_code == 404
    page.post(at("safety-plan-edit", world.case), {"warning_signs": "a car"})
    assert "“What is to be done” is empty" in page.post(add, {}).content.decode()
    page.post(add, {"what": "pack a bag", "actor": "person", "due_on": "1/1/2020"})
    page.post(add, {"what": "tell the night team", "actor": "staff"})
    assert "late, it was due by" in page.get(at("case-safety", world.case)).content.decode()
    with acting(world.caseworker):
        bag, team = SafetyAction.objects.order_by("created_at")
    edit = at("safety-action-edit", world.case, record=bag.pk)
    page.post(edit, {"what": "pack a small bag", "seen": page.get(edit).context["form"].initial["seen"]})
    close = at("safety-action-close", world.case, record=bag.pk)
    assert page.get(close).status_code == 200
    assert "Why it was not done: " in page.post(close, {"status": "not_done"}).content.decode()
    page.post(close, {"status": "not_done", "reason": "no bag yet"})
    assert "closed already" in page.post(close, {"status": "done"}, follow=True).content.decode()
    page.post(at("safety-action-close", world.case, record=team.pk), {"status": "done"})
    text = page.get(at("case-safety", world.case)).content.decode()
    assert "pack a small bag" in text and "no bag yet" in text and "done on" in text


def test_danger_at_registration_opens_the_plan_next_and_never_blocks(page, world, acting):
    answer = page.post(reverse("person-register"), {"name_to_use": "Somebody", "is_in_danger": "yes"})
    with acting(world.caseworker):
        case = Case.objects.exclude(pk=world.case.pk).get()
    assert answer.url == at("safety-plan-edit", case)
    text = page.get(answer.url).content.decode()
    assert "come back to it" in text and at("case-safety", case) in text
