"""Plain SQL with one's own context: nobody signs for somebody else, and four eyes stay four."""

import pytest
from django.db import ProgrammingError, connection, transaction

from casework.access.walls import SIGNATURES, guarded_models, is_history
from casework.records import Recorded
from casework.victims import services
from casework.victims.models import (
    BestInterest,
    PossibleDuplicate,
    RiskAcknowledgement,
    SeparatedCases,
)
from casework.victims.models.apart import pair_in_order
from tests import factories

OTHERS = "for somebody else"
WALL = "row-level security"


def write(user, record: Recorded, **values):
    """Save past every policy and service, as somebody who reached the database would."""
    with factories.acting_as(user), transaction.atomic():
        for name, value in values.items():
            setattr(record, name, value)
        record.keep(by=user, reason="changed")


@pytest.fixture
def determination(world):
    with factories.acting_as(world.caseworker):
        row = factories.record(BestInterest, world.case, child_view="wants to stay")
        row.keep(by=world.caseworker, reason="recorded")
        return services.submit_best_interest(best_interest=row, by=world.caseworker)


@pytest.fixture
def high(world):
    with factories.acting_as(world.caseworker):
        row = factories.finished_assessment(world.case, by=world.caseworker)
        row.keep(by=world.caseworker, reason="finished")
    return row


def decision(by):
    return {"status": "decided", "outcome": "in_interest", "decided_on": "2026-01-02", "decided_by": by}


def test_caseworker_does_not_approve_in_the_name_of_an_officer(world, determination):
    with pytest.raises(ProgrammingError, match=OTHERS):
        write(world.caseworker, determination, **decision(world.officer))


def test_caseworker_does_not_approve_what_a_colleague_wrote(world, determination):
    with factories.acting_as(world.officer):
        services.assign_case(case=world.case, to=world.colleague, kind="team", by=world.officer)
    with pytest.raises(ProgrammingError, match=OTHERS):
        write(world.colleague, determination, **decision(world.colleague))


def test_officer_does_not_hand_in_for_somebody_else_and_then_approve(world):
    with factories.acting_as(world.officer):
        row = factories.record(BestInterest, world.case)
        row.keep(by=world.officer, reason="recorded")
    with pytest.raises(ProgrammingError, match=OTHERS):
        write(world.officer, row, status="before_panel", submitted_by=world.caseworker)


def test_nobody_finishes_an_assessment_in_the_name_of_another(world):
    with pytest.raises(ProgrammingError, match=OTHERS):
        write(world.officer, factories.finished_assessment(world.case, by=world.caseworker))


def test_caseworker_does_not_acknowledge_the_risk_that_a_colleague_found(world, high):
    with factories.acting_as(world.officer):
        services.assign_case(case=world.case, to=world.colleague, kind="team", by=world.officer)
    answer = RiskAcknowledgement(case=world.case, assessment=high, author=world.caseworker, decision="agree")
    with pytest.raises(ProgrammingError, match=WALL):
        write(world.colleague, answer)


def test_caseworker_writes_no_decision_about_two_cases(world):
    with factories.acting_as(world.caseworker):
        other = factories.make_case(world.caseworker, person={"given_names": "Beside"})
    now = "2026-01-02T00:00:00Z"
    for row in (
        SeparatedCases(**pair_in_order(world.case, other), status="kept"),
        PossibleDuplicate(one=world.case, other=other, status="different"),
    ):
        with pytest.raises(ProgrammingError):
            write(world.caseworker, row, decided_by=world.officer, decided_at=now)
        with pytest.raises(ProgrammingError):
            write(world.caseworker, row, decided_by=world.caseworker, decided_at=now)


def test_whoever_is_kept_out_writes_no_end_of_it(world):
    with factories.acting_as(world.caseworker):
        conflict = services.record_conflict(
            case=world.case, staff=world.caseworker, kind="relative", by=world.caseworker
        )
    version = conflict.history.model
    forged = version(
        id=conflict.pk, case_id=world.case.pk, user_id=world.caseworker.pk, kind="relative",
        created_by_id=world.caseworker.pk, created_at=conflict.created_at, updated_at=conflict.updated_at,
        since=conflict.since, ended_at=conflict.created_at, history_date=conflict.created_at,
        history_user_id=world.caseworker.pk, history_type="~",
    )  # fmt: skip
    with (
        pytest.raises(ProgrammingError, match=WALL),
        factories.acting_as(world.caseworker),
        transaction.atomic(),
    ):
        forged.save(force_insert=True)


def test_officer_learns_nothing_about_who_is_kept_out_elsewhere(world):
    with factories.acting_as(world.stranger):
        services.record_conflict(
            case=world.other_case, staff=world.stranger, kind="relative", by=world.stranger
        )
    with factories.acting_as(world.officer), connection.cursor() as cursor:
        cursor.execute("select sec.is_kept_from(%s, %s)", [world.stranger.pk, world.other_case.pk])
        assert cursor.fetchone()[0] is False


def test_every_signature_is_watched():
    signed = {
        model._meta.db_table
        for model in guarded_models()
        if not is_history(model) and {f.column for f in model._meta.concrete_fields} & set(SIGNATURES)
    }
    with connection.cursor() as cursor:
        cursor.execute("select tgrelid::regclass::text from pg_trigger where tgname = 'demand_own_signature'")
        assert {name.strip('"') for (name,) in cursor.fetchall()} == signed >= {"victims_riskassessment"}
