"""Consent: per purpose and recipient, the newest answer counts, a child is asked beside the guardian."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections
from django.utils import timezone

from casework.access.database import acting_as
from casework.victims import consents, services
from casework.victims.consents import check_consent
from casework.victims.models import Case, Consent
from casework.victims.workflow import InvalidTransition
from tests import factories
from tests.victims.agreeing import TODAY, refusal


# The check ------------------------------------------------------------------------------------------------
def test_nothing_leaves_before_somebody_asked(world):
    assert refusal(world.case, world.caseworker) == (
        "Sharing with health services (your organisation): Nobody has asked yet."
    )


def test_a_live_consent_lets_through_its_purpose_and_recipient_only(world):
    given = factories.agree(world.case, "referral", world.caseworker, recipient="Foyer Horizon")
    with acting_as(world.caseworker):
        assert check_consent(world.case, "referral", "foyer  HORIZON") == given
    assert "Nobody has asked" in refusal(world.case, world.caseworker, "referral", "Foyer Soleil")
    assert "Nobody has asked" in refusal(world.case, world.caseworker, "referral")
    assert "Nobody has asked" in refusal(world.case, world.caseworker, "health", "Foyer Horizon")


def test_a_recipient_of_signs_only_is_not_ones_own_organisation(world):
    factories.agree(world.case, "referral", world.caseworker, recipient="🌿 !")
    assert "Nobody has asked" in refusal(world.case, world.caseworker, "referral")
    with acting_as(world.caseworker):
        assert check_consent(world.case, "referral", "🌿 !")


def test_a_refusal_is_an_answer_and_holds(world):
    factories.agree(world.case, "health", world.caseworker, status="refused")
    assert "The person said no on" in refusal(world.case, world.caseworker)


def test_a_consent_counts_until_its_last_day(world):
    given = TODAY() - timedelta(days=40)
    factories.agree(world.case, "health", world.caseworker, given_on=given, expires_on=TODAY())
    with acting_as(world.caseworker):
        assert check_consent(world.case, "health")
    factories.agree(
        world.case, "legal", world.caseworker, given_on=given, expires_on=TODAY() - timedelta(days=1)
    )
    assert "Consent ended on" in refusal(world.case, world.caseworker, "legal")


def test_a_withdrawal_counts_at_once(world):
    consent = factories.agree(world.case, "health", world.caseworker)
    with acting_as(world.caseworker):
        services.withdraw_consent(consent=consent, by=world.caseworker)
    assert "took consent back" in refusal(world.case, world.caseworker)


def test_a_consent_entered_in_error_never_was(world):
    consent = factories.agree(world.case, "health", world.caseworker)
    with acting_as(world.caseworker):
        services.change_record(record=consent, changes={"entered_in_error": True}, by=world.caseworker)
    assert "Nobody has asked" in refusal(world.case, world.caseworker)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"given_by": "self"}, "The guardian has not agreed yet."),
        ({"given_by": "guardian", "giver_name": "A. Berset"}, "The child has not been asked"),
        ({"given_by": "guardian", "giver_name": "A. Berset", "assent": "declined"}, "The child has not been"),
        ({"given_by": "both", "giver_name": "A. Berset", "assent": "no"}, "The child does not agree."),
    ],
)
def test_for_a_child_the_guardian_and_the_child_both_agree(world, child, answer, words):
    factories.agree(child, "health", world.caseworker, **answer)
    assert words in refusal(child, world.caseworker)


@pytest.mark.parametrize(
    "giver", [("guardian", "yes"), ("representative", "yes"), ("both", "yes"), ("both", "")]
)
def test_a_child_and_a_guardian_who_agree_let_through(world, child, giver):
    factories.agree(
        child, "health", world.caseworker, given_by=giver[0], giver_name="A. Berset", assent=giver[1]
    )
    with acting_as(world.caseworker):
        assert check_consent(child, "health")


def test_somebody_whose_age_is_unsure_is_asked_as_a_child(world):
    unsure = factories.make_case(world.caseworker, person={"age_is_uncertain": True})
    factories.agree(unsure, "health", world.caseworker)
    assert "The guardian has not agreed yet." in refusal(unsure, world.caseworker)


def test_of_many_cases_those_that_agree_are_found_with_one_query(world, child, django_assert_num_queries):
    factories.agree(world.case, "health", world.caseworker)
    factories.agree(child, "health", world.caseworker)
    with acting_as(world.caseworker):
        cases = list(Case.objects.visible_to(world.caseworker).select_related("victim"))
        # Their keys are open already, as on every page that shows these people.
        assert {case.victim.is_treated_as_child for case in cases} == {True, False}
        with django_assert_num_queries(1):
            assert consents.agreeing(cases, "health") == [world.case]


def test_a_replaced_answer_does_not_come_back_when_the_later_one_was_an_error(world, sign_in):
    factories.agree(world.case, "health", world.caseworker)
    mistaken = factories.agree(world.case, "health", world.caseworker, status="refused")
    with acting_as(world.caseworker):
        services.change_record(record=mistaken, changes={"entered_in_error": True}, by=world.caseworker)
        (asked,) = consents.asked_in(world.case, world.caseworker)
        assert asked.missing == "A later answer replaced this one."
    assert "Nobody has asked" in refusal(world.case, world.caseworker)


# Recording ------------------------------------------------------------------------------------------------
def test_a_later_answer_replaces_the_earlier_however_the_recipient_is_typed(world):
    first = factories.agree(world.case, "referral", world.caseworker, recipient="Foyer Horizon")
    factories.agree(world.case, "referral", world.caseworker, recipient="foyer horizon", status="refused")
    with acting_as(world.caseworker):
        assert Consent.objects.get(pk=first.pk).status == "superseded"
    assert "said no" in refusal(world.case, world.caseworker, "referral", "FOYER HORIZON")


def test_an_old_sheet_does_not_undo_a_later_answer_or_a_withdrawal(world):
    yesterday = TODAY() - timedelta(days=1)
    factories.agree(world.case, "health", world.caseworker, status="refused")
    with pytest.raises(ValidationError, match="answered this later"):
        factories.agree(world.case, "health", world.caseworker, given_on=yesterday)
    taken = factories.agree(world.case, "legal", world.caseworker, given_on=yesterday)
    with acting_as(world.caseworker):
        services.withdraw_consent(consent=taken, by=world.caseworker)
    with pytest.raises(ValidationError, match="answered this later"):
        factories.agree(world.case, "legal", world.caseworker, given_on=yesterday)
    factories.agree(world.case, "legal", world.caseworker)
    with acting_as(world.caseworker):
        assert check_consent(world.case, "legal")


def test_a_spoken_answer_is_certified_by_whoever_records_it(world):
    assert factories.agree(world.case, "health", world.caseworker, form="verbal_certified").certified_by == (
        world.caseworker.name
    )
    named = factories.agree(
        world.case, "legal", world.caseworker, form="verbal_certified", certified_by="N. Haddad"
    )
    assert named.certified_by == "N. Haddad"


@pytest.mark.parametrize(
    "values",
    [
        {"given_by": "guardian"},
        {"given_by": "self", "giver_name": "A. Berset"},
        {"expires_on": TODAY() - timedelta(days=1)},
        {"status": "withdrawn"},
        {"withdrawn_at": timezone.now()},
        {"form": "verbal_certified"},
    ],
)
def test_the_database_keeps_paired_fields_together(world, values):
    consent = Consent(case=world.case, **{"purpose": "health", "status": "given", "form": "written"} | values)
    with pytest.raises(ValidationError), acting_as(world.caseworker):
        consent.keep(by=world.caseworker, reason="recorded")


def test_a_status_nobody_knows_is_refused_by_the_database_alone(world):
    consent = factories.agree(world.case, "health", world.caseworker)
    with pytest.raises(IntegrityError), acting_as(world.caseworker), connection.cursor() as cursor:
        cursor.execute("update victims_consent set status = 'assumed' where id = %s", [consent.pk])


def test_a_consent_is_withdrawn_once(world):
    consent = factories.agree(world.case, "health", world.caseworker)
    with acting_as(world.caseworker):
        services.withdraw_consent(consent=consent, by=world.caseworker)
        with pytest.raises(InvalidTransition):
            services.withdraw_consent(consent=consent, by=world.caseworker)


def test_everything_is_withdrawn_at_once_and_refusals_stay(world):
    factories.agree(world.case, "health", world.caseworker)
    factories.agree(world.case, "legal", world.caseworker)
    factories.agree(world.case, "research", world.caseworker, status="refused")
    with acting_as(world.caseworker):
        assert len(services.withdraw_every_consent(case=world.case, by=world.caseworker)) == 2
        assert services.withdraw_every_consent(case=world.case, by=world.caseworker) == []
        assert Consent.objects.get(case=world.case, purpose="research").status == "refused"


def test_two_answers_at_the_same_moment_leave_one(world):
    def answer(status: str) -> None:
        try:
            factories.agree(world.case, "health", world.caseworker, status=status)
        finally:
            connections.close_all()

    both = [threading.Thread(target=answer, args=[status]) for status in ("given", "refused")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    with acting_as(world.caseworker):
        standing = Consent.objects.answers().filter(case=world.case, purpose="health")
        assert standing.count() == 1
