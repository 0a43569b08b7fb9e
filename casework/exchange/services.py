"""Taking a workbook in, trying it out, importing it, stopping; and what remains of it afterwards."""

import hashlib
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.access import audit
from casework.access.models import Action
from casework.access.policies import require
from casework.exchange import jobs, policies
from casework.exchange.columns import BY_LABEL, BY_MACHINE, Column, asks_about_address, with_address_by
from casework.exchange.models import Finding, WorkbookImport
from casework.exchange.reader import read_workbook
from casework.exchange.workflow import WORKBOOK_STATE
from casework.sealing.keyring import keyring, row_token
from casework.victims.workflow import check_transition

State = WorkbookImport.State
KEPT_AFTER_REPORT = timedelta(hours=24)
KEPT_UNUSED = timedelta(days=7)


@transaction.atomic
def receive_workbook(*, content: bytes, purpose: str = "", by) -> WorkbookImport:
    """Read the headings of a workbook and keep the file sealed; raises WorkbookRefused and keeps nothing."""
    policies.check_can_import_workbook(by)
    sheet = read_workbook(content)
    run = WorkbookImport(
        created_by=by,
        organisation=by.organisation,
        purpose=purpose,
        content=content,
        content_digest=row_token(str(by.organisation_id), hashlib.sha256(content).hexdigest()),
        sheet=sheet.title[:40],
        columns=[column.as_json() for column in sheet.columns],
        address_meaning="" if asks_about_address(sheet.columns) else BY_LABEL,
    )
    keyring().create(run.id)
    run.save()
    jobs.drop_content.using(run_after=timezone.now() + KEPT_UNUSED).enqueue(str(run.id), str(by.pk))
    return run


@transaction.atomic
def start_trial(*, run: WorkbookImport, address_meaning: str = "", by) -> WorkbookImport:
    """Go through the whole workbook without saving any case."""
    run = _moved(run, State.CHECKING, by)
    if address_meaning in (BY_LABEL, BY_MACHINE):
        run.address_meaning = address_meaning
    if not run.address_meaning:
        raise ValidationError(_("Choose what the address columns hold."))
    if run.content is None:
        raise ValidationError(_("The file is no longer kept. Bring it in again."))
    run.columns = [column.as_json() for column in with_address_by(columns_of(run), run.address_meaning)]
    _forget_results(run)
    run.save()
    jobs.go_through_workbook.enqueue(str(run.id), str(by.pk))
    return run


@transaction.atomic
def start_import(*, run: WorkbookImport, by) -> WorkbookImport:
    """Import every valid row. A passage that came to a standstill goes on behind its last whole row."""
    going_on = run.state == State.IMPORTING
    run = _moved(run, State.IMPORTING, by)
    if run.content is None:
        raise ValidationError(_("The file is no longer kept. Bring it in again."))
    if not going_on:
        _forget_results(run)
    run.save()
    audit.record(Action.IMPORTED, by=by, page="workbook-trial", detail=f"workbook {str(run.id)[:8]}")
    jobs.go_through_workbook.enqueue(str(run.id), str(by.pk))
    return run


@transaction.atomic
def start_now(*, run: WorkbookImport, address_meaning: str, by) -> WorkbookImport:
    """Import without a trial run and without the queue: for the terminal, whose caller goes through it."""
    run = _moved(run, State.IMPORTING, by)
    run.address_meaning = run.address_meaning or address_meaning
    run.columns = [column.as_json() for column in with_address_by(columns_of(run), run.address_meaning)]
    _forget_results(run)
    run.save()
    audit.record(Action.IMPORTED, by=by, page="import_htcds", detail=f"workbook {str(run.id)[:8]}")
    return run


@transaction.atomic
def cancel_workbook(*, run: WorkbookImport, by) -> WorkbookImport:
    """Stop after the rows in hand; whole rows that are in stay in."""
    run = _moved(run, State.CANCELLED, by)
    finish(run, State.CANCELLED)
    return run


def finish(run: WorkbookImport, state: State) -> None:
    """End a passage; after the report the file itself is kept for a day only."""
    run.state, run.finished_at = state, timezone.now()
    run.save(update_fields=["state", "finished_at"])
    if state in (State.DONE, State.CANCELLED, State.FAILED):
        jobs.drop_content.using(run_after=timezone.now() + KEPT_AFTER_REPORT).enqueue(
            str(run.id), str(run.created_by_id)
        )


def same_file_before(run: WorkbookImport) -> WorkbookImport | None:
    """The last time this person brought in this very file."""
    same = WorkbookImport.objects.filter(
        created_by=run.created_by_id,
        content_digest=run.content_digest,
        state__in=[State.DONE, State.IMPORTING],
    )
    return same.exclude(pk=run.pk).defer("content").first()


def columns_of(run: WorkbookImport) -> list[Column]:
    """The columns as they were recognised."""
    return [Column(**column) for column in run.columns]


def _moved(run: WorkbookImport, state: State, by) -> WorkbookImport:
    """The run, locked, in its new state; only services set it."""
    policies.check_can_import_workbook(by, run)
    run = WorkbookImport.objects.visible_to(by).select_for_update(of=("self",)).get(pk=run.pk)
    if run.state == state and not run.is_at_a_standstill:
        raise ValidationError(_("This is under way already."))
    require(by, check_transition(WORKBOOK_STATE, run.state, state))
    run.state = state
    return run


def _forget_results(run: WorkbookImport) -> None:
    Finding.objects.filter(run=run).delete()
    run.rows_done = run.rows_accepted = run.rows_alike = run.rows_refused = run.rows_known = 0
    run.started_at, run.finished_at = timezone.now(), None


__all__ = ["cancel_workbook", "receive_workbook", "start_import", "start_now", "start_trial"]
