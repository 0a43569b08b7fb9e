"""Age: in doubt a child, until somebody decided with reasons that they are adult."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from casework.victims import services
from casework.victims.models import AgeAssessment, Victim
from tests import factories
from tests.victims.childhood import TODAY, address, begin, decide, make_child


def is_child(case, by):
    with factories.acting_as(by):
        return Victim.objects.get(pk=case.victim_id).is_treated_as_child


def test_doubt_makes_a_child_until_it_is_decided_that_they_are_adult(world, sign_in):
    by, case = world.caseworker, world.case
    assert not is_child(case, by)
    assessment = begin(case, by, doubt="two papers")
    assert is_child(case, by)
    page = sign_in(by).get(address("case-detail", case)).content.decode()
    assert "Treated as a child" in page
    decide(assessment, by, "adult")
    assert not is_child(case, by)
    with factories.acting_as(by):
        changes = Victim.history.filter(id=case.victim_id).order_by("-history_date")
        assert list(changes.values_list("age_is_uncertain", flat=True)) == [False, True, False]
        assert Victim.objects.get(pk=case.victim_id).birth_date.iso == "2002-03-04"


@pytest.mark.parametrize("conclusion", ["child", "undetermined"])
def test_any_other_conclusion_leaves_a_child(world, conclusion):
    assessment = begin(world.case, world.caseworker)
    decide(assessment, world.caseworker, conclusion)
    assert is_child(world.case, world.caseworker)


def test_new_doubt_and_a_mistaken_decision_make_a_child_again(world):
    by, case = world.caseworker, world.case
    first = begin(case, by)
    decide(first, by, "adult")
    second = begin(case, by)
    assert is_child(case, by)
    decide(second, by, "adult")
    assert not is_child(case, by)
    with factories.acting_as(by):
        services.mark_age_assessment_in_error(assessment=second, by=by)
    assert not is_child(case, by), "the first decision stands again"
    with factories.acting_as(by):
        services.mark_age_assessment_in_error(assessment=first, by=by)
    assert is_child(case, by)


def test_doubt_is_not_ended_by_a_tick(world, sign_in):
    begin(world.case, world.caseworker)
    client = sign_in(world.caseworker)
    values = {"given_names": "Mireille", "birth_date": "4/3/2002"}
    answer = client.post(address("case-person-edit", world.case), values)
    assert "In doubt the person is a child" in answer.content.decode()
    assert is_child(world.case, world.caseworker)
    kept = client.post(address("case-person-edit", world.case), {**values, "age_is_uncertain": "on"})
    assert kept.status_code == 302


@pytest.mark.parametrize("agreement", ["", "no", "unknown", "declined"])
def test_medical_method_needs_the_agreement_of_the_person(world, sign_in, agreement):
    values = {"begun_on": "h", "methods": ["medical"], "person_agrees": agreement}
    client = sign_in(world.caseworker)
    html = client.post(address("age-assessment-add", world.case), values).content.decode()
    assert "needs the person’s own agreement" in html
    with pytest.raises(ValidationError):
        begin(world.case, world.caseworker, methods=["medical"], person_agrees=agreement)
    assert not is_child(world.case, world.caseworker)
    values["person_agrees"] = "yes"
    assert client.post(address("age-assessment-add", world.case), values).status_code == 302


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"methods": ["medical"], "person_agrees": "no"}, "medical_age_method_is_agreed"),
        ({"lowest_age": 19, "highest_age": 17}, "age_range_is_in_order"),
        ({"lowest_age": 19}, "age_range_is_in_order"),
        ({"conclusion": "adult"}, "age_conclusion_has_its_day"),
        ({"decided_on": TODAY()}, "age_conclusion_has_its_day"),
        ({"conclusion": "grown", "decided_on": TODAY()}, "age_conclusion_is_known"),
        (
            {"conclusion": "adult", "decided_on": TODAY(), "lowest_age": 19, "highest_age": 22, "margin": 2},
            "in_doubt_a_child",
        ),
    ],
)  # fmt: skip
def test_database_holds_the_rules_about_age_without_the_application(world, values, constraint):
    assessment = AgeAssessment(case=world.case, created_by=world.caseworker, **values)
    with pytest.raises(IntegrityError, match=constraint), factories.acting_as(world.caseworker):
        assessment.save()


@pytest.mark.parametrize(
    ("lowest", "margin", "is_adult"), [(17, None, False), (19, 2, False), (20, 2, True), (18, None, True)]
)
def test_range_that_reaches_below_eighteen_makes_nobody_an_adult(world, sign_in, lowest, margin, is_adult):
    assessment = begin(world.case, world.caseworker, lowest_age=lowest, highest_age=lowest + 3, margin=margin)
    values = {"conclusion": "adult", "decided_on": TODAY().strftime("%d/%m/%Y"), "appeal_told": "yes"}
    answer = sign_in(world.caseworker).post(address("age-decide", world.case, assessment.pk), values)
    assert answer.status_code == (302 if is_adult else 200)
    assert is_child(world.case, world.caseworker) is not is_adult


def test_a_decided_assessment_stands(world, sign_in):
    by = world.caseworker
    assessment = begin(world.case, by)
    with factories.acting_as(by):
        services.change_age_assessment(assessment=assessment, changes={"doubt": "more"}, by=by)
    decide(assessment, by, "child")
    with pytest.raises(ValidationError, match="is decided"):
        decide(assessment, by, "adult")
    answer = sign_in(by).post(
        address("age-assessment-edit", world.case, assessment.pk), {"begun_on": "h", "doubt": "other"}
    )
    assert "This assessment is decided" in answer.content.decode()
    with pytest.raises(ValidationError, match="without a conclusion"):
        begin(world.case, by, conclusion="adult", decided_on=TODAY())


def test_ages_are_written_both_or_not_at_all(world, sign_in):
    client = sign_in(world.caseworker)
    for ages in ({"lowest_age": "16"}, {"lowest_age": "18", "highest_age": "15"}):
        answer = client.post(address("age-assessment-add", world.case), {"begun_on": "h", **ages})
        assert "the lowest first, or neither" in answer.content.decode()


def test_adult_by_decision_stays_a_child_while_the_stated_birth_date_says_so(world, sign_in):
    case = make_child(world)
    assessment = begin(case, world.caseworker)
    decide(assessment, world.caseworker, "adult")
    assert is_child(case, world.caseworker)
    html = sign_in(world.caseworker).get(address("case-child", case)).content.decode()
    assert "the date of birth that was stated says under 18" in html


def test_age_is_marked_in_error_on_its_page(world, sign_in):
    assessment = begin(world.case, world.caseworker)
    client = sign_in(world.caseworker)
    url = address("age-assessment-in-error", world.case, assessment.pk)
    assert client.get(url).status_code == 200
    assert client.post(url).url == address("case-child", world.case)
    assert "not decided" not in client.get(address("case-child", world.case)).content.decode()
