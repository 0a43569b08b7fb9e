"""Accounts: who may change them, what ends with a change, and what four eyes mean."""

import datetime

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.access import services
from casework.access.models import AccessEvent, Action, Organisation, SecondFactorReset, StaffUser, UsedToken
from casework.access.roles import Role, has_permission
from casework.sealing.models import DataKey
from tests.factories import PASSWORD, StaffFactory


@pytest.fixture
def second(world):
    """A second administrator of the organisation."""
    return StaffFactory(role=Role.ADMINISTRATOR, organisation=world.ours)


def details(world, **changes):
    return {"email": "New.Person@example.test", "name": "New Person", "organisation": world.ours,
            "role": Role.CASEWORKER, **changes}  # fmt: skip


def recorded(reader):
    events = AccessEvent.objects.filter(action=Action.CHANGED_STAFF, user_id=reader.pk)
    return list(events.order_by("at").values_list("detail", flat=True))


def test_an_invited_person_has_no_password_and_waits_for_the_undertaking(world, acting):
    with acting(world.administrator):
        staff = services.invite_staff(**details(world), by=world.administrator)
        assert recorded(world.administrator) == [f"invited {staff.pk}"]
    assert staff.email == "new.person@example.test"
    assert not staff.is_active
    assert not staff.has_usable_password()
    assert [group.name for group in staff.groups.all()] == [Role.CASEWORKER]


def test_nobody_but_an_administrator_invites(world, acting):
    for role in set(Role.values) - {Role.ADMINISTRATOR}:
        with acting(world.staff[role]), pytest.raises(PermissionDenied):
            services.invite_staff(**details(world), by=world.staff[role])


def test_an_account_opens_only_with_the_undertaking(world, acting):
    with acting(world.administrator):
        staff = services.invite_staff(**details(world), by=world.administrator)
        with pytest.raises(ValidationError, match="confidentiality"):
            services.set_active(staff=staff, is_active=True, by=world.administrator)
        with pytest.raises(ValidationError, match="future"):
            tomorrow = timezone.localdate() + datetime.timedelta(days=1)
            services.record_undertaking(staff=staff, signed_on=tomorrow, by=world.administrator)
        services.record_undertaking(staff=staff, signed_on=timezone.localdate(), by=world.administrator)
        services.set_active(staff=staff, is_active=True, by=world.administrator)
    staff.refresh_from_db()
    assert staff.is_active


def test_an_invitation_with_the_undertaking_is_open_at_once(world, acting):
    with acting(world.administrator):
        signed = details(world, confidentiality_signed_on=timezone.localdate())
        assert services.invite_staff(**signed, by=world.administrator).is_active


def test_a_new_role_changes_the_group_and_is_recorded(world, acting):
    with acting(world.administrator):
        services.change_role(staff=world.caseworker, role=Role.AUDITOR, by=world.administrator)
        assert f"role {world.caseworker.pk}" in recorded(world.administrator)
    world.caseworker.refresh_from_db()
    assert world.caseworker.role == Role.AUDITOR
    assert [group.name for group in world.caseworker.groups.all()] == [Role.AUDITOR]


def test_nobody_changes_their_own_role_or_state(world, acting):
    me = world.administrator
    with acting(me):
        for change in (
            lambda: services.change_role(staff=me, role=Role.PROTECTION_OFFICER, by=me),
            lambda: services.set_active(staff=me, is_active=False, by=me),
            lambda: services.request_factor_reset(staff=me, by=me),
        ):
            with pytest.raises(PermissionDenied, match="another administrator"):
                change()


def test_the_last_protection_officer_stays(world, acting):
    with acting(world.administrator):
        with pytest.raises(ValidationError, match="last protection officer"):
            services.change_role(staff=world.officer, role=Role.CASEWORKER, by=world.administrator)
        with pytest.raises(ValidationError, match="last protection officer"):
            services.set_active(staff=world.officer, is_active=False, by=world.administrator)
        StaffFactory(role=Role.PROTECTION_OFFICER, organisation=world.ours)
        services.change_role(staff=world.officer, role=Role.CASEWORKER, by=world.administrator)


def test_a_change_of_role_and_a_suspension_end_every_session(world, acting, client):
    for change in (
        lambda: services.change_role(staff=world.colleague, role=Role.RESEARCHER, by=world.administrator),
        lambda: services.set_active(staff=world.colleague, is_active=False, by=world.administrator),
    ):
        client.force_login(world.colleague)
        client.get("/account/")
        assert client.get("/account/").status_code == 200
        with acting(world.administrator):
            change()
        assert client.get("/account/").status_code == 302


