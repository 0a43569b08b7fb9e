"""Secret values are shown one at a time and recorded: no form has them, nor a page of two versions."""

import pytest
from django.urls import reverse

from casework.victims import services
from casework.victims.models import ContactPoint, SafetyPlan, TravelDocument, Victim
from tests import factories

SECRET = "Zq7-secret-41"


def kept(world, record):
    with factories.acting_as(world.caseworker):
        return services.record_for_case(record=record, by=world.caseworker)


def with_number(world):
    return kept(world, ContactPoint(case=world.case, kind="mobile", value=SECRET)), "contact-edit", "value"


def with_code_word(world):
    row = kept(world, ContactPoint(case=world.case, kind="mobile", code_word=SECRET))
    return row, "contact-edit", "code_word"


def with_document(world):
    row = kept(world, TravelDocument(case=world.case, kind="passport", number=SECRET))
    return row, "document-edit", "number"


def with_identity(world):
    with factories.acting_as(world.caseworker):
        services.change_person(case=world.case, changes={"identity_number": SECRET}, by=world.caseworker)
    return None, "case-person-edit", "identity_number"


def with_agreed_code(world):
    with factories.acting_as(world.caseworker):
        services.record_safety_plan(case=world.case, values={"agreed_code": SECRET}, by=world.caseworker)
    return None, "safety-plan-edit", "agreed_code"


SECRETS = pytest.mark.parametrize(
    "make", [with_number, with_code_word, with_document, with_identity, with_agreed_code]
)


def page_of(world, make):
    record, address, field = make(world)
    keys = [world.case.pk, record.pk] if record else [world.case.pk]
    return reverse(address, args=keys), field


@SECRETS
def test_form_does_not_show_what_is_saved(world, ours, make):
    page, _field = page_of(world, make)
    assert SECRET not in ours.get(page).content.decode()


@SECRETS
def test_two_versions_do_not_show_it_either(world, ours, make):
    """Whoever claims to have written meanwhile gets both versions, without what the form keeps back."""
    page, field = page_of(world, make)
    typed = {"kind": "passport" if field == "number" else "mobile", field: "typed"}
    for forged in ({"differs": field}, {"seen": "2020-01-01T00:00:00+00:00"}):
        answer = ours.post(page, typed | forged)
        html = answer.content.decode()
        assert answer.status_code == 409 and SECRET not in html
        assert "kept back" in html and f"choose-{field}-both" not in html


@SECRETS
def test_left_empty_it_stays(world, ours, acting, make):
    page, field = page_of(world, make)
    seen = ours.get(page).context["form"].initial["seen"]
    values = {"kind": "passport" if field == "number" else "mobile", "warning_signs": "a car", "seen": seen}
    assert ours.post(page, values).status_code == 302
    model = {"value": ContactPoint, "code_word": ContactPoint, "number": TravelDocument}.get(field)
    with acting(world.caseworker):
        if field == "agreed_code":
            now = SafetyPlan.objects.get(case=world.case, status="current")
            assert (now.version, now.warning_signs) == (2, "a car")
        else:
            now = model.objects.get() if model else Victim.objects.get(pk=world.case.victim_id)
        assert getattr(now, field) == SECRET


def test_both_versions_are_joined_only_where_that_makes_a_text(world, ours, acting):
    """A forged choice on a number, a date or a list is no reason for an error page."""
    page = reverse("age-assessment-add", args=[world.case.pk])
    for name in ("methods", "lowest_age", "margin", "decided_on", "doubt"):
        answer = ours.post(page, {"doubt": "papers", f"choose-{name}": "both", "differs": name})
        assert answer.status_code in (200, 302, 409)
    page, _field = page_of(world, with_number)
    seen = ours.get(page).context["form"].initial["seen"]
    forged = {"kind": "mobile", "value": "typed", "choose-value": "both", "seen": seen}
    assert ours.post(page, forged).status_code == 302
    with acting(world.caseworker):
        assert ContactPoint.objects.get().value == "typed"
