"""Saving one record."""

from django.db import connections, transaction

from bench.figures import Figure, ratio, side_by_side, told
from bench.people import as_in_a_request, caseworker, without_walls
from casework.access.database import acting_as
from casework.assistance.models import AssistanceService
from casework.victims.models import Case

NOTE = "Went through the week together; the next appointment is known."


def figures(size: str) -> list[Figure]:
    """Ours: keep(), checked, sealed, with its history row, both walls and a link of the chain.

    Plain: Django's save() of the same sealed row as the superuser: no check, no history, no wall, no chain.
    Each is one transaction and one commit to the disk.
    """
    user = caseworker()
    with acting_as(user):
        case = Case.objects.visible_to(user).select_related("victim").first()

    def service() -> AssistanceService:
        return AssistanceService(case=case, service="counselling", note=NOTE, created_by=user)

    def ours(_number: int) -> None:
        with as_in_a_request(user):
            service().keep(by=user, reason="logged")

    with without_walls() as alias:

        def plain(_number: int) -> None:
            record = service()
            record.skip_history_when_saving = True
            with transaction.atomic(using=alias):
                record.save(using=alias)

        pairs = side_by_side(ours, plain, rounds=200)
        connections[alias].close()
    told("saving a service", pairs)
    return [
        Figure(
            f"saving a record with history and trail, {size} cases", ratio(pairs), "times a plain save", 3.0
        )
    ]
