"""Work off the request: going through a workbook on behalf of whoever brought it in, dropping its file."""

import logging
from dataclasses import replace

from django.db import transaction
from django_tasks import task

from casework.access.database import acting_as
from casework.access.models import StaffUser
from casework.exchange.importing import Batch, Importer, Tally
from casework.exchange.models import Finding, WorkbookImport
from casework.exchange.reader import read_workbook

log = logging.getLogger(__name__)
State = WorkbookImport.State


class Superseded(Exception):
    """Another worker took the passage up, or it was stopped meanwhile: the rows in hand are left alone."""


@task()
def go_through_workbook(run_id: str, user_id: str) -> None:
    """Go through the rows of a workbook: a trial while it is being checked, else for good."""
    from casework.exchange.services import columns_of, finish

    user = StaffUser.objects.active().select_related("organisation").filter(pk=user_id).first()
    if user is None:
        return
    with acting_as(user):
        run = WorkbookImport.objects.visible_to(user).filter(pk=run_id).first()
        if run is None or not run.is_under_way or run.content is None:
            return
        content, columns = bytes(run.content), columns_of(run)
    trial = run.state == State.CHECKING
    try:
        sheet = replace(read_workbook(content), columns=columns)
        importer = Importer(sheet, columns, trial=trial, by=user)
        with acting_as(user):
            WorkbookImport.objects.filter(pk=run.pk).update(rows_total=importer.tally.total)
        importer.go_through(_Progress(run, user), done=_tally_of(run, importer.tally.total))
    except Superseded:
        return
    # Whatever went wrong, its text may hold what a row says: the log keeps kind and place only.
    except Exception as error:
        log.error("workbook", exc_info=error)
        with acting_as(user):
            finish(run, State.FAILED)
        return
    with acting_as(user):
        run.refresh_from_db(fields=["state"])
        if run.is_under_way:
            finish(run, State.CHECKED if trial else State.DONE)


class _Progress:
    """Keeps the counts and findings of each batch in the transaction of its rows."""

    def __init__(self, run: WorkbookImport, user: StaffUser) -> None:
        self.run, self.user, self.done = run, user, run.rows_done

    def __call__(self, tally: Tally, batch: Batch) -> bool:
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
        return True


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
