"""Grants on cases: the only module that calls guardian. Given with an assignment, removed with it."""

from django.apps import apps
from django.db.models import QuerySet
from guardian.shortcuts import assign_perm, remove_perm

READ, WRITE = "view_case", "change_case"


def granted_cases(user) -> QuerySet:
    """The ids of the cases granted to this person: the same rows as the database's own wall reads."""
    rows = apps.get_model("victims", "CaseUserObjectPermission").objects
    return rows.filter(user=user, permission__codename=READ).values("content_object_id")


def grant(case, user, *permissions: str) -> None:
    """Give a person permissions on one case; both walls follow with the next request."""
    for permission in permissions or (READ, WRITE):
        assign_perm(permission, user, case)


def withdraw(case, user) -> None:
    """Take every permission on this case away from a person."""
    for permission in (READ, WRITE):
        remove_perm(permission, user, case)


def has_grant(case, user, permission: str) -> bool:
    rows = apps.get_model("victims", "CaseUserObjectPermission").objects
    return rows.filter(user=user, content_object=case, permission__codename=permission).exists()
