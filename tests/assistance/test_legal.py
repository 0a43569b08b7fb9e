"""Proceedings, what the person wants, decisions and appeals, permits, compensation by currency."""

from datetime import timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection
from django.utils import timezone

from casework.assistance import services, workflow
from casework.assistance.attention.legal import appeals_ending, hearings_past, permits_ending
from casework.assistance.compensation import Total, totals
from casework.assistance.models import (
    CompensationClaim,
    CompensationPayment,
    LegalCounsel,
    LegalDecision,
    ResidencePermit,
    WitnessProtection,
)
from casework.standards.lists import codes
from casework.victims import services as cases
from casework.victims.models import Case
from casework.victims.workflow import InvalidTransition
from tests import factories
from tests.assistance.lawsuits import Lawsuit

TODAY = timezone.localdate
DAY = timedelta(days=1)


@pytest.fixture
def lawsuit(world):
    return Lawsuit(world)


def answer(lawsuit, participation, **values):
    changes = {"participation": participation, "participation_on": TODAY() if participation else None}
    return lawsuit.do(services.record_participation, proceeding=lawsuit.proceeding, changes=changes | values)


def needs(lawsuit, rule) -> list[str]:
    with factories.acting_as(lawsuit.by):
        return [str(need.title) for need in rule(Case.objects.visible_to(lawsuit.by))]


# What the person wants ----------------------------------------------------------------------------------
@pytest.mark.parametrize("wants", ["", "takes_part", "does_not", "undecided", "declined", "unknown"])
def test_every_step_is_possible_whatever_the_person_wants(lawsuit, wants):
    answer(lawsuit, wants)
    for status in ("filed", "under_way", "decided", "appealed", "stopped", "under_way", "closed"):
        assert lawsuit.step(status).status == status
    assert lawsuit.now().participation == wants


def test_the_answer_changes_as_often_as_the_person_does_and_moves_nothing(lawsuit):
    for wants in ("takes_part", "does_not", "takes_part", ""):
        now = answer(lawsuit, wants, wish=f"{wants}!")
        assert (now.participation, now.status) == (wants, "prepared")
    with factories.acting_as(lawsuit.by):
        told = lawsuit.proceeding.history.filter(history_change_reason="participation")
        assert told.count() == 4


def test_an_answer_and_its_day_come_together(lawsuit):
    with pytest.raises(ValidationError):
        answer(lawsuit, "takes_part", participation_on=None)
    with pytest.raises(ValidationError):
        answer(lawsuit, "", participation_on=TODAY())


def test_a_second_editor_of_the_answer_is_told(lawsuit):
    seen = lawsuit.proceeding.updated_at
    answer(lawsuit, "undecided")
    changes = {"participation": "takes_part", "participation_on": TODAY()}
    with pytest.raises(cases.Conflict):
        lawsuit.do(services.record_participation, proceeding=lawsuit.proceeding, changes=changes, seen=seen)


def test_nothing_in_the_lists_speaks_of_a_duty_to_cooperate():
    assert "personal_situation" in codes("permit_ground")
    assert not any("cooperat" in code for name in ("permit_ground", "participation") for code in codes(name))


# Statuses -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("now", "wanted"), list(product(sorted(codes("proceeding_status")), repeat=2)))
def test_a_proceeding_goes_along_the_table_and_nowhere_else(world, now, wanted):
    lawsuit = Lawsuit(world, status=now)
    if (now, wanted) in workflow.PROCEEDING_STATUS:
        moved = lawsuit.step(wanted)
        assert (moved.status, moved.status_on) == (wanted, TODAY())
    else:
        with pytest.raises(InvalidTransition):
            lawsuit.step(wanted)


def test_a_status_nobody_knows_is_refused_by_the_database(lawsuit):
    with pytest.raises(IntegrityError), factories.acting_as(lawsuit.by), connection.cursor() as cursor:
        cursor.execute("update assistance_legalproceeding set status = 'lost'")


