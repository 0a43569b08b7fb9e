"""Beginning a talk: the person agrees first, and without a yes nothing is asked."""

import pytest
from django.core.exceptions import ValidationError

from casework.victims import services
from casework.victims.models import Consent, Screening
from tests import factories
from tests.factories import indicator_set
from tests.victims.talks import part_address

START = {"language": "fra", "place_kind": "office", "present": ["interpreter"], "interpreter": "Code 12"}
YES = {"agrees_to_interview": "yes", "knows_purpose": "declined", "consent_form": "written"}


def test_beginning_keeps_the_seven_answers_and_leads_to_the_first_part(world, sign_in, acting):
    client = sign_in(world.caseworker)
    page = client.get(f"/cases/{world.case.pk}/screenings/begin/").content.decode()
    assert "You can skip any question" in page
    assert page.count('name="agrees_to_interview"') == 4
    with acting(world.caseworker):
        chosen = indicator_set("ilo_labour_adults")
    response = client.post(
        f"/cases/{world.case.pk}/screenings/begin/", {**START, **YES, "indicator_set": chosen.pk}
    )
    with acting(world.caseworker):
        screening, consent = Screening.objects.get(), Consent.objects.get()
        assert (screening.interpreter, screening.present, screening.status) == (
            "Code 12", ["interpreter"], "in_progress",
        )  # fmt: skip
        assert (consent.purpose, consent.status, consent.form) == ("interview", "given", "written")
        assert (consent.knows_purpose, consent.knows_use) == ("declined", "")
    assert response.url == part_address(screening)


def test_consent_in_force_is_not_asked_again(world, sign_in, acting):
    with acting(world.caseworker):
        consent = Consent(case=world.case, purpose="interview", status="given", form="written")
        services.record_consent(consent=consent, by=world.caseworker)
        chosen = indicator_set()
    client = sign_in(world.caseworker)
    page = client.get(f"/cases/{world.case.pk}/screenings/begin/").content.decode()
    assert "The person agreed to the interview" in page
    assert "agrees_to_interview" not in page
    client.post(f"/cases/{world.case.pk}/screenings/begin/", {**START, "indicator_set": chosen.pk})
    with acting(world.caseworker):
        assert Consent.objects.count() == 1
        assert Screening.objects.count() == 1


@pytest.mark.parametrize("answer", ["no", "declined", "unknown"])
def test_without_a_yes_nothing_is_asked_and_the_answer_is_kept(world, sign_in, acting, answer):
    client = sign_in(world.caseworker)
    with acting(world.caseworker):
        chosen = indicator_set()
    response = client.post(
        f"/cases/{world.case.pk}/screenings/begin/",
        {**START, "agrees_to_interview": answer, "indicator_set": chosen.pk},
    )
    assert response.url == f"/cases/{world.case.pk}/screenings/"
    with acting(world.caseworker):
        assert Consent.objects.get().status == "refused"
        assert not Screening.objects.exists()


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [("agrees_to_interview", "ask this first"), ("consent_form", "choose how the person agreed")],
)
def test_beginning_says_what_is_missing(world, sign_in, acting, missing, sentence):
    client = sign_in(world.caseworker)
    with acting(world.caseworker):
        data = {**START, **YES, "indicator_set": indicator_set().pk}
    page = client.post(f"/cases/{world.case.pk}/screenings/begin/", {**data, missing: ""})
    assert sentence in page.content.decode()
    with acting(world.caseworker):
        assert not Screening.objects.exists()


def test_pressing_begin_twice_begins_once(world, sign_in, acting):
    client = sign_in(world.caseworker)
    with acting(world.caseworker):
        data = {**START, **YES, "indicator_set": indicator_set().pk}
    data["once"] = "6a0b2b5e-5a0f-4f3e-9a51-5f0c3b0b8a11"
    for _press in range(2):
        assert client.post(f"/cases/{world.case.pk}/screenings/begin/", data).status_code == 302
    with acting(world.caseworker):
        assert Screening.objects.count() == 1


def test_the_set_for_the_age_comes_first(world, sign_in):
    client = sign_in(world.caseworker)
    person = {"given_names": "Ana", "age_is_uncertain": True}
    child = factories.make_case(world.caseworker, person=person)
    for case, first in ((world.case, "adults"), (child, "children")):
        page = client.get(f"/cases/{case.pk}/screenings/begin/").content.decode()
        other = {"adults": "children", "children": "adults"}[first]
        assert page.index(f"exploitation, {first}") < page.index(f"exploitation, {other}")
        assert ("treated as a child" in page) == (case is child)


def test_a_consent_of_another_case_is_refused(world, acting):
    with acting(world.caseworker):
        other = factories.make_case(world.caseworker)
    with acting(world.caseworker), pytest.raises(ValidationError, match="another case"):
        services.start_screening(
            screening=Screening(case=world.case, indicator_set=indicator_set()),
            consent=Consent(case=other, purpose="interview", status="given"),
            by=world.caseworker,
        )
