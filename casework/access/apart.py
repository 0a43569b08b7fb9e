"""Who is kept out of which case: the application's side of what sec.kept_from() says in the database."""

from django.apps import apps
from django.db import connection
from django.db.models import QuerySet


def cases_kept_from(user) -> QuerySet:
    """The ids of the cases this person is kept out of.

    Every case of somebody to whom they are related, and each case that is held apart from one they work on.
    Who works on both already loses neither: the protection officer resolves it, and help goes on meanwhile.
    """
    rows = {
        name: apps.get_model("victims", name).objects
        for name in ("Case", "CaseAssignment", "ConflictOfInterest", "SeparatedCases")
    }
    conflicts = rows["ConflictOfInterest"].filter(user=user, ended_at=None, entered_in_error=False)
    held = rows["CaseAssignment"].filter(user=user, ended_at=None).values("case")
    pairs = rows["SeparatedCases"].filter(status="kept")
    return (
        rows["Case"]
        .filter(victim__in=conflicts.values("case__victim"))
        .values("pk")
        .union(
            pairs.filter(second__in=held).exclude(first__in=held).values("first"),
            pairs.filter(first__in=held).exclude(second__in=held).values("second"),
        )
    )


def is_kept_from(user, case) -> bool:
    """Whether somebody is, or would be, kept out of a case: asked of the database, which sees every reason.

    Only a protection officer gets an answer, and never the reason.
    """
    with connection.cursor() as cursor:
        cursor.execute("select sec.is_kept_from(%s, %s)", [user.pk, case.pk])
        return cursor.fetchone()[0]
