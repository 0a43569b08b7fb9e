"""In doubt a child, a guardian who may act, and no contact with a family before it is assessed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.standards.dates import PartialDate
from casework.victims import attention, children, services
from casework.victims.models import (
    AgeAssessment,
    BestInterest,
    Case,
    Consent,
    FamilyAssessment,
    FamilyTracing,
    Guardian,
    Victim,
)
from tests import factories

TODAY = timezone.localdate


def address(name, case, *more):
    return reverse(name, args=[case.pk, *more])


def add(model, case, by, **values):
    with factories.acting_as(by):
        return services.record_for_case(record=model(case=case, **values), by=by)


def begin(case, by, **values):
    with factories.acting_as(by):
        return services.begin_age_assessment(assessment=AgeAssessment(case=case, **values), by=by)


def decide(assessment, by, conclusion, **values):
    changes = {"conclusion": conclusion, "decided_on": TODAY(), **values}
    with factories.acting_as(by):
        return services.decide_age(assessment=assessment, changes=changes, by=by)


def is_child(case, by):
    with factories.acting_as(by):
        return Victim.objects.get(pk=case.victim_id).is_treated_as_child


def make_child(world, birth="2012-05-06", **person):
    return factories.make_case(
        world.caseworker, person={"given_names": "Aya", "birth_date": PartialDate.from_iso(birth), **person}
    )


# Age -------------------------------------------------------------------------------------------------


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


# Guardian --------------------------------------------------------------------------------------------


def test_guardian_acts_while_in_office_and_not_suspected(world, acting):
    case, by = make_child(world), world.caseworker
    yesterday = TODAY() - timedelta(days=1)
    for values in ({"suspected": "yes"}, {"until": yesterday}, {"ended_on": TODAY()}):
        guardian = add(Guardian, case, by, kind="relative", **values)
        assert not guardian.may_act
    with acting(by):
        assert not children.has_guardian(case)
    guardian = add(Guardian, case, by, kind="appointed", until=TODAY(), ended_on=TODAY() + timedelta(days=1))
    assert guardian.may_act
    with acting(by):
        assert children.has_guardian(case)
    with pytest.raises(ValidationError, match="on or after the day of appointment"):
        add(Guardian, case, by, kind="appointed", appointed_on=TODAY(), until=yesterday)


def consent_of(case, by, **values):
    with factories.acting_as(by):
        consent = Consent(case=case, purpose="referral", status="given", form="written", **values)
        return services.record_consent(consent=consent, by=by)


def test_suspected_guardian_does_not_consent(world, sign_in):
    case, by = make_child(world), world.caseworker
    consent_of(case, by, given_by="guardian", giver_name="Oncle Béa")
    add(Guardian, case, by, kind="relative", name="Oncle Béa", suspected="yes")
    with pytest.raises(ValidationError, match="only guardian recorded"):
        consent_of(case, by, given_by="guardian", giver_name="")
    add(Guardian, case, by, kind="appointed", name="A. Berset", suspected="no")
    with pytest.raises(ValidationError, match="is suspected"):
        consent_of(case, by, given_by="guardian", giver_name="oncle bea")
    consent_of(case, by, given_by="guardian", giver_name="A. Berset")
    consent_of(case, by, given_by="self", giver_name="")
    values = {"purpose": "health", "status": "given", "given_on": "h", "given_by": "guardian"}
    answer = sign_in(by).post(address("consent-add", case), {**values, "giver_name": "ONCLE BÉA"})
    assert "suspected of a part in the exploitation" in answer.content.decode()


def test_guardian_page_says_who_may_not_act(world, sign_in):
    case = make_child(world)
    add(Guardian, case, world.caseworker, kind="parent", suspected="yes", is_safe="no", name="Secretname")
    add(Guardian, case, world.caseworker, kind="relative", ended_on=TODAY() - timedelta(days=2))
    html = sign_in(world.caseworker).get(address("case-child", case)).content.decode()
    for words in ("must not act", "contact is not safe", "Nobody may act as guardian now", "Secretname"):
        assert words in html
    timeline = sign_in(world.caseworker).get(address("case-detail", case)).content.decode()
    assert "Parent: must not act" in timeline
    assert "Other relative: ended" in timeline
    assert "Secretname" not in timeline


def test_guardian_is_added_on_the_page_and_days_are_checked(world, sign_in):
    client = sign_in(world.caseworker)
    values = {"kind": "appointed", "name": "A. Berset", "appointed_on": "2/1/2026", "until": "1/1/2026"}
    html = client.post(address("guardian-add", world.case), values).content.decode()
    assert "must be on or after the day of appointment" in html
    values["until"] = "1/1/2030"
    assert client.post(address("guardian-add", world.case), values).status_code == 302


# Family ----------------------------------------------------------------------------------------------


def assess(tracing, by, safety, on=None):
    with factories.acting_as(by):
        return services.assess_family(
            assessment=FamilyAssessment(
                case=tracing.case, tracing=tracing, safety=safety, assessed_on=on or TODAY()
            ),
            by=by,
        )


def contact(tracing, by, **changes):
    with factories.acting_as(by):
        return services.record_family_contact(tracing=tracing, changes=changes, by=by)


@pytest.mark.parametrize("made", [{"contact_on": date(2026, 1, 1)}, {"contact_restored": "yes"}])
def test_no_contact_stands_recorded_before_the_family_is_found_safe(world, made):
    by = world.caseworker
    tracing = add(FamilyTracing, world.case, by, child_agrees="yes")
    with pytest.raises(ValidationError, match="assessed first"):
        contact(tracing, by, **made)
    assess(tracing, by, "not_safe")
    with pytest.raises(ValidationError, match="found not safe"):
        contact(tracing, by, **made)
    assess(tracing, by, "unclear")
    with pytest.raises(ValidationError, match="not clear"):
        contact(tracing, by, **made)
    other = add(FamilyTracing, world.case, by, child_agrees="yes")
    assess(other, by, "safe")
    with pytest.raises(ValidationError, match="not clear"):
        contact(tracing, by, **made)
    contact(tracing, by, contact_restored="no", outcome="nobody found")


def test_contact_follows_the_day_it_was_found_safe(world):
    by = world.caseworker
    tracing = add(FamilyTracing, world.case, by, child_agrees="yes")
    assess(tracing, by, "safe")
    with pytest.raises(ValidationError, match="Contact comes after"):
        contact(tracing, by, contact_on=TODAY() - timedelta(days=1))
    assert contact(tracing, by, contact_on=TODAY()).contact_on == TODAY()
    assert contact(tracing, by, contact_on=None, contact_restored="yes").contact_restored == "yes"


@pytest.mark.parametrize("answer", ["", "no", "unknown", "declined"])
def test_contact_needs_the_childs_agreement(world, answer):
    tracing = add(FamilyTracing, world.case, world.caseworker, child_agrees=answer)
    assess(tracing, world.caseworker, "safe")
    with pytest.raises(ValidationError, match="child’s agreement"):
        contact(tracing, world.caseworker, contact_on=TODAY())


def test_panel_has_the_last_word_on_contact():
    day = date(2026, 5, 1)

    def ruling(safety, outcome, decided_on):
        rows = [FamilyAssessment(safety=safety, assessed_on=day, created_at=timezone.now())] if safety else []
        panel = BestInterest(outcome=outcome, decided_on=decided_on)
        return children.contact_ruling(rows, panel)

    assert ruling("not_safe", "in_interest", day).since == day
    assert "decided against" in ruling("safe", "not_in_interest", day).refusal
    assert "decided against" in ruling("", "other_solution", day).refusal
    assert ruling("safe", "not_in_interest", day - timedelta(days=1)).since == day


def test_family_of_another_case_is_refused(world, acting):
    second = make_child(world)
    tracing = add(FamilyTracing, world.case, world.caseworker)
    with acting(world.caseworker), pytest.raises(ValidationError, match="another case"):
        services.assess_family(
            assessment=FamilyAssessment(case=second, tracing=tracing, safety="safe"), by=world.caseworker
        )


def test_page_of_contact_says_why_not(world, sign_in):
    by = world.caseworker
    tracing = add(FamilyTracing, world.case, by, child_agrees="no")
    client = sign_in(by)
    assert client.post(
        address("family-assessment-add", world.case, tracing.pk),
        {"safety": "not_safe", "assessed_on": TODAY().strftime("%d/%m/%Y"), "reasons": "the cousin"},
    ).status_code == 302  # fmt: skip
    html = client.get(address("family-contact", world.case, tracing.pk)).content.decode()
    assert "No contact: the family was found not safe" in html
    page = client.get(address("case-child", world.case)).content.decode()
    assert "The child does not want this search" in page
    assert "Record the outcome" in page
    with factories.acting_as(by):
        assessment = FamilyAssessment.objects.get(tracing=tracing)
    url = address("family-assessment-edit", world.case, assessment.pk)
    values = {"safety": "safe", "assessed_on": TODAY().strftime("%d/%m/%Y"), "reasons": "moved away"}
    assert client.post(url, {**values, "seen": assessment.updated_at.isoformat()}).status_code == 302
    assert "Record contact" in client.get(address("case-child", world.case)).content.decode()


# The page and what else asks ------------------------------------------------------------------------


def test_page_is_offered_for_children_of_then_and_now_and_for_records(world, sign_in, acting):
    then = factories.make_case(
        world.caseworker,
        person={"given_names": "Then", "birth_date": PartialDate.from_iso("2002-03-04")},
        opened_on=date(2015, 1, 1),
    )
    recorded = factories.make_case(world.caseworker, person={"given_names": "Nobody"})
    with acting(world.caseworker):
        assert children.concerns_child(then)
        assert children.concerns_child(make_child(world))
        assert not children.concerns_child(recorded)
    add(Guardian, recorded, world.caseworker, kind="parent")
    with acting(world.caseworker):
        assert children.concerns_child(recorded)
    client = sign_in(world.caseworker)
    assert address("case-child", recorded) in client.get(address("case-detail", recorded)).content.decode()
    adult = client.get(address("case-detail", world.case)).content.decode()
    assert address("case-child", world.case) not in adult
    direct = client.get(address("case-child", world.case)).content.decode()
    assert "Not treated as a child now" in direct


def test_hidden_names_hide_what_is_sealed(world, sign_in, acting):
    case = make_child(world)
    add(Guardian, case, world.caseworker, kind="appointed", name="Berset", suspected="no")
    add(FamilyTracing, case, world.caseworker, sought="Tante Rose", child_agrees="yes")
    begin(case, world.caseworker, doubt="two passports")
    with acting(world.caseworker):
        world.caseworker.hide_names = True
        world.caseworker.save(update_fields=["hide_names"])
    html = sign_in(world.caseworker).get(address("case-child", case)).content.decode()
    for secret in ("Berset", "Tante Rose", "two passports", "Aya"):
        assert secret not in html
    assert "in office" in html


def test_queries_of_the_page_do_not_grow_with_the_records(world, sign_in):
    by, client = world.caseworker, sign_in(world.caseworker)

    def fill(number):
        for _time in range(number):
            for model in (AgeAssessment, Guardian, BestInterest, FamilyAssessment):
                with factories.acting_as(by):
                    factories.record(model, world.case).keep(by=by, reason="recorded")

    counts = []
    fill(3)
    client.get(address("case-child", world.case))
    for more in (0, 9):
        fill(more)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address("case-child", world.case)).status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0]


def needs_of(world, *rules):
    with factories.acting_as(world.caseworker):
        cases = Case.objects.visible_to(world.caseworker).open()
        return [
            (str(need.title), need.case.pk) for need in attention.needs(cases, rules or attention.OF_A_HOLDER)
        ]


def test_what_waits_for_a_child_is_on_my_day(world, sign_in):
    child = make_child(world)
    uncertain = factories.make_case(world.caseworker, person={"given_names": "X", "age_is_uncertain": True})
    guarded = make_child(world)
    add(Guardian, guarded, world.caseworker, kind="parent")
    old = begin(uncertain, world.caseworker, begun_on=TODAY() - timedelta(days=31))
    begin(guarded, world.caseworker, begun_on=TODAY() - timedelta(days=30))
    found = needs_of(world)
    lonely = {pk for title, pk in found if title == "A child without a guardian"}
    assert lonely == {child.pk, uncertain.pk}
    assert [pk for title, pk in found if title == "The age is not decided"] == [uncertain.pk]
    decide(old, world.caseworker, "undetermined")
    assert "The age is not decided" not in dict(needs_of(world))
    assert "A child without a guardian" in sign_in(world.caseworker).get("/").content.decode()


def test_no_more_children_are_asked_for_than_are_shown(world):
    from casework.victims.attention.children import without_guardian

    for _number in range(3):
        make_child(world)
    with factories.acting_as(world.caseworker):
        cases = Case.objects.visible_to(world.caseworker)
        assert len(list(without_guardian(cases, 2))) == 2
        assert len(list(without_guardian(cases, None))) == 3


def test_others_cannot_write_about_the_child(world, acting):
    with acting(world.stranger), pytest.raises(PermissionDenied):
        services.begin_age_assessment(assessment=AgeAssessment(case=world.case), by=world.stranger)
