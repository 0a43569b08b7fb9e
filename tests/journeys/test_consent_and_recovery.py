"""Whole stories: a refusal, a child beside her guardian, everything taken back, a recovery period."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.access.database import acting_as
from casework.standards.dates import PartialDate
from casework.victims.consents import ConsentMissing, check_consent
from tests import factories


class Desk:
    """A caseworker at work on one case, in the browser."""

    def __init__(self, client, case) -> None:
        self.client, self.case = client, case

    def address(self, name: str, *more) -> str:
        return reverse(name, args=[self.case.pk, *more])

    def read(self, name: str, *more) -> str:
        return self.client.get(self.address(name, *more)).content.decode()

    def fill(self, name: str, *more, **values: str) -> str:
        response = self.client.post(self.address(name, *more), values, follow=True)
        assert response.status_code == 200
        return response.content.decode()

    def may_leave(self, purpose: str, recipient: str = "") -> bool:
        with acting_as(self.case.created_by):
            try:
                return bool(check_consent(self.case, purpose, recipient))
            except ConsentMissing:
                return False


@pytest.fixture
def desk(world, sign_in):
    return Desk(sign_in(world.caseworker), world.case)


def test_refused_consent_stops_the_sharing_and_nothing_else(desk):
    assert (
        "May we share with the police"
        in desk.client.get(
            desk.address("consent-read"), {"purpose": "authorities", "language": "en"}
        ).content.decode()
    )
    page = desk.fill(
        "consent-add", purpose="authorities", status="refused", given_on="today", given_by="self"
    )
    assert "refused" in page
    assert not desk.may_leave("authorities")
    service = {"service": factories.codes("service_type")[0], "delivered_on": "today", "outcome": "given"}
    assert "Saved." in desk.fill("service-log", **service)
    recovery = {"country": "CH", "trigger": "person_asked", "starts_on": "today"}
    assert "30 days left" in desk.fill("recovery-add", **recovery)
    assert "Consent refused" in desk.read("case-detail")


def test_a_child_and_her_guardian_are_each_asked(world, desk):
    desk.case = factories.make_case(
        world.caseworker,
        person={
            "given_names": "Ana",
            "birth_date": PartialDate(timezone.localdate().year - 15),
            "primary_language": "spa",
        },
    )
    assert "tutor o la tutora" in desk.fill(
        "consent-sheet", purpose="health", language="es", reason="to_sign"
    )
    answer = {"purpose": "health", "status": "given", "given_on": "today", "form": "written"}
    page = desk.fill("consent-add", **answer, given_by="guardian", giver_name="A. Berset")
    assert "The child has not been asked" in page
    assert not desk.may_leave("health")
    page = desk.fill("consent-add", **answer, given_by="guardian", giver_name="A. Berset", assent="yes")
    assert "Nothing may leave on it yet." not in page
    assert desk.may_leave("health")
    page = desk.fill("consent-add", **answer, given_by="guardian", giver_name="A. Berset", assent="no")
    assert "The child does not agree." in page
    assert "2 earlier answers" in page
    assert not desk.may_leave("health")


def test_everything_is_taken_back_and_counts_with_the_next_request(desk):
    for purpose, recipient in (("health", ""), ("referral", "Foyer Horizon"), ("export", "")):
        desk.fill(
            "consent-add", purpose=purpose, recipient=recipient, status="given", given_on="today",
            given_by="self", form="verbal_certified",
        )  # fmt: skip
    assert desk.may_leave("referral", "Foyer Horizon")
    page = desk.fill("consent-withdraw-all")
    assert "3 consents withdrawn." in page
    assert "The person withdraws everything" not in page
    assert not any(map(desk.may_leave, ("health", "export")))
    assert not desk.may_leave("referral", "Foyer Horizon")
    assert desk.read("case-detail").count("<strong>Consent withdrawn</strong>") == 3


def test_a_recovery_period_is_extended_and_ended_by_the_person_s_wish(world, desk):
    desk.fill("recovery-add", country="CH", trigger="reasonable_grounds", starts_on="today")
    with acting_as(world.caseworker):
        period = desk.case.recoveryperiod_set.get()
    longer = period.ends_on + timedelta(days=15)
    desk.fill("recovery-extend", period.pk, to_day=f"{longer:%d/%m/%Y}", reason="health", note="hospital")
    assert "45 days left" in desk.read("case-detail")
    desk.fill("recovery-end", period.pk, on="today", reason="persons_wish")
    assert "Ended early" in desk.read("case-detail")
    service = {"service": factories.codes("service_type")[0], "delivered_on": "today", "outcome": "given"}
    assert "Saved." in desk.fill("service-log", **service)
