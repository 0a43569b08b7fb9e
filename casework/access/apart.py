"""Who is kept out of which case."""

from django.db import connection
from django.db.models.expressions import RawSQL


def cases_kept_from(user) -> RawSQL:
    """The ids of the cases this person is kept out of: for `exclude(pk__in=...)`.

    Every case of somebody to whom they are related, and each case that is held apart from one they work on.
    Who works on both already loses neither: the protection officer resolves it, and help goes on meanwhile.
    The rows that say so are hidden from whoever is kept out, so one function of the database reads them.
    """
    return RawSQL("select sec.cases_kept_from(%s)", [user.pk])


def is_kept_from(user, case) -> bool:
    """Whether somebody is, or would be, kept out of a case; only a protection officer gets an answer."""
    with connection.cursor() as cursor:
        cursor.execute("select sec.is_kept_from(%s, %s)", [user.pk, case.pk])
        return cursor.fetchone()[0]
