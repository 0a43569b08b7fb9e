"""Accounts and organisations: made, changed, suspended; and the roles written down after migrating."""

import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.access import audit, policies
from casework.access.models import Action, Organisation, SecondFactorReset, StaffUser
from casework.access.roles import PERMISSIONS, ROLES, Role
from casework.access.walls import raise_walls

LAST_MIGRATED = "simple_history"


def after_migrate(app_config, using: str, **kwargs) -> None:
    """Roles become groups and the second wall is raised, once, when every table stands."""
    if app_config.name != LAST_MIGRATED:
        return
    sync_roles(using)
    raise_walls(using)


def sync_roles(using: str) -> None:
    """One group for each role, holding exactly the permissions of roles.py."""
    content_type = ContentType.objects.db_manager(using).get_for_model(StaffUser)
    for codename, label in PERMISSIONS.items():
        Permission.objects.using(using).update_or_create(
            codename=codename, content_type=content_type, defaults={"name": str(label)[:255]}
        )
    for role, card in ROLES.items():
        group, _created = Group.objects.using(using).get_or_create(name=role)
        group.permissions.set(
            Permission.objects.using(using).filter(content_type=content_type, codename__in=card.permissions)
        )


@transaction.atomic
def invite_staff(
    *,
    email: str,
    name: str,
    organisation: Organisation,
    role: str,
    language: str = "",
    confidentiality_signed_on: datetime.date | None = None,
    by: StaffUser,
) -> StaffUser:
    """Make an account without a password; it is active once the confidentiality undertaking is signed."""
    policies.check_can_manage_staff(by)
    staff = StaffUser(
        email=email.lower(),
        name=name,
        organisation=organisation,
        role=role,
        language=language,
        confidentiality_signed_on=confidentiality_signed_on,
        is_active=confidentiality_signed_on is not None,
    )
    staff.set_unusable_password()
    staff.full_clean(exclude=["password"])
    staff.save()
    _join_group(staff)
    audit.record(Action.CHANGED_STAFF, by=by, detail=f"invited {staff.pk}")
    return staff


@transaction.atomic
def record_undertaking(*, staff: StaffUser, signed_on: datetime.date, by: StaffUser) -> None:
    """Record the day on which the confidentiality undertaking was signed: no account is active without."""
    policies.check_can_manage_staff(by, staff)
    if signed_on > timezone.localdate():
        raise ValidationError(_("The day of the signature cannot be in the future."))
    staff.confidentiality_signed_on = signed_on
    staff.save(update_fields=["confidentiality_signed_on"])
    audit.record(Action.CHANGED_STAFF, by=by, detail=f"undertaking {staff.pk}")


@transaction.atomic
def change_role(*, staff: StaffUser, role: str, by: StaffUser) -> None:
    """Give another role; every session of that person ends."""
    policies.check_can_manage_staff(by, staff)
    staff = _lock(staff)
    if role != staff.role:
        _check_not_last_officer(staff)
        staff.role = role
        staff.full_clean(exclude=["password"])
        staff.save(update_fields=["role"])
        _join_group(staff)
        end_sessions(staff=staff, by=by)
        audit.record(Action.CHANGED_STAFF, by=by, detail=f"role {staff.pk}")


@transaction.atomic
def set_active(*, staff: StaffUser, is_active: bool, by: StaffUser) -> None:
    """Suspend or restore an account; suspension ends every session."""
    policies.check_can_manage_staff(by, staff)
    staff = _lock(staff)
    if is_active and staff.confidentiality_signed_on is None:
        raise ValidationError(_("First record the day the confidentiality undertaking was signed."))
    if not is_active:
        _check_not_last_officer(staff)
    staff.is_active = is_active
    staff.save(update_fields=["is_active"])
    if not is_active:
        end_sessions(staff=staff, by=by)
    audit.record(Action.CHANGED_STAFF, by=by, detail=f"{'restored' if is_active else 'suspended'} {staff.pk}")


