"""Bringing workbooks in, as a person of staff would, without the queue."""

import pytest

from casework.access.database import acting_as
from casework.exchange import jobs, services
from casework.exchange.models import WorkbookImport
from casework.exchange.writer import write_workbook
from casework.victims.models import Case


@pytest.fixture
def bring_in():
    """`bring_in(content, by)` imports a workbook and gives its run as it stands afterwards."""

    def go(content: bytes, by, address_by: str = "label") -> WorkbookImport:
        with acting_as(by):
            run = services.receive_workbook(content=content, by=by)
            services.start_now(run=run, address_meaning=address_by, by=by)
        jobs.go_through(run.pk, by)
        with acting_as(by):
            return WorkbookImport.objects.get(pk=run.pk)

    return go


@pytest.fixture
def write_out():
    """`write_out(by)` writes the cases of the person's organisation, oldest first."""

    def go(by, *only) -> bytes:
        with acting_as(by):
            cases = Case.objects.visible_to(by).filter(organisation=by.organisation)
            if only:
                cases = cases.filter(pk__in=[case.pk for case in only])
            return write_workbook(cases.select_related("victim").order_by("created_at"), by=by)

    return go


@pytest.fixture
def findings():
    """`findings(run)` lists what a run has to tell: cell and rule."""

    def go(run, kind: str = "refusal") -> list[tuple[str, str]]:
        with acting_as(run.created_by):
            return [(one.cell, one.rule) for one in run.findings.filter(kind=kind)]

    return go
