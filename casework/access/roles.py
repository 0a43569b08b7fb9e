"""The six roles and what each may do: one table, no ranks, no super-user."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CASEWORKER = "caseworker", _("Caseworker")
    SHELTER_PARTNER = "shelter_partner", _("Shelter partner")
    PROTECTION_OFFICER = "protection_officer", _("Protection officer")
    RESEARCHER = "researcher", _("Researcher")
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor (data protection)")


PERMISSIONS: dict[str, Promise] = {
    "view_own_day": _("open My day"),
    "register_person": _("register a person and open a case"),
    "view_case": _("read the cases they may see"),
    "change_case": _("change the cases they may see"),
    "search_people": _("find people by name"),
    "log_assistance": _("log help that was given"),
    "view_shelters": _("see shelters and their free beds"),
    "tend_stays": _("update stays in a shelter"),
    "manage_shelters": _("set up shelters and say who works there"),
    "assign_case": _("assign cases to staff"),
    "view_suspects": _("read about suspected persons"),
    "compare_people": _("decide whether two people are one"),
    "keep_apart": _("keep people and cases apart"),
    "acknowledge_risk": _("acknowledge a high risk"),
    "decide_best_interest": _("approve decisions about the best interests of a child"),
    "import_workbook": _("bring in HTCDS workbooks"),
    "export_workbook": _("write HTCDS workbooks"),
    "manage_staff": _("manage accounts and roles"),
    "read_trail": _("read the audit trail"),
}

CASE_WORK = {
    "view_own_day",
    "register_person",
    "view_case",
    "change_case",
    "search_people",
    "log_assistance",
    "view_shelters",
    "tend_stays",
    "import_workbook",
    "view_suspects",
}


@dataclass(frozen=True)
class RoleCard:
    """What a role may do, and what it sees and does not, in words for the staff pages."""

    permissions: frozenset[str]
    sees: Promise


ROLES: dict[str, RoleCard] = {
    Role.CASEWORKER: RoleCard(
        frozenset(CASE_WORK), _("The cases of their own caseload, with names. No other case.")
    ),
    Role.SHELTER_PARTNER: RoleCard(
        frozenset({"view_own_day", "view_case", "view_shelters", "tend_stays"}),
        _("Only what a live referral or a stay in their shelter discloses to them, field by field."),
    ),
    Role.PROTECTION_OFFICER: RoleCard(
        frozenset(
            CASE_WORK
            | {
                "assign_case",
                "export_workbook",
                "acknowledge_risk",
                "decide_best_interest",
                "compare_people",
                "keep_apart",
                "manage_shelters",
            }
        ),
        _("All cases of their organisation."),
    ),
    Role.RESEARCHER: RoleCard(
        frozenset({"view_own_day"}), _("Approved anonymised releases only, never a case.")
    ),
    Role.ADMINISTRATOR: RoleCard(
        frozenset({"view_own_day", "manage_staff", "view_shelters", "manage_shelters"}),
        _("Accounts, organisations and roles. No case content."),
    ),
    Role.AUDITOR: RoleCard(
        frozenset({"view_own_day", "read_trail"}), _("The trail and the ledgers. No case content.")
    ),
}


def has_permission(user, permission: str) -> bool:
    """Whether the role of this person includes the permission. Raises KeyError for an unknown one."""
    if permission not in PERMISSIONS:
        raise KeyError(permission)
    return (
        bool(user and user.is_authenticated and user.is_active) and permission in ROLES[user.role].permissions
    )
