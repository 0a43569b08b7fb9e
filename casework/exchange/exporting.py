"""Writing an organisation's cases into a workbook, with a trace of it in every case before it leaves."""

from django.db.models import QuerySet

from casework.access import audit
from casework.access.models import Action
from casework.exchange import policies
from casework.exchange.writer import write_workbook
from casework.victims.models import Case

AT_ONCE = 500


def cases_to_write(user, *, with_closed: bool = True) -> QuerySet[Case]:
    """The cases of the person's own organisation that they may see, oldest first."""
    cases = Case.objects.visible_to(user).filter(organisation=user.organisation_id)
    if not with_closed:
        cases = cases.open()
    return cases.select_related("victim").order_by("created_at", "pk")


def export_workbook(*, cases: QuerySet[Case], reason: str, by) -> bytes:
    """The workbook with these cases. `reason` is a code; it and each case stand in the trail beforehand."""
    policies.check_can_export_workbook(by)
    page, detail = "workbook-export", f"workbook {reason}"
    audit.record(Action.EXPORTED, by=by, page=page, detail=f"{detail} {cases.count()}")
    audit.record_cases(Action.EXPORTED, by=by, cases=cases.iterator(AT_ONCE), page=page, detail=detail)
    return write_workbook(cases.iterator(AT_ONCE), by=by)
