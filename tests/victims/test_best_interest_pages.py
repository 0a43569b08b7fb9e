"""Pages of a best-interest procedure: each part on its own, and every refusal in words."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from casework.victims import attention, children, services, workflow
from casework.victims.models import BestInterest, Case, PanelMember
from tests import factories
from tests.victims.best_interests import TODAY, address, before_panel, begin, decided


def test_follow_up_is_written_and_asked_for_again(world, acting, sign_in):
    with acting(world.caseworker), pytest.raises(workflow.InvalidTransition):
        services.follow_up_best_interest(
            best_interest=begin(world.case, world.caseworker), changes={}, by=world.caseworker
        )
    with pytest.raises(ValidationError, match="on or after the day of the decision"):
        decided(world, follow_up_on=TODAY() - timedelta(days=1))
    record = decided(world, follow_up_on=TODAY() + timedelta(days=14))

    def needs():
        with acting(world.caseworker):
            cases = Case.objects.visible_to(world.caseworker)
            return [str(need.title) for need in attention.needs(cases, attention.OF_A_HOLDER)]

    assert "Follow up a best-interest decision" in needs()
    client = sign_in(world.caseworker)
    url = address("best-interest-follow-up", world.case, record.pk)
    today = TODAY().strftime("%d/%m/%Y")
    values = {"followed_up_on": today, "follow_up_note": "goes to school", "follow_up_on": today}
    assert "must be after the day of this follow-up" in client.post(url, values).content.decode()
    assert client.post(url, {**values, "follow_up_on": ""}).status_code == 302
    assert "Follow up a best-interest decision" not in needs()
    page = client.get(address("best-interest", world.case, record.pk)).content.decode()
    assert "goes to school" in page


def test_draft_is_taken_out_and_members_leave_the_panel(world, sign_in, acting):
    record = begin(world.case, world.caseworker)
    client = sign_in(world.caseworker)
    assert client.post(
        address("panel-member-add", world.case, record.pk), {"name": "N. Haddad", "is_chair": "on"}
    ).status_code == 302  # fmt: skip
    with acting(world.caseworker):
        member = PanelMember.objects.get(best_interest=record)
    assert "N. Haddad" in client.get(address("best-interest", world.case, record.pk)).content.decode()
    url = address("panel-member-edit", world.case, member.pk)
    seen = member.updated_at.isoformat()
    changed = client.post(url, {"name": "N. Haddad", "role": "nurse", "is_chair": "on", "seen": seen})
    assert changed.status_code == 302
    assert client.get(address("panel-member-remove", world.case, member.pk)).status_code == 200
    client.post(address("panel-member-remove", world.case, member.pk))
    with acting(world.caseworker):
        assert children.panel_of(record) == []
    url = address("best-interest-in-error", world.case, record.pk)
    assert client.get(url).status_code == 200
    assert client.post(url).url == address("case-child", world.case)
    assert (
        "Best interests determination" not in client.get(address("case-child", world.case)).content.decode()
    )


def test_member_of_a_decided_panel_is_not_taken_off(world, sign_in):
    record = decided(world)
    with factories.acting_as(world.caseworker):
        member = children.panel_of(record)[0]
    answer = sign_in(world.caseworker).post(
        address("panel-member-remove", world.case, member.pk), follow=True
    )
    assert "The panel has decided" in answer.content.decode()


def test_parts_are_written_each_on_its_page(world, sign_in):
    record = begin(world.case, world.caseworker)
    client = sign_in(world.caseworker)
    for part, names in BestInterest.PARTS.items():
        url = address("best-interest-part", world.case, record.pk, part)
        assert client.get(url).status_code == 200
        with factories.acting_as(world.caseworker):
            seen = BestInterest.objects.get(pk=record.pk).updated_at.isoformat()
        values = {name: f"text of {name}" for name in names} | {"question": "return", "seen": seen}
        assert client.post(url, values).status_code == 302, part
    page = client.get(address("best-interest", world.case, record.pk)).content.decode()
    assert "text of child_view" in page
    assert "text of recommendation" in page
    assert client.get(address("best-interest-part", world.case, record.pk, "nonsense")).status_code == 404


def test_two_who_write_the_same_part_lose_nothing(world, sign_in):
    record = begin(world.case, world.caseworker, child_view="first")
    seen = record.updated_at.isoformat()
    with factories.acting_as(world.officer):
        services.change_best_interest(
            best_interest=record, changes={"child_view": "theirs"}, by=world.officer
        )
    url = address("best-interest-part", world.case, record.pk, "child")
    answer = sign_in(world.caseworker).post(url, {"child_view": "mine", "seen": seen})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "theirs" in html
    assert "mine" in html


def test_text_that_is_handed_in_is_refused_with_a_sentence(world, sign_in):
    record = before_panel(world.case, world.caseworker)
    url = address("best-interest-part", world.case, record.pk, "child")
    answer = sign_in(world.caseworker).get(url)
    assert answer.status_code == 403
    assert "The panel has this text now" in answer.content.decode()


def test_decision_page_says_when_there_is_nothing_to_decide(world, sign_in):
    record = begin(world.case, world.caseworker)
    client = sign_in(world.officer)
    html = client.get(address("best-interest-decide", world.case, record.pk)).content.decode()
    assert "This text is not before the panel" in html
    record = before_panel(world.case, world.caseworker)
    html = client.get(address("best-interest-decide", world.case, record.pk)).content.decode()
    assert "The decision stands once it is saved" in html
    late = {"decided_on": "h", "follow_up_on": "1/1/2020"}
    html = client.post(address("best-interest-decide", world.case, record.pk), late).content.decode()
    assert "must be on or after the day of the decision" in html


def test_procedure_begins_once_however_often_the_button_is_pressed(world, sign_in):
    client = sign_in(world.caseworker)
    once = {"kind": "assessment", "question": "other", "once": str(uuid.uuid4())}
    first = client.post(address("best-interest-add", world.case), once)
    second = client.post(address("best-interest-add", world.case), once)
    with factories.acting_as(world.caseworker):
        record = BestInterest.objects.get(case=world.case)
    assert first.url == address("best-interest", world.case, record.pk)
    assert second.url == address("case-child", world.case)


def test_officer_sends_back_on_a_page(world, sign_in):
    record = before_panel(world.case, world.caseworker)
    client = sign_in(world.officer)
    url = address("best-interest-send-back", world.case, record.pk)
    assert client.get(url).status_code == 200
    assert "Sent back." in client.post(url, follow=True).content.decode()
    assert "This step is not possible" in client.post(url, follow=True).content.decode()