def test_only_whoever_works_on_the_case_writes(world, lawsuit):
    decision = lawsuit.decide(LegalDecision(kind="judgment"))
    words = {
        services.change_proceeding_status: {"proceeding": lawsuit.proceeding, "status": "filed"},
        services.record_participation: {"proceeding": lawsuit.proceeding, "changes": {}},
        services.record_decision: {"decision": decision, "is_final": False},
        services.answer_appeal: {"decision": decision, "answer": "filed"},
    }
    for person, service in product((world.colleague, world.stranger, world.partner, world.auditor), words):
        with pytest.raises(PermissionDenied):
            lawsuit.do(service, by=person, **words[service])


# Decisions ----------------------------------------------------------------------------------------------
def test_a_final_decision_decides_the_proceeding_and_an_interim_one_does_not(lawsuit):
    lawsuit.step("under_way")
    lawsuit.decide(LegalDecision(kind="interim", outcome="granted"), is_final=False)
    assert lawsuit.now().status == "under_way"
    yesterday = TODAY() - DAY
    lawsuit.decide(LegalDecision(kind="judgment", outcome="convicted", decided_on=yesterday))
    assert (lawsuit.now().status, lawsuit.now().status_on) == ("decided", yesterday)


def test_a_decision_is_recorded_where_the_proceeding_cannot_be_decided(lawsuit):
    assert lawsuit.decide(LegalDecision(kind="judgment")).pk
    assert lawsuit.now().status == "prepared"


def test_an_appeal_takes_the_proceeding_on_and_no_appeal_leaves_it(lawsuit):
    lawsuit.step("filed")
    decision = lawsuit.decide(LegalDecision(kind="asylum", appeal_until=TODAY() + 5 * DAY))
    assert decision.is_open
    assert lawsuit.now(decision).days_left == 5
    unwilling = lawsuit.do(services.answer_appeal, decision=decision, answer="not_wanted")
    assert (unwilling.is_open, lawsuit.now().status) == (False, "decided")
    filed = lawsuit.do(services.answer_appeal, decision=decision, answer="filed", on=TODAY() - DAY)
    assert (filed.appeal_on, lawsuit.now().status) == (TODAY() - DAY, "appealed")
    open_again = lawsuit.do(services.answer_appeal, decision=decision, answer="")
    assert (open_again.appeal_on, lawsuit.now().status) == (None, "appealed")


@pytest.mark.parametrize(("days", "titles"), [
    (15, []), (14, ["A period for appeal ends"]), (0, ["A period for appeal ends"]),
    (-1, ["A period for appeal has ended"]), (-15, []),
])  # fmt: skip
def test_periods_for_appeal_are_told_two_weeks_before(lawsuit, days, titles):
    until = TODAY() + days * DAY
    decision = lawsuit.decide(LegalDecision(kind="asylum", decided_on=until - 30 * DAY, appeal_until=until))
    assert needs(lawsuit, appeals_ending) == titles
    lawsuit.do(services.answer_appeal, decision=decision, answer="not_wanted")
    assert needs(lawsuit, appeals_ending) == []


# Permits and hearings past ------------------------------------------------------------------------------
@pytest.mark.parametrize(("days", "titles"), [
    (61, []), (60, ["A residence permit expires"]), (-90, ["A residence permit has expired"]),
])  # fmt: skip
def test_permits_are_told_until_renewal_is_asked_for(lawsuit, days, titles):
    permit = lawsuit.add(ResidencePermit, kind="victim", expires_on=TODAY() + days * DAY)
    assert permit.days_left == days
    assert needs(lawsuit, permits_ending) == titles
    lawsuit.do(cases.change_record, record=permit, changes={"renewal_asked_on": TODAY()})
    assert needs(lawsuit, permits_ending) == []


