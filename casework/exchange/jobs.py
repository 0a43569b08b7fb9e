"""Work off the request: going through a workbook on behalf of whoever brought it in, dropping its file."""

import logging
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django_tasks import task

from casework.access.database import acting_as
from casework.access.models import StaffUser
from casework.exchange.importing import Batch, Importer, Tally
from casework.exchange.models import Finding, WorkbookImport
from casework.exchange.reader import read_workbook

Listener = Callable[[Tally, Batch], None]
log = logging.getLogger(__name__)
State = WorkbookImport.State


class Superseded(Exception):
    """Another worker took the passage up, or it was stopped meanwhile: the rows in hand are left alone."""


@task()
def go_through_workbook(run_id: str, user_id: str) -> None:
    """Go through the rows of a workbook: a trial while it is being checked, else for good."""
    user = StaffUser.objects.active().select_related("organisation").filter(pk=user_id).first()
    if user is not None:
        go_through(UUID(run_id), user)


def go_through(run_id: UUID, user: StaffUser, listen: Listener | None = None) -> Tally | None:
    """Go through a workbook that is under way; None when it was stopped, or stopped itself."""
    from casework.exchange.services import columns_of, finish

    with acting_as(user):
        run = WorkbookImport.objects.visible_to(user).filter(pk=run_id).first()
        if run is None or not run.is_under_way or run.content is None:
            return None
        content, columns = bytes(run.content), columns_of(run)
    trial = run.state == State.CHECKING
    try:
        sheet = replace(read_workbook(content), columns=columns)
        importer = Importer(sheet, columns, trial=trial, by=user)
        with acting_as(user):
            WorkbookImport.objects.filter(pk=run.pk).update(rows_total=importer.tally.total)
        importer.go_through(_Progress(run, user, listen), done=_tally_of(run, importer.tally.total))
        with acting_as(user):
            if WorkbookImport.objects.select_for_update().filter(pk=run.pk, state=run.state).exists():
                finish(run, State.CHECKED if trial else State.DONE)
    except Superseded:
        return None
    # Whatever went wrong, its text may hold what a row says: the log keeps kind and place only.
    except Exception as error:
        log.error("workbook", exc_info=error)
        with acting_as(user):
            finish(run, State.FAILED)
        return None
    return importer.tally


class _Progress:
    """Keeps the counts and findings of each batch in the transaction of its rows."""

    def __init__(self, run: WorkbookImport, user: StaffUser, listen: Listener | None) -> None:
        self.run, self.user, self.done, self.listen = run, user, run.rows_done, listen

    def __call__(self, tally: Tally, batch: Batch) -> None:
        now = (
            WorkbookImport.objects.visible_to(self.user)
            .select_for_update(of=("self",))
            .only("state", "rows_done")
            .get(pk=self.run.pk)
        )
        if now.rows_done != self.done or now.state != self.run.state:
            raise Superseded
        now.rows_done, now.rows_known = tally.done, tally.known
        now.rows_accepted, now.rows_alike, now.rows_refused = tally.accepted, tally.alike, tally.refused
        now.save(
            update_fields=[
                "rows_done", "rows_known", "rows_accepted", "rows_alike", "rows_refused", "moved_at",
            ]
        )  # fmt: skip
        for finding in batch.findings:
            finding.run_id = self.run.pk
        Finding.objects.bulk_create(batch.findings)
        self.done = tally.done
        if self.listen:
            self.listen(tally, batch)


def _tally_of(run: WorkbookImport, total: int) -> Tally:
    return Tally(total, run.rows_done, run.rows_accepted, run.rows_alike, run.rows_refused, run.rows_known)


@task()
def drop_content(run_id: str, user_id: str) -> None:
    """Forget the file of a workbook; its counts and refused cells stay."""
    user = StaffUser.objects.filter(pk=user_id).first()
    if user is None:
        return
    with acting_as(user), transaction.atomic():
        run = WorkbookImport.objects.filter(pk=run_id).first()
        if run is not None and not run.is_under_way:
            run.content = None
            run.save(update_fields=["content"])
