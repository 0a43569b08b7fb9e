"""Writing an organisation's cases into a workbook, with a trace of it in every case before it leaves."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db.models import QuerySet

from casework.access import audit
from casework.access.models import Action
from casework.exchange import policies
from casework.exchange.writer import write_workbook
from casework.victims.consents import agreeing
from casework.victims.models import Case

AT_ONCE = 500
# What is asked before somebody's case is written into a file that leaves.
PURPOSE = "export"


@dataclass(frozen=True)
class Written:
    """A workbook: its bytes, how many cases stand in it, and how many were left out without consent."""

    content: bytes
    cases: int
    excluded: int


def cases_to_write(user, *, with_closed: bool = True) -> QuerySet[Case]:
    """The cases of the person's own organisation that they may see, oldest first."""
    cases = Case.objects.visible_to(user).filter(organisation=user.organisation_id)
    if not with_closed:
        cases = cases.open()
    return cases.select_related("victim").order_by("created_at", "pk")


def agreeing_in_turn(cases: QuerySet[Case], at_once: int = AT_ONCE) -> Iterator[Case]:
    """The cases whose people agree to an export, asked anew for each few hundred of them.

    Whoever takes consent back while the export runs is left out from there on.
    """
    rows = cases.iterator(at_once)
    while some := list(islice(rows, at_once)):
        yield from agreeing(some, PURPOSE)


def export_workbook(*, cases: QuerySet[Case], reason: str, by) -> Written:
    """The workbook with those of these cases whose people agree to it.

    `reason` is a code; it and each case stand in the trail beforehand.
    """
    policies.check_can_export_workbook(by)
    page, detail = "workbook-export", f"workbook {reason}"
    audit.record(Action.EXPORTED, by=by, page=page, detail=f"{detail} {cases.count()}")
    recorded: set[UUID] = set()
    left: list[UUID] = []

    def agreed() -> Iterator[Case]:
        for case in agreeing_in_turn(cases):
            recorded.add(case.pk)
            yield case

    def leaving() -> Iterator[Case]:
        # Who agreed only after the trail was written stands in no trail, and does not leave.
        for case in agreeing_in_turn(cases):
            if case.pk in recorded:
                left.append(case.pk)
                yield case

    audit.record_cases(Action.EXPORTED, by=by, cases=agreed(), page=page, detail=detail)

    content = write_workbook(leaving(), by=by)
    return Written(content, len(left), cases.count() - len(left))