@pytest.mark.parametrize(
    ("later", "is_reminded"),
    [
        ({"expires_on": TODAY() + 400 * DAY}, False),
        ({"issued_on": TODAY() - 30 * DAY}, False),
        ({"issued_on": TODAY() - 500 * DAY}, True),
        ({}, True),
    ],
)
def test_a_later_permit_ends_the_reminder(lawsuit, later, is_reminded):
    first = {"issued_on": TODAY() - 300 * DAY, "expires_on": TODAY() + 10 * DAY}
    lawsuit.add(ResidencePermit, kind="victim", **first)
    lawsuit.add(ResidencePermit, kind="long_term", **later)
    assert bool(needs(lawsuit, permits_ending)) == is_reminded


def test_a_hearing_that_nobody_wrote_up_is_asked_about(lawsuit):
    hearing = lawsuit.hearing(-2)
    lawsuit.hearing(-40)
    assert needs(lawsuit, hearings_past) == ["A hearing was planned: how did it go?"]
    lawsuit.do(services.note_hearing_held, hearing=hearing)
    assert needs(lawsuit, hearings_past) == []


def test_a_proceeding_entered_in_error_takes_its_hearings_along(lawsuit):
    lawsuit.hearing(-2)
    lawsuit.do(cases.change_record, record=lawsuit.proceeding, changes={"entered_in_error": True})
    assert needs(lawsuit, hearings_past) == []


@pytest.mark.parametrize(("model", "values"), [
    (LegalCounsel, {"name": "N.", "starts_on": TODAY(), "ends_on": TODAY() - DAY}),
    (WitnessProtection, {"kind": "alarm", "ends_on": TODAY() - DAY}),
    (ResidencePermit, {"kind": "victim", "issued_on": TODAY(), "expires_on": TODAY() - DAY}),
    (CompensationClaim, {"kind": "wages", "claimed_on": TODAY(), "awarded_on": TODAY() - DAY}),
])  # fmt: skip
def test_nothing_ends_before_it_begins(lawsuit, model, values):
    with pytest.raises(ValidationError, match="before the first"):
        lawsuit.add(model, **values)


def test_mandates_and_measures_are_over_after_their_last_day(lawsuit):
    for model, values in ((LegalCounsel, {"name": "N."}), (WitnessProtection, {"kind": "alarm"})):
        last = {"starts_on": TODAY() - 9 * DAY, "ends_on": TODAY()}
        assert not lawsuit.add(model, **values).is_over
        assert not lawsuit.add(model, **values, **last).is_over
        assert lawsuit.add(model, **values, **last | {"ends_on": TODAY() - DAY}).is_over


# Compensation -------------------------------------------------------------------------------------------
def test_sums_are_made_for_each_currency_alone():
    claims = [
        CompensationClaim(claimed=Decimal("100.10"), claimed_currency="CHF"),
        CompensationClaim(
            claimed=Decimal(50), claimed_currency="EUR", awarded=Decimal(0), awarded_currency="EUR"
        ),
        CompensationClaim(claimed=Decimal("0.20"), claimed_currency="CHF"),
        CompensationClaim(),
    ]
    payments = [
        CompensationPayment(received=Decimal(7), received_currency="USD"),
        CompensationPayment(received=Decimal(8), received_currency="USD"),
    ]
    assert totals(claims, payments) == [
        Total("CHF", claimed=Decimal("100.30")), Total("EUR", claimed=Decimal(50), awarded=Decimal(0)),
        Total("USD", received=Decimal(15)),
    ]  # fmt: skip
    assert totals([], []) == []


@pytest.mark.parametrize("values", [
    {"claimed": Decimal(5)}, {"claimed_currency": "CHF"},
    {"awarded": Decimal(5)}, {"awarded_currency": "CHF"},
])  # fmt: skip
def test_an_amount_and_its_currency_come_together(lawsuit, values):
    with pytest.raises(ValidationError):
        lawsuit.add(CompensationClaim, kind="wages", **values)


def test_money_that_came_has_a_currency_and_is_more_than_nothing(lawsuit):
    claim = lawsuit.add(CompensationClaim, kind="wages")
    for values in ({"received": 0, "received_currency": "CHF"}, {"received": 5, "received_currency": ""}):
        with pytest.raises(ValidationError):
            lawsuit.add(CompensationPayment, claim=claim, **values)
