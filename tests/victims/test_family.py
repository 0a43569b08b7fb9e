"""A guardian who may act, and no contact with a family before it is assessed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from casework.victims import children, services
from casework.victims.models import BestInterest, Consent, FamilyAssessment, FamilyTracing, Guardian
from tests import factories
from tests.victims.childhood import TODAY, add, address, make_child


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
