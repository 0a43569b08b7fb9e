"""Brings in a country's own set of indicators, or a new version of one."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from casework.standards.indicator_tables import TableRefused, read_indicator_table
from casework.victims.indicator_sets import keep_indicator_set


class Command(BaseCommand):
    help = (
        "Brings in a set of indicators from a CSV file. A version that was used never changes: a new text "
        "is a new version. Run it with DATABASE_URL set to the owner's address."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select session_user")
            if cursor.fetchone()[0] == "casework_app":
                raise CommandError("Set DATABASE_URL to the owner's address for this command.")
        try:
            table = read_indicator_table(options["file"].read_bytes())
            is_new = keep_indicator_set(table)
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.") from error
        except TableRefused as refusal:
            raise CommandError("\n".join(["Nothing was loaded.", *refusal.problems])) from refusal
        words = "was loaded" if is_new else "is there already"
        self.stdout.write(
            f"{table.code}, version {table.version}, with {len(table.indicators)} indicators {words}."
        )
