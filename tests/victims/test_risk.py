"""Assessing risk: merging what several people write, and finishing it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.victims import risk, services
from casework.victims.models import RiskAssessment, RiskFactor
from casework.victims.workflow import InvalidTransition
from tests.factories import StaffFactory
from tests.victims.risks import TODAY, conclude, finish, row_of, save


@pytest.fixture
def helper(world, acting):
    """A second person on the team of the case."""
    helper = StaffFactory(organisation=world.ours)
    with acting(world.officer):
        services.assign_case(case=world.case, to=helper, kind="team", by=world.officer)
    return helper


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
