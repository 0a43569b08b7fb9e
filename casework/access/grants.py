"""Grants on cases: the only module that calls guardian. Given with an assignment, removed with it."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from guardian.shortcuts import assign_perm, remove_perm

from casework.access.roles import has_permission

READ, WRITE = "view_case", "change_case"


def granted_cases(user, permission: str = READ) -> QuerySet:
    """The ids of the cases granted to this person: the same rows as the database's own wall reads.

    A grant means nothing in the hands of a role that reads no cases.
    """
    rows = apps.get_model("victims", "CaseUserObjectPermission").objects
    if not has_permission(user, "view_case"):
        return rows.none().values("content_object_id")
    return rows.filter(user=user, permission__codename=permission).values("content_object_id")


def grant(case, user, *permissions: str) -> None:
    """Give a person permissions on one case; both walls follow with the next request."""
    for permission in permissions or (READ, WRITE):
        assign_perm(permission, user, case)


def grant_many(pairs: Iterable[tuple[Any, Any]]) -> None:
    """Give people permissions on new cases, one case and one person in each pair."""
    rows = apps.get_model("victims", "CaseUserObjectPermission").objects
    permissions = Permission.objects.filter(
        content_type__app_label="victims", content_type__model="case", codename__in=(READ, WRITE)
    )
    ids = list(permissions.values_list("pk", flat=True))
    rows.bulk_create(
        [
            rows.model(content_object_id=case.pk, user_id=user.pk, permission_id=permission)
            for case, user in pairs
            for permission in ids
        ]
    )


def withdraw(case, user) -> None:
    """Take every permission on this case away from a person."""
    for permission in (READ, WRITE):
        remove_perm(permission, user, case)


def has_grant(case, user, permission: str) -> bool:
    rows = apps.get_model("victims", "CaseUserObjectPermission").objects
    return rows.filter(user=user, content_object=case, permission__codename=permission).exists()
