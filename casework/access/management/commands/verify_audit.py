"""Checks that the audit trail is whole, and names the first place where it is not."""

import json
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from casework.access import heads, trail

GUARD_SQL = settings.BASE_DIR / "casework" / "access" / "sql" / "guard.sql"
FUNCTIONS = re.compile(r"create or replace function sec\.(\w+)\(.*?as \$\$(.*?)\$\$", re.DOTALL)


class Command(BaseCommand):
    help = (
        "Checks every link of the trail, every row behind it, and the signed heads kept elsewhere. "
        "Ends with 1 when something was changed, deleted, reordered or cut."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            type=Path,
            metavar="FILE",
            help="signed heads written by sign_audit_head, kept off this host; may be given several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        problems = [*altered_functions()]
        last, place = trail.examine()
        if place is not None:
            where = f"event {place.seq}" + (f", table {place.table}" if place.table else "")
            row = f", row {place.row_id}" if place.row_id else ""
            problems.append(f"The trail is broken at {where}{row}: {place.words}.")
        checked = 0
        for path in options["head"]:
            for number, head in enumerate(_read(path), 1):
                checked += 1
                problem = heads.problem_with(head, last)
                if problem:
                    problems.append(f"{path}, line {number}: {problem}")
        if problems:
            raise CommandError("\n".join(problems), returncode=1)
        self.stdout.write(f"The trail is whole up to event {last}. Signed heads checked: {checked}.")


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} cannot be read as signed heads: {error}", returncode=1) from error


def altered_functions() -> list[str]:
    """The check runs in the database, so its own functions must be those of this release."""
    expected = dict(FUNCTIONS.findall(GUARD_SQL.read_text()))
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "select p.proname, p.prosrc from pg_proc p"
            " join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'sec'"
        )
        found = dict(cursor.fetchall())
    return [
        f"The function sec.{name} in the database is not the one of this release: run prepare_database"
        " if you have just updated, else somebody changed it."
        for name, body in sorted(expected.items())
        if found.get(name) != body
    ]