def give_factor(staff):
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={"secret": "sealed"})
    Authenticator.objects.create(user=staff, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "s"})


def test_a_second_factor_is_taken_away_by_two(world, acting, second):
    give_factor(world.caseworker)
    with acting(world.administrator):
        services.request_factor_reset(staff=world.caseworker, by=world.administrator)
        with pytest.raises(PermissionDenied, match="another administrator"):
            services.confirm_factor_reset(staff=world.caseworker, by=world.administrator)
        with pytest.raises(ValidationError, match="asked already"):
            services.request_factor_reset(staff=world.caseworker, by=world.administrator)
    assert Authenticator.objects.filter(user=world.caseworker).count() == 2
    with acting(second):
        services.confirm_factor_reset(staff=world.caseworker, by=second)
    assert not Authenticator.objects.filter(user=world.caseworker).exists()
    assert world.caseworker.open_factor_reset is None


def test_a_request_lapses_after_a_day_and_can_be_made_again(world, acting, second):
    give_factor(world.caseworker)
    with acting(world.administrator):
        services.request_factor_reset(staff=world.caseworker, by=world.administrator)
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=25)), acting(second):
        with pytest.raises(ValidationError, match="last day"):
            services.confirm_factor_reset(staff=world.caseworker, by=second)
        services.request_factor_reset(staff=world.caseworker, by=second)
        with pytest.raises(PermissionDenied):
            services.confirm_factor_reset(staff=world.caseworker, by=second)
    assert Authenticator.objects.filter(user=world.caseworker).exists()


def test_the_database_itself_asks_for_four_eyes(world, second):
    once = {"staff": world.caseworker, "requested_by": world.administrator}
    now = timezone.now()
    for wrong in (
        {**once, "confirmed_by": world.administrator, "confirmed_at": now},
        {**once, "requested_by": world.caseworker},
        {**once, "confirmed_by": world.caseworker, "confirmed_at": now},
        {**once, "confirmed_by": second},
    ):
        with pytest.raises(IntegrityError, match="factor_reset"), transaction.atomic():
            SecondFactorReset.objects.create(**wrong)


def test_an_organisation_is_kept_and_recorded(world, acting):
    with acting(world.administrator):
        made = services.save_organisation(
            organisation=Organisation(code="new", name="New", kind="NGO", country="SN"),
            by=world.administrator,
        )
        assert recorded(world.administrator) == [f"organisation {made.pk}"]
        world.ours.is_active = False
        with pytest.raises(ValidationError, match="lock yourself out"):
            services.save_organisation(organisation=world.ours, by=world.administrator)
    with acting(world.officer), pytest.raises(PermissionDenied):
        services.save_organisation(organisation=made, by=world.officer)


def test_people_set_their_own_name_language_clock_and_keys(world, acting):
    settings = {
        "name": "Other Name",
        "language": "fr",
        "time_zone": "Africa/Kinshasa",
        "has_shortcuts": False,
    }
    with acting(world.caseworker):
        services.change_preferences(**settings, by=world.caseworker)
        services.change_preferences(**settings, by=world.caseworker)
        assert recorded(world.caseworker) == [f"name {world.caseworker.pk}"], "a new name, once"
    kept = StaffUser.objects.get(pk=world.caseworker.pk)
    assert {name: getattr(kept, name) for name in settings} == settings
    assert kept.check_password(PASSWORD)


def test_the_same_role_again_ends_no_session(world, acting, client):
    client.force_login(world.colleague)
    client.get("/account/")
    with acting(world.administrator):
        services.change_role(staff=world.colleague, role=world.colleague.role, by=world.administrator)
        assert recorded(world.administrator) == []
    assert client.get("/account/").status_code == 200


def test_rows_are_printed_as_ids_and_codes(world, acting):
    with acting(world.administrator):
        reset = services.request_factor_reset(staff=world.caseworker, by=world.administrator)
        event = AccessEvent.objects.filter(user_id=world.administrator.pk).latest("at")
    token = UsedToken(token=reset.pk, user=world.caseworker)
    key = DataKey(subject=world.case.victim_id)
    assert str(reset) == str(token) == str(reset.pk)
    assert str(event) == f"changed_staff {event.at:%Y-%m-%d %H:%M}"
    assert str(key) == f"data key {world.case.victim_id}"


def test_a_permission_that_does_not_exist_is_a_mistake_in_the_code(world):
    with pytest.raises(KeyError, match="fly"):
        has_permission(world.officer, "fly")
