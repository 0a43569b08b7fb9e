"""Accounts: made, changed, suspended; and the roles written into the database after migrating."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casework.access import audit, policies
from casework.access.models import Action, Organisation, StaffUser
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
    *, email: str, name: str, organisation: Organisation, role: str, language: str = "", by: StaffUser
) -> StaffUser:
    """Make an account without a usable password; it is activated by the first password."""
    policies.check_can_manage_staff(by)
    staff = StaffUser(email=email.lower(), name=name, organisation=organisation, role=role, language=language)
    staff.set_unusable_password()
    staff.full_clean(exclude=["password"])
    staff.save()
    _join_group(staff)
    audit.record(Action.CHANGED_STAFF, by=by, detail=f"invited {staff.pk}")
    return staff


@transaction.atomic
def change_role(*, staff: StaffUser, role: str, by: StaffUser) -> None:
    """Give another role; every session of that person ends."""
    policies.check_can_manage_staff(by, staff)
    staff = StaffUser.objects.select_for_update().get(pk=staff.pk)
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
    staff = StaffUser.objects.select_for_update().get(pk=staff.pk)
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
    keys = list(staff.usersession_set.values_list("session_key", flat=True))
    ended, _rows = Session.objects.filter(session_key__in=keys).delete()
    staff.usersession_set.all().delete()
    audit.record(Action.CHANGED_STAFF, by=by, detail=f"sessions {staff.pk}")
    return ended


def _join_group(staff: StaffUser) -> None:
    staff.groups.set(Group.objects.filter(name=staff.role))


def _check_not_last_officer(staff: StaffUser) -> None:
    if staff.role != Role.PROTECTION_OFFICER:
        return
    others = StaffUser.objects.active().filter(organisation=staff.organisation, role=Role.PROTECTION_OFFICER)
    if not others.exclude(pk=staff.pk).exists():
        raise ValidationError(
            _("This is the last protection officer of the organisation. Give someone else that role first.")
        )
