"""A page of one caseworker's cases."""

from django.db import connections

from bench.figures import Figure, ratio, side_by_side, told
from bench.people import as_in_a_request, caseworker, without_walls
from casework.victims.models import Case, CaseAssignment

PAGE = 50


def figures(size: str) -> list[Figure]:
    """Both walls against none.

    Ours: `visible_to` in the query and row-level security in the database, as the application's role, signed
    context included. None: the superuser, past every policy, with the shortest SQL that finds the caseload,
    namely by live assignments. Same columns, same join to the person, same order, same 50 rows.
    """
    user = caseworker()
    seen = Case.objects.visible_to(user)
    held = Case.objects.filter(pk__in=CaseAssignment.objects.filter(user=user, ended_at=None).values("case"))
    ours_sql, plain_sql = (
        cases.select_related("victim").order_by("-updated_at", "pk")[:PAGE].query.sql_with_params()
        for cases in (seen, held)
    )

    def ours(_number: int = 0) -> list[tuple]:
        with as_in_a_request(user), connections["default"].cursor() as cursor:
            cursor.execute(*ours_sql)
            return cursor.fetchall()

    with without_walls() as alias:

        def plain(_number: int = 0) -> list[tuple]:
            with connections[alias].cursor() as cursor:
                cursor.execute(*plain_sql)
                return cursor.fetchall()

        rows = [[row[0] for row in way()] for way in (ours, plain)]
        if rows[0] != rows[1] or len(rows[0]) != PAGE:
            raise AssertionError("Both ways must give the same page of 50 rows.")
        pairs = side_by_side(ours, plain, rounds=200)
    told(f"page of {PAGE} cases", pairs)
    return [Figure(f"page of 50 cases with both walls, {size} cases", ratio(pairs), "times no wall", 2.0)]
