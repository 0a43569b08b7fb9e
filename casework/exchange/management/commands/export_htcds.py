"""Write the cases of an organisation into an HTCDS workbook, on behalf of a protection officer."""

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from casework.access.database import acting_as
from casework.exchange.exporting import cases_to_write, export_workbook
from casework.exchange.management.commands.import_htcds import acting_person
from casework.exchange.policies import check_can_export_workbook


class Command(BaseCommand):
    help = "Write the cases of an organisation into an HTCDS workbook. The file holds names: keep it safe."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", required=True, help="short code of the organisation")
        parser.add_argument("--by", required=True, help="e-mail of the person on whose behalf")
        parser.add_argument("--open", action="store_true", help="open cases only")

    def handle(self, *args: Any, **options: Any) -> None:
        by = acting_person(options["by"], options["organisation"])
        path: Path = options["file"]
        if path.exists():
            raise CommandError(f"{path} exists already. Choose another name.")
        try:
            check_can_export_workbook(by)
            with acting_as(by):
                cases = cases_to_write(by, with_closed=not options["open"])
                written = export_workbook(cases=cases, reason="command", by=by)
            path.touch(mode=0o600)
            path.write_bytes(written.content)
        except PermissionDenied as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"The file cannot be written: {error.strerror}.") from error
        self.stdout.write(
            f"{written.cases} cases written to {path}, {written.excluded} excluded: no consent."
        )
