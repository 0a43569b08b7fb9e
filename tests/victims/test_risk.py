"""Assessing risk: merging what several people write, finishing, answering with four eyes, looking again."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone, translation

from casework.access.policies import allowed
from casework.victims import attention, policies, risk, services
from casework.victims.models import Case, RiskAcknowledgement, RiskAssessment, RiskFactor
from casework.victims.overview import Overview
from casework.victims.workflow import InvalidTransition
from tests.factories import StaffFactory, finished_assessment

TODAY = timezone.localdate
EMPTY = {"answer": "", "note": ""}


@pytest.fixture
def draft(world, acting):
    with acting(world.caseworker):
        return services.begin_risk_assessment(case=world.case, by=world.caseworker)


@pytest.fixture
def helper(world, acting):
    """A second person on the team of the case."""
    helper = StaffFactory(organisation=world.ours)
    with acting(world.officer):
        services.assign_case(case=world.case, to=helper, kind="team", by=world.officer)
    return helper


def finish(case, by, **values):
    """A finished assessment, kept by somebody."""
    row = finished_assessment(case, by=by, **values)
    row.keep(by=by, reason="finished")
    return row


def save(assessment, by, section="individual", seen=None, **factors):
    values = {code: {**EMPTY, **answers} for code, answers in factors.items()}
    return services.save_risk_section(
        assessment=assessment, section=section, values=values, seen=seen or {}, by=by
    )


def conclude(assessment, by, **values):
    return services.save_risk_section(
        assessment=assessment, section="conclusion", values={"": values},
        seen={"": assessment.updated_at}, by=by,
    )  # fmt: skip


def row_of(assessment, code):
    return RiskFactor.objects.get(assessment=assessment, code=code)


def test_a_case_has_one_draft_that_the_team_shares(world, acting, draft, helper):
    with acting(helper):
        assert services.begin_risk_assessment(case=world.case, by=helper) == draft
    with acting(world.caseworker), pytest.raises(ValidationError), transaction.atomic():
        RiskAssessment(case=world.case).keep(by=world.caseworker)


def test_open_questions_make_no_rows_and_answers_make_one_each(world, acting, draft):
    by = world.caseworker
    with acting(by):
        save(draft, by, age={"answer": "present"}, debt={})
        assert [row.code for row in RiskFactor.objects.filter(assessment=draft)] == ["age"]
        row = row_of(draft, "age")
        save(draft, by, seen={"age": row.updated_at}, age={"answer": ""})
        assert row_of(draft, "age").answer == ""


def test_two_editors_of_different_questions_lose_nothing(world, acting, draft, helper):
    with acting(world.caseworker):
        save(draft, world.caseworker, age={"answer": "present"}, debt={"answer": "unknown"})
        seen = {code: row_of(draft, code).updated_at for code in ("age", "debt")}
    with acting(helper):
        save(draft, helper, seen=seen, age={"answer": "not_present"}, debt={"answer": "unknown"})
    with acting(world.caseworker):
        save(draft, world.caseworker, seen=seen, age={"answer": "present"}, debt={"answer": "declined"})
        assert (row_of(draft, "age").answer, row_of(draft, "debt").answer) == ("not_present", "declined")


def test_two_editors_of_the_same_question_compare_and_choose(world, acting, draft, helper):
    with acting(helper):
        save(draft, helper, age={"answer": "not_present", "note": "theirs"})
    with acting(world.caseworker):
        mine = {"age": {"answer": "present", "note": "mine"}}
        with pytest.raises(services.SectionConflict) as conflict, transaction.atomic():
            save(draft, world.caseworker, **mine)
        assert {one.name for one in conflict.value.differences} == {"age", "age-note"}
        assert conflict.value.saved.history_user == helper
        assert row_of(draft, "age").note == "theirs"
        services.save_risk_section(
            assessment=draft, section="individual", values=mine, by=world.caseworker,
            seen={"age": row_of(draft, "age").updated_at},
            choices={"age": "theirs", "age-note": "both"},
        )  # fmt: skip
        row = row_of(draft, "age")
        assert (row.answer, row.note) == ("not_present", "theirs\nmine")


def test_a_draft_keeps_what_is_mine_and_leaves_what_is_theirs(world, acting, draft, helper):
    by = world.caseworker
    with acting(by):
        save(draft, by, age={"answer": "present"})
        seen = {"age": row_of(draft, "age").updated_at}
    with acting(helper):
        save(draft, helper, seen=seen, age={"answer": "not_present"})
    with acting(by):
        typed = {"age": {"answer": "unknown", "note": ""}, "debt": {"answer": "present", "note": ""}}
        kept = services.keep_risk_draft(
            assessment=draft, section="individual", values=typed, seen=seen, by=by
        )
        assert [one.name for one in kept.left] == ["age"]
        # The page still shows the older state of this row, so it is compared again next time.
        assert kept.moments["age"] == seen["age"]
        assert (row_of(draft, "age").answer, row_of(draft, "debt").answer) == ("not_present", "present")


def test_one_s_own_save_whose_answer_was_lost_is_no_conflict(world, acting, draft):
    by = world.caseworker
    with acting(by):
        save(draft, by, age={"note": "first"})
        save(draft, by, age={"note": "first and more"})
        assert row_of(draft, "age").note == "first and more"


def test_a_moment_nobody_saw_is_a_conflict_with_what_others_wrote(world, acting, draft, helper):
    with acting(helper):
        save(draft, helper, age={"note": "theirs"})
    with acting(world.caseworker), pytest.raises(services.SectionConflict), transaction.atomic():
        save(draft, world.caseworker, seen={"age": timezone.now()}, age={"note": "mine"})


def test_finishing_needs_a_level_only_and_sets_the_usual_day(world, acting, draft, settings):
    by = world.caseworker
    with acting(by):
        with pytest.raises(services.NotReady), transaction.atomic():
            services.finish_risk_assessment(assessment=draft, by=by)
        conclude(draft, by, level="extreme", assessed_on=TODAY(), reasons="", review_on=None)
        finished = services.finish_risk_assessment(assessment=draft, by=by)
        assert finished.review_on == TODAY() + timedelta(days=settings.RISK_REVIEW_DAYS["extreme"])
        assert (finished.finished_by, finished.status) == (by, "finished")
        for step in (
            lambda: services.finish_risk_assessment(assessment=draft, by=by),
            lambda: save(draft, by, age={"answer": "present"}),
            lambda: services.keep_risk_draft(
                assessment=draft, section="individual", values={}, seen={}, by=by
            ),
        ):
            with pytest.raises(InvalidTransition), transaction.atomic():
                step()


def test_a_chosen_day_to_look_again_stays_and_a_section_is_done_when_said(world, acting, draft):
    by, day = world.caseworker, TODAY() + timedelta(days=2)
    with acting(by):
        services.save_risk_section(
            assessment=draft, section="conclusion", values={"": {"level": "low", "review_on": day}}, seen={},
            is_done=True, by=by,
        )  # fmt: skip
        finished = services.finish_risk_assessment(assessment=draft, by=by)
        assert finished.review_on == day
        assert finished.sections_done == ["conclusion"]


def test_sections_are_not_started_in_progress_or_done(world, acting, draft):
    by = world.caseworker
    with acting(by):
        save(draft, by, age={"answer": "declined"})
        conclude(draft, by, level="low")
        draft.refresh_from_db()
        draft.sections_done = ["threats"]
        states = {one.code: one.state for one in risk.sections_of(draft, RiskFactor.objects.all())}
    assert states == {
        "own_view": "to_come", "individual": "begun", "household": "to_come", "community": "to_come",
        "structural": "to_come", "threats": "done", "conclusion": "begun",
    }  # fmt: skip
    assert (risk.next_section("own_view"), risk.next_section("conclusion")) == ("individual", None)


def test_a_factor_stands_in_the_list_of_its_kind_and_no_threat_stands_alone(world, acting, draft):
    with acting(world.caseworker):
        for wrong in (
            RiskFactor(case=world.case, assessment=draft, kind="protective", code="age"),
            RiskFactor(case=world.case, assessment=draft, kind="risk", code="nonsense"),
            RiskAssessment(case=world.case, threats=["none", "suicide_risk"]),
        ):
            with pytest.raises(ValidationError), transaction.atomic():
                wrong.keep(by=world.caseworker)


def test_the_database_knows_when_an_assessment_is_whole(world, acting):
    by, yesterday = world.caseworker, TODAY() - timedelta(days=1)
    with acting(by):
        for values in ({"level": ""}, {"review_on": None}, {"finished_at": None}, {"review_on": yesterday}):
            with pytest.raises((ValidationError, IntegrityError)), transaction.atomic():
                finish(world.case, by, **values)


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