@transaction.atomic
def end_sessions(*, staff: StaffUser, by: StaffUser) -> int:
    """End every session of a person, here and on other devices."""
    if staff.pk != by.pk:
        policies.check_can_manage_staff(by, staff)
    sessions = UserSession.objects.filter(user=staff)
    keys = list(sessions.values_list("session_key", flat=True))
    ended, _rows = Session.objects.filter(session_key__in=keys).delete()
    sessions.delete()
    audit.record(Action.CHANGED_STAFF, by=by, detail=f"sessions {staff.pk}")
    return ended


@transaction.atomic
def request_factor_reset(*, staff: StaffUser, by: StaffUser) -> SecondFactorReset:
    """Ask that a lost second factor be taken away; lapses after a day unless another one confirms."""
    policies.check_can_manage_staff(by, staff)
    _lock(staff)
    if staff.open_factor_reset is not None:
        raise ValidationError(_("This was asked already. Another administrator can confirm it."))
    reset, _created = SecondFactorReset.objects.update_or_create(
        staff=staff, confirmed_at=None, defaults={"requested_by": by, "requested_at": timezone.now()}
    )
    audit.record(Action.CHANGED_STAFF, by=by, detail=f"factor-asked {staff.pk}")
    return reset


@transaction.atomic
def confirm_factor_reset(*, staff: StaffUser, by: StaffUser) -> None:
    """Take every passkey, authenticator and recovery code away; the next sign-in sets new ones up."""
    staff = _lock(staff)
    reset = staff.open_factor_reset
    if reset is None:
        raise ValidationError(_("Nobody asked for this within the last day. Ask first."))
    policies.check_can_confirm_factor_reset(by, reset)
    reset.confirmed_by, reset.confirmed_at = by, timezone.now()
    reset.save(update_fields=["confirmed_by", "confirmed_at"])
    Authenticator.objects.filter(user=staff).delete()
    end_sessions(staff=staff, by=by)
    audit.record(Action.CHANGED_STAFF, by=by, detail=f"factor-reset {staff.pk}")


@transaction.atomic
def save_organisation(*, organisation: Organisation, by: StaffUser) -> Organisation:
    """Keep a new or changed organisation; one that is not active lets none of its staff in."""
    policies.check_can_manage_staff(by)
    if not organisation.is_active and organisation.pk == by.organisation_id:
        raise ValidationError(_("You would lock yourself out: this is your own organisation."))
    organisation.full_clean()
    organisation.save()
    audit.record(Action.CHANGED_STAFF, by=by, detail=f"organisation {organisation.pk}")
    return organisation


@transaction.atomic
def change_preferences(
    *, name: str, language: str, time_zone: str, has_shortcuts: bool, by: StaffUser
) -> None:
    """What people set for themselves: how they are called, their language, their clock, their keys."""
    was_called = StaffUser.objects.values_list("name", flat=True).get(pk=by.pk)
    by.name, by.language, by.time_zone, by.has_shortcuts = name, language, time_zone, has_shortcuts
    by.full_clean(exclude=["password"])
    by.save(update_fields=["name", "language", "time_zone", "has_shortcuts"])
    if name != was_called:
        audit.record(Action.CHANGED_STAFF, by=by, detail=f"name {by.pk}")


def _lock(staff: StaffUser) -> StaffUser:
    return StaffUser.objects.select_for_update().get(pk=staff.pk)


def _join_group(staff: StaffUser) -> None:
    staff.groups.set(Group.objects.filter(name=staff.role))


def _check_not_last_officer(staff: StaffUser) -> None:
    if staff.role != Role.PROTECTION_OFFICER:
        return
    # Two administrators who each remove one of the last two officers wait for one another here.
    Organisation.objects.select_for_update().get(pk=staff.organisation_id)
    others = StaffUser.objects.active().filter(organisation=staff.organisation, role=Role.PROTECTION_OFFICER)
    if not others.exclude(pk=staff.pk).exists():
        raise ValidationError(
            _("This is the last protection officer of the organisation. Give someone else that role first.")
        )
