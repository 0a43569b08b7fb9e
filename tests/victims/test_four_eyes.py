"""Other eyes than the author's answer a high risk; what waits is on the day, the trend is said in words."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.utils import ProgrammingError
from django.utils import translation

from casework.access.policies import allowed
from casework.victims import attention, policies, risk, services
from casework.victims.models import Case, RiskAcknowledgement, RiskAssessment
from casework.victims.overview import Overview
from casework.victims.workflow import InvalidTransition
from tests.factories import StaffFactory
from tests.victims.risks import TODAY, conclude, finish, save


# Four eyes -----------------------------------------------------------------------------------------------
def test_a_high_risk_is_answered_by_another_protection_officer(world, acting):
    with acting(world.caseworker):
        row = finish(world.case, world.caseworker)
    second = StaffFactory(organisation=world.ours, role=world.officer.role)
    with acting(world.officer):
        own = finish(world.case, world.officer)
    check = policies.check_can_acknowledge_risk
    for user, assessment, may in (
        (world.officer, row, True), (world.officer, own, False), (second, own, True),
        (world.caseworker, row, False), (world.stranger, row, False),
        (world.strangers[world.officer.role], row, False), (world.auditor, row, False),
    ):  # fmt: skip
        with acting(user):
            assert allowed(check, user, assessment) is may, user.role
    with acting(world.officer):
        soon = TODAY() + timedelta(days=1)
        services.acknowledge_risk(
            assessment=row, decision="sooner", look_again_on=soon, note="seen", by=world.officer
        )
        row.refresh_from_db()
        assert row.review_on == soon
        with pytest.raises(ValidationError, match="answered meanwhile"), transaction.atomic():
            services.acknowledge_risk(assessment=row, decision="agree", by=world.officer)


def test_the_database_refuses_an_answer_by_the_author(world, acting):
    officer = world.officer
    with acting(officer):
        own = finish(world.case, officer)
        with pytest.raises(ValidationError, match="Another protection officer"), transaction.atomic():
            RiskAcknowledgement(case=world.case, assessment=own, author=officer, decision="agree").keep(
                by=officer
            )
        # Naming somebody else as the author does not help: the wall reads the assessment.
        forged = RiskAcknowledgement(
            case=world.case, assessment=own, author=world.caseworker, decision="agree"
        )
        with pytest.raises(ProgrammingError), transaction.atomic():
            forged.keep(by=officer)


def test_an_answer_is_never_changed(world, acting):
    with acting(world.caseworker):
        row = finish(world.case, world.caseworker)
    with acting(world.officer):
        answer = services.acknowledge_risk(assessment=row, decision="conference", by=world.officer)
        answer.decision = "agree"
        with pytest.raises(ProgrammingError), transaction.atomic():
            answer.keep(by=world.officer)


def test_only_a_finished_high_risk_is_answered(world, acting, draft):
    with acting(world.caseworker):
        low = finish(world.case, world.caseworker, level="low")
    with acting(world.officer):
        for row in (low, draft):
            with pytest.raises(InvalidTransition), transaction.atomic():
                services.acknowledge_risk(assessment=row, decision="agree", by=world.officer)


def test_a_high_risk_disappears_only_with_the_protection_officer(world, acting, draft):
    by = world.caseworker
    with acting(by):
        low, high = finish(world.case, by, level="low"), finish(world.case, by)
        for row in (draft, low):
            services.discard_risk_assessment(assessment=row, by=by)
        with pytest.raises(PermissionDenied), transaction.atomic():
            services.discard_risk_assessment(assessment=high, by=by)
    with acting(world.officer):
        services.discard_risk_assessment(assessment=high, by=world.officer)
        assert not RiskAssessment.objects.live().exists()
    with acting(by), pytest.raises(InvalidTransition), transaction.atomic():
        save(draft, by, age={"answer": "present"})


# What waits, and where the level goes ----------------------------------------------------------------------
def needs(user, kinds):
    cases = Case.objects.visible_to(user).open()
    return [str(need.title) for need in attention.needs(cases, kinds)]


def test_a_high_risk_waits_for_officers_until_it_or_a_later_one_is_answered(world, acting):
    by, officer = world.caseworker, world.officer
    with acting(by):
        high = finish(world.case, by, assessed_on=TODAY() - timedelta(days=1))
        finish(world.case, by, level="low", review_on=TODAY() + timedelta(days=90))
        assert "A high risk waits for you" not in needs(by, attention.OF_A_HOLDER)
        assert Overview(world.case, by).waiting_risk == high
        assert not Overview(world.case, by).can_acknowledge
    with acting(officer):
        # A lower level afterwards does not take it off the officer's day.
        assert "A high risk waits for you" in needs(officer, attention.OF_AN_OFFICER)
        assert Overview(world.case, officer).can_acknowledge
        services.acknowledge_risk(assessment=high, decision="agree", by=officer)
        assert "A high risk waits for you" not in needs(officer, attention.OF_AN_OFFICER)
        assert Overview(world.case, officer).waiting_risk is None


@pytest.mark.parametrize(
    ("days", "holder", "officer"),
    [(4, None, None), (2, "Safety review due", None), (-1, *["Safety review overdue"] * 2)],
)
def test_a_review_surfaces_when_it_is_due_and_when_it_is_late(world, acting, days, holder, officer):
    with acting(world.caseworker):
        before = TODAY() - timedelta(days=30)
        finish(world.case, world.caseworker, assessed_on=before - timedelta(days=9), review_on=before)
        finish(
            world.case, world.caseworker, level="medium", assessed_on=before,
            review_on=TODAY() + timedelta(days=days),
        )  # fmt: skip
    for user, kinds, expected in (
        (world.caseworker, attention.OF_A_HOLDER, holder), (world.officer, attention.OF_AN_OFFICER, officer)
    ):  # fmt: skip
        with acting(user):
            found = [title for title in needs(user, kinds) if title.startswith("Safety review")]
            assert found == ([expected] if expected else [])


def history(*levels):
    return [
        RiskAssessment(level=level, assessed_on=date(2026, 11, day))
        for day, level in enumerate(levels, start=1)
    ]


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        (["high"], None),
        (["low", "medium", "high"], "rising since 2 November 2026"),
        (["low", "high", "high", "high"], "the same since 2 November 2026"),
        (["low", "extreme", "high"], "falling since 3 November 2026"),
        (["high", "low", "medium"], "rising since 3 November 2026"),
    ],
)
def test_the_trend_is_said_in_words(levels, words):
    trend = risk.trend_of(history(*levels))
    assert (trend.words if trend else None) == words
    if trend:
        assert trend.icon


def test_the_picture_has_another_mark_for_each_level_and_words_for_each_point():
    chart = risk.chart_of(history("medium", "low", "medium", "high", "extreme"))
    assert (len(chart.points), chart.earlier) == (4, 1)
    assert len({point.corners.count(",") for point in chart.points}) == 2
    assert [point.label for point in chart.points] == ["Low", "Medium", "High", "Extreme"]
    assert chart.points[0].short_day == "2 Nov"
    assert chart.words.startswith("2 Nov 2026: Low, 3 Nov 2026: Medium")
    assert chart.small_end == "5" and chart.small_line.startswith("2,31 ")
    with translation.override("ar"):
        mirrored = risk.chart_of(history("low", "high"))
    assert mirrored.points[0].x > mirrored.points[1].x


def test_a_high_risk_finished_meanwhile_is_not_discarded_as_a_draft(world, acting, draft):
    with acting(world.caseworker):
        stale = RiskAssessment.objects.get(pk=draft.pk)
        concluded = conclude(draft, world.caseworker, level="high")
        services.finish_risk_assessment(assessment=concluded, by=world.caseworker)
        with pytest.raises(PermissionDenied):
            services.discard_risk_assessment(assessment=stale, by=world.caseworker)
