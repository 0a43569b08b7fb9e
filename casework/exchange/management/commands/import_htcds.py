"""Bring an HTCDS workbook in from the command line, on behalf of a person of staff."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError

from casework.access.database import acting_as
from casework.access.models import StaffUser
from casework.exchange import jobs, services
from casework.exchange.columns import BY_LABEL, BY_MACHINE, asks_about_address, with_address_by
from casework.exchange.htcds import fields
from casework.exchange.importing import Batch, Importer, Tally
from casework.exchange.models import WorkbookImport
from casework.exchange.policies import check_can_import_workbook
from casework.exchange.reader import MAX_BYTES, TOO_BIG, WorkbookRefused, read_workbook
from casework.exchange.rules import sentence


def acting_person(email: str, organisation: str) -> StaffUser:
    """The person of staff on whose behalf a command runs; raises CommandError with what is wrong."""
    staff = StaffUser.objects.active().select_related("organisation").filter(email__iexact=email).first()
    if staff is None:
        raise CommandError(f"No active account has the e-mail {email}.")
    if staff.organisation.code != organisation:
        raise CommandError(f"{email} belongs to the organisation {staff.organisation.code}.")
    return staff


class Command(BaseCommand):
    help = "Import an HTCDS workbook. Each row comes in whole and once; refused cells are listed."

    def add_arguments(self, parser) -> None:
        parser.add_argument("workbook", type=Path)
        parser.add_argument("--organisation", required=True, help="short code of the organisation")
        parser.add_argument("--by", required=True, help="e-mail of the person on whose behalf")
        parser.add_argument("--dry-run", action="store_true", help="check everything, save nothing")
        parser.add_argument(
            "--address-by",
            choices=[BY_LABEL, BY_MACHINE],
            default=BY_LABEL,
            help="what the mailing address columns hold where name and label differ",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by = acting_person(options["by"], options["organisation"])
        path: Path = options["workbook"]
        try:
            if path.stat().st_size > MAX_BYTES:
                raise WorkbookRefused(TOO_BIG)
            content = path.read_bytes()
            check_can_import_workbook(by)
            self._tell_columns(content, options["address_by"])
            tally = self._go(content, by, options)
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.") from error
        except (WorkbookRefused, PermissionDenied, ValidationError) as error:
            raise CommandError(str(error)) from error
        came = "would come in" if options["dry_run"] else "came in"
        self.stdout.write(
            f"{tally.total} rows: {tally.accepted + tally.alike} {came} ({tally.alike} possible duplicates), "
            f"{tally.refused} refused, {tally.known} in already."
        )

    def _tell_columns(self, content: bytes, address_by: str) -> None:
        columns = read_workbook(content).columns
        for column in columns:
            if column.is_ignored:
                self.stdout.write(f"Column {column.letter} “{column.heading}”: {column.how_words}.")
            elif column.how == "spelling":
                self.stdout.write(f"Column {column.letter}: {column.how_words} ({column.field}).")
        if asks_about_address(columns):
            self.stderr.write(
                "Names and labels of the mailing address differ, as in IOM's template. "
                f"Taken by {address_by}; --address-by changes it."
            )

    def _go(self, content: bytes, by: StaffUser, options: dict[str, Any]) -> Tally:
        if options["dry_run"]:
            sheet = read_workbook(content)
            columns = with_address_by(sheet.columns, options["address_by"])
            importer = Importer(replace(sheet, columns=columns), columns, trial=True, by=by)
            importer.go_through(self._after_batch)
            return importer.tally
        with acting_as(by):
            run = services.receive_workbook(content=content, purpose="import_htcds", by=by)
            services.start_now(run=run, address_meaning=options["address_by"], by=by)
        tally = jobs.go_through(run.pk, by, listen=self._after_batch)
        with acting_as(by):
            state = WorkbookImport.objects.get(pk=run.pk).state
        if tally is None or state != WorkbookImport.State.DONE:
            raise CommandError("The import stopped by an error. Rows that came in are whole; run it again.")
        return tally

    def _after_batch(self, tally: Tally, batch: Batch) -> None:
        for one in batch.refusals:
            label = fields()[one.field].label_en if one.field else "whole row"
            shown = f" [{one.value}]" if one.value else ""
            self.stdout.write(f"{one.column}{one.row} {label}{shown}: {sentence(one.rule)}")
        for finding in batch.findings:
            if finding.kind != "refusal":
                self.stdout.write(f"row {finding.row}: {sentence(finding.rule)}")
        if tally.done == tally.total or tally.done % 500 == 0:
            self.stderr.write(f"{tally.done} of {tally.total} rows")
