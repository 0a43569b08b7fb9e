"""Who may: rules as short functions in domain words. `check_can_...` raises, `allowed` answers yes or no."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from casework.access.roles import PERMISSIONS, ROLES, Role, has_permission


def require(user, permission: str) -> None:
    """Refuse, with a sentence that says which role can do it."""
    if not has_permission(user, permission):
        roles = [str(Role(role).label) for role, card in ROLES.items() if permission in card.permissions]
        raise PermissionDenied(
            _("Your role cannot %(do)s. Who can: %(roles)s.")
            % {"do": PERMISSIONS[permission], "roles": ", ".join(roles)}
        )


def allowed(check: Callable[..., None], *args, **kwargs) -> bool:
    """Whether a check passes: for buttons and menus; the service checks again."""
    try:
        check(*args, **kwargs)
    except PermissionDenied:
        return False
    return True


def check_can_manage_staff(user, staff=None) -> None:
    """Administrators manage the accounts of others; nobody changes their own role or state."""
    require(user, "manage_staff")
    if staff is not None and staff.pk == user.pk:
        raise PermissionDenied(_("Someone else must change your own account: ask another administrator."))


def check_can_confirm_factor_reset(user, reset) -> None:
    """Two administrators take a second factor away: the one who asked cannot also confirm."""
    check_can_manage_staff(user, reset.staff)
    if reset.requested_by_id == user.pk:
        raise PermissionDenied(_("You asked for this; another administrator must confirm it."))
