"""A child alone, of uncertain age: from registration to a decision, and a family that must not be called."""

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.access.roles import Role
from casework.victims import children
from casework.victims.models import (
    AgeAssessment,
    BestInterest,
    Case,
    FamilyTracing,
    Victim,
)
from tests import factories


def today() -> str:
    return timezone.localdate().strftime("%d/%m/%Y")


class Journey:
    """One person of staff at their browser, in one case."""

    def __init__(self, client, user, case=None) -> None:
        self.client, self.user, self.case = client, user, case

    def url(self, page, /, *more):
        return reverse(page, args=[self.case.pk, *more])

    def read(self, page, /, *more) -> str:
        self.client.force_login(self.user)
        answer = self.client.get(self.url(page, *more))
        assert answer.status_code == 200, page
        return answer.content.decode()

    def write(self, page, /, *more, **values):
        self.client.force_login(self.user)
        return self.client.post(self.url(page, *more), values)

    def saves(self, page, /, *more, **values):
        answer = self.write(page, *more, **values)
        assert answer.status_code == 302, answer.content.decode()
        return answer

    def one(self, model):
        with factories.acting_as(self.user):
            return model.objects.visible_to(self.user).get(case=self.case)

    def seen(self, model):
        return self.one(model).updated_at.isoformat()


@pytest.fixture
def caseworker(world, client):
    """The caseworker has registered a person who gives no date of birth, and whose age is uncertain."""
    client.force_login(world.caseworker)
    answer = client.post(
        reverse("person-register"),
        {"name_to_use": "Sami", "age_is_uncertain": "on", "origin": "self", "birth_date_answer": "unknown"},
    )
    assert answer.status_code == 302, answer.content.decode()
    with factories.acting_as(world.caseworker):
        case = Case.objects.visible_to(world.caseworker).exclude(pk=world.case.pk).get()
    return Journey(client, world.caseworker, case)


def test_child_of_uncertain_age_comes_to_a_decision(world, caseworker, client):
    officer = Journey(client, world.officer, caseworker.case)
    assert "Treated as a child" in caseworker.read("case-detail")
    assert "Nobody speaks for the child yet" in caseworker.read("case-child")

    caseworker.saves("age-assessment-add", begun_on=today(), doubt="no papers", methods=["interview"])
    age = caseworker.one(AgeAssessment)
    refused = caseworker.write(
        "age-assessment-edit", age.pk, begun_on=today(), methods=["medical"], person_agrees="declined",
        seen=age.updated_at.isoformat(),
    )  # fmt: skip
    assert "needs the person’s own agreement" in refused.content.decode()
    caseworker.saves("age-decide", age.pk, conclusion="undetermined", decided_on=today(), appeal_told="yes")
    with factories.acting_as(world.caseworker):
        assert Victim.objects.get(pk=caseworker.case.victim_id).is_treated_as_child

    caseworker.saves("guardian-add", kind="relative", name="Cousin B", suspected="yes")
    consent = {"purpose": "referral", "status": "given", "given_on": today(), "given_by": "guardian"}
    assert "suspected" in caseworker.write("consent-add", **consent, giver_name="Cousin B").content.decode()
    caseworker.saves("guardian-add", kind="appointed", name="A. Berset", suspected="no", is_safe="yes")
    caseworker.saves("consent-add", **consent, giver_name="A. Berset")
    with factories.acting_as(world.caseworker):
        assert children.has_guardian(caseworker.case)

    caseworker.saves("best-interest-add", kind="determination", question="durable_solution")
    record = caseworker.one(BestInterest)
    assert "not written yet" in caseworker.read("best-interest", record.pk)
    caseworker.saves(
        "best-interest-part",
        record.pk,
        "child",
        child_view="I want to stay",
        seen=caseworker.seen(BestInterest),
    )
    for number, name in enumerate(("Dr One", "Ms Two", "Mr Three")):
        caseworker.saves(
            "panel-member-add", record.pk, name=name, **({"is_chair": "on"} if not number else {})
        )
    caseworker.saves("best-interest-submit", record.pk)

    # Wrong hands: the author, a partner, another organisation.
    decision = {
        "outcome": "in_interest", "decision": "stays", "decision_reasons": "settled", "decided_on": today(),
        "follow_up_on": "1/12/2099",
    }  # fmt: skip
    assert caseworker.write("best-interest-decide", record.pk, **decision).status_code == 403
    partner = Journey(client, world.partner, caseworker.case)
    assert partner.write("best-interest-decide", record.pk, **decision).status_code == 403
    foreign = Journey(client, world.strangers[Role.PROTECTION_OFFICER], caseworker.case)
    assert foreign.write("best-interest-decide", record.pk, **decision).status_code == 404
    assert officer.one(BestInterest).status == "before_panel"

    seen = officer.seen(BestInterest)
    officer.saves("best-interest-decide", record.pk, **decision, seen=seen)
    twice = officer.write("best-interest-decide", record.pk, **decision, seen=seen)
    assert twice.status_code == 409
    with factories.acting_as(world.caseworker):
        found = children.decided_best_interest(caseworker.case, "durable_solution")
        assert found.decided_by_id == world.officer.pk
    page = caseworker.read("best-interest", record.pk)
    assert "Approved by" in page
    assert "Reopen, with a reason" not in page
    history = caseworker.read("case-history")
    assert "Decided" in history
    timeline = caseworker.read("case-detail")
    assert "Durable solution, decided" in timeline
    assert "Sami" not in timeline.partition("<title>")[2].partition("</title>")[0]


def test_search_for_the_family_stops_at_an_unsafe_assessment(world, caseworker):
    caseworker.saves(
        "family-tracing-add", child_agrees="yes", sought="mother", through="Red Cross", begun_on=today()
    )
    tracing = caseworker.one(FamilyTracing)
    made = {"contact_on": today(), "contact_restored": "yes", "seen": tracing.updated_at.isoformat()}
    refused = caseworker.write("family-contact", tracing.pk, **made).content.decode()
    assert "the family is assessed first" in refused
    caseworker.saves(
        "family-assessment-add", tracing.pk, safety="not_safe", assessed_on=today(), reasons="the recruiter"
    )
    refused = caseworker.write("family-contact", tracing.pk, **made).content.decode()
    assert "No contact: the family was found not safe" in refused
    page = caseworker.read("case-child")
    assert "No contact: the family was found not safe" in page
    assert "contact made on" not in page
    caseworker.saves(
        "family-contact", tracing.pk, contact_restored="no", outcome="Stopped for safety.",
        seen=tracing.updated_at.isoformat(),
    )  # fmt: skip
    assert caseworker.one(FamilyTracing).contact_on is None
