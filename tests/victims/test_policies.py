"""Who may change and assign cases, asked of the policies and of the services behind them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from casework.access.policies import allowed
from casework.victims import policies, services
from casework.victims.models import Consent
from casework.victims.services import cases
from tests import factories


def test_a_case_is_changed_by_its_team_and_its_protection_officer_only(world, acting):
    for user, may in (
        (world.caseworker, True), (world.officer, True), (world.colleague, False), (world.auditor, False),
        (world.administrator, False), (world.stranger, False),
    ):  # fmt: skip
        with acting(user):
            assert allowed(policies.check_can_change_case, user, world.case) is may, user.role


def test_a_case_is_assigned_within_its_organisation_to_people_who_hold_cases(world, acting):
    check = policies.check_can_assign_case
    with acting(world.officer):
        check(world.officer, world.case, world.colleague)
        for to in (world.stranger, world.auditor, world.partner):
            with pytest.raises(PermissionDenied):
                check(world.officer, world.case, to)
        with pytest.raises(PermissionDenied, match="another organisation"):
            check(world.officer, world.other_case)
    with acting(world.caseworker), pytest.raises(PermissionDenied):
        check(world.caseworker, world.case, world.colleague)


def test_a_new_holder_replaces_the_old_one_whose_access_ends(world, acting):
    with acting(world.officer):
        services.assign_case(case=world.case, to=world.colleague, by=world.officer)
    with acting(world.caseworker):
        assert not type(world.case).objects.visible_to(world.caseworker).exists()
    with acting(world.colleague):
        assert type(world.case).objects.visible_to(world.colleague).get() == world.case
    with acting(world.officer):
        again = services.assign_case(case=world.case, to=world.colleague, kind="team", by=world.officer)
        assert again.kind == "team"


def test_a_reference_taken_at_the_same_moment_is_drawn_again(world, acting, monkeypatch):
    taken = world.case.reference
    monkeypatch.setattr(cases, "free_references", lambda _count: [taken, "Zinc 7"])
    assert factories.make_case(world.caseworker, person={"given_names": "Next"}).reference == "Zinc 7"
    monkeypatch.setattr(cases, "free_references", lambda _count: [taken])
    with pytest.raises(ValidationError, match="No free reference"):
        factories.make_case(world.caseworker, person={"given_names": "Last"})


def test_a_new_answer_supersedes_the_earlier_one_for_the_same_purpose(world, acting):
    def answer(status):
        return Consent(case=world.case, purpose="research", status=status, form="written")

    with acting(world.caseworker):
        first = services.record_consent(consent=answer("given"), by=world.caseworker)
        second = services.record_consent(consent=answer("refused"), by=world.caseworker)
        first.refresh_from_db()
        assert (first.status, second.status) == ("superseded", "refused")
        assert not Consent.objects.in_force().filter(purpose="research").exists()
