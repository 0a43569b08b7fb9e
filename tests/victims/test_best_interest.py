"""The best-interest procedure: heard first, handed in, decided by a panel, never by its author."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from casework.access.roles import Role
from casework.victims import children, policies, services, workflow
from casework.victims.models import BestInterest, PanelMember
from tests import factories
from tests.victims.best_interests import (
    TODAY,
    address,
    before_panel,
    begin,
    decide,
    decided,
    full_panel,
    on_panel,
    submit,
)


def second_officer(world):
    return factories.StaffFactory(role=Role.PROTECTION_OFFICER, organisation=world.ours)


def test_childs_view_comes_first(world, sign_in):
    record = begin(world.case, world.caseworker)
    with pytest.raises(ValidationError, match="own view comes first"):
        submit(record, world.caseworker)
    client = sign_in(world.caseworker)
    answer = client.post(address("best-interest-submit", world.case, record.pk), follow=True)
    assert "own view comes first" in answer.content.decode()
    with factories.acting_as(world.caseworker):
        assert BestInterest.objects.get(pk=record.pk).status == "draft"


def test_assessment_is_finished_without_a_panel(world):
    record = submit(begin(world.case, world.caseworker, kind="assessment", child_view="v"), world.caseworker)
    assert record.status == "finished"
    with pytest.raises(PermissionDenied, match="final"), factories.acting_as(world.caseworker):
        services.change_best_interest(best_interest=record, changes={"safety": "x"}, by=world.caseworker)
    with pytest.raises(ValidationError, match="no panel"):
        on_panel(record, world.caseworker, name="N")
    with pytest.raises(workflow.InvalidTransition):
        decide(record, world.officer)


def test_text_before_the_panel_is_not_changed_until_sent_back(world):
    record = before_panel(world.case, world.caseworker)
    with pytest.raises(PermissionDenied, match="panel has this text"), factories.acting_as(world.caseworker):
        services.change_best_interest(best_interest=record, changes={"safety": "x"}, by=world.caseworker)
    with factories.acting_as(world.officer):
        record = services.send_back_best_interest(best_interest=record, by=world.officer)
    assert (record.status, record.submitted_by) == ("draft", None)
    with factories.acting_as(world.caseworker):
        services.change_best_interest(best_interest=record, changes={"safety": "x"}, by=world.caseworker)


def test_begins_as_a_draft(world):
    with pytest.raises(workflow.InvalidTransition):
        begin(world.case, world.caseworker, status="decided")


def test_decision_needs_three_members_and_a_chair_who_is_not_the_author(world):
    by = world.caseworker
    record = submit(begin(world.case, by, child_view="v"), by)
    with pytest.raises(ValidationError, match="at least three"):
        decide(record, world.officer)
    members = [on_panel(record, by, name=name) for name in ("One", "Two", "Three")]
    with pytest.raises(ValidationError, match="who chairs"):
        decide(record, world.officer)
    for chair in ({"user": by}, {"name": by.name.upper()}):
        with pytest.raises(ValidationError, match="author does not chair"):
            on_panel(record, by, is_chair=True, **chair)
    with factories.acting_as(by):
        services.keep_panel_member(member=members[0], changes={"is_chair": True}, by=by)
    with pytest.raises(ValidationError, match="chairs this panel already"):
        on_panel(record, by, name="Four", is_chair=True)
    with pytest.raises(ValidationError, match="write the name"):
        on_panel(record, by)
    on_panel(record, by, user=world.colleague)
    with pytest.raises(ValidationError, match="on the panel already"):
        on_panel(record, by, user=world.colleague)
    assert decide(record, world.officer).decided_by == world.officer


def test_chair_who_hands_in_the_text_is_its_author(world):
    """A colleague chairs, then hands in the text: the decision is refused."""
    record = begin(world.case, world.caseworker, child_view="v")
    on_panel(record, world.caseworker, user=world.officer, is_chair=True)
    for name in ("Two", "Three"):
        on_panel(record, world.caseworker, name=name)
    record = submit(record, world.officer)
    with pytest.raises(ValidationError, match="author does not chair"):
        decide(record, second_officer(world))


def test_author_does_not_decide(world, sign_in):
    record = before_panel(world.case, world.officer)
    with pytest.raises(PermissionDenied, match="wrote a part"):
        decide(record, world.officer)
    client = sign_in(world.officer)
    url = address("best-interest-decide", world.case, record.pk)
    assert "You wrote a part of this text" in client.get(url).content.decode()
    assert "You wrote a part" in client.get(address("best-interest", world.case, record.pk)).content.decode()
    values = {
        "outcome": "in_interest", "decision": "typed words", "decision_reasons": "r",
        "decided_on": TODAY().strftime("%d/%m/%Y"),
    }  # fmt: skip
    html = client.post(url, values).content.decode()
    assert "You wrote a part of this text" in html
    assert "typed words" in html
    assert decide(record, second_officer(world)).status == "decided"


def test_whoever_changed_a_part_does_not_decide(world):
    record = begin(world.case, world.caseworker, child_view="v")
    with factories.acting_as(world.officer):
        services.change_best_interest(best_interest=record, changes={"options": "mine"}, by=world.officer)
    record = submit(record, world.caseworker)
    full_panel(record, world.caseworker)
    with pytest.raises(PermissionDenied, match="wrote a part"):
        decide(record, world.officer)


@pytest.mark.parametrize("author", ["created_by", "submitted_by"])
def test_database_refuses_an_author_who_decides(world, author):
    """The record is written past the service: the constraint alone stands in the way."""
    makers = {
        "created_by": (world.officer, world.caseworker),
        "submitted_by": (world.caseworker, world.officer),
    }
    begins, hands_in = makers[author]
    record = submit(begin(world.case, begins, child_view="v"), hands_in)
    record.status, record.outcome = "decided", "in_interest"
    record.decided_on, record.decided_by = TODAY(), world.officer
    with pytest.raises(ValidationError, match="Somebody else than"), factories.acting_as(world.officer):
        record.keep(by=world.officer)


def test_wrong_hands_do_not_decide(world, sign_in):
    record = before_panel(world.case, world.caseworker)
    for person in (world.caseworker, world.partner, world.colleague):
        with pytest.raises(PermissionDenied):
            decide(record, person)
    foreign = world.strangers[Role.PROTECTION_OFFICER]
    with pytest.raises(PermissionDenied, match="another organisation"):
        policies.check_can_decide_best_interest(foreign, record)
    assert sign_in(foreign).post(address("best-interest-decide", world.case, record.pk)).status_code == 404


def test_a_decision_is_made_once_and_stands(world, acting):
    record = decided(world)
    with pytest.raises(workflow.InvalidTransition):
        decide(record, second_officer(world), outcome="not_in_interest")
    with acting(world.caseworker), pytest.raises(PermissionDenied, match="final"):
        services.change_best_interest(best_interest=record, changes={"safety": "x"}, by=world.caseworker)
    with pytest.raises(ValidationError, match="has decided"):
        on_panel(record, world.caseworker, name="Late")
    with acting(world.caseworker), pytest.raises(workflow.InvalidTransition):
        services.discard_best_interest(best_interest=record, by=world.caseworker)
    with acting(world.caseworker):
        assert children.decided_best_interest(world.case, "return") == record
        assert children.decided_best_interest(world.case, "other") is None


def test_reopening_needs_a_reason_and_keeps_the_decision_in_the_history(world, acting, sign_in):
    record = decided(world, follow_up_on=TODAY() + timedelta(days=90))
    client = sign_in(world.officer)
    url = address("best-interest-reopen", world.case, record.pk)
    assert "Why it is reopened" in client.post(url, {"reopening_reason": " "}).content.decode()
    with acting(world.officer), pytest.raises(ValidationError, match="Write why"):
        services.reopen_best_interest(best_interest=record, reopening_reason=" ", by=world.officer)
    assert client.post(url, {"reopening_reason": "the aunt moved"}).status_code == 302
    with acting(world.officer):
        record = BestInterest.objects.get(pk=record.pk)
        assert (record.status, record.decided_by, record.outcome) == ("reopened", None, "")
        assert record.follow_up_on is None
        before = BestInterest.history.filter(id=record.pk, status="decided").get()
        assert before.decided_by_id == world.officer.pk
        assert children.decided_best_interest(world.case, "return") is None
    with acting(world.caseworker):
        services.change_best_interest(best_interest=record, changes={"care": "aunt"}, by=world.caseworker)
    again = submit(record, world.caseworker)
    with acting(world.officer):
        draft = services.send_back_best_interest(best_interest=again, by=world.officer)
    with acting(world.caseworker), pytest.raises(workflow.InvalidTransition):
        services.discard_best_interest(best_interest=draft, by=world.caseworker)
    html = client.get(address("case-history", world.case)).content.decode()
    assert "Reopened" in html
    assert world.officer.short_name in html


def test_panel_of_another_case_is_refused(world):
    second = factories.make_case(world.caseworker, person={"given_names": "Second"})
    record = begin(second, world.caseworker)
    with factories.acting_as(world.caseworker), pytest.raises(ValidationError, match="another case"):
        services.keep_panel_member(
            member=PanelMember(case=world.case, best_interest=record), changes={"name": "N"},
            by=world.caseworker,
        )  # fmt: skip
