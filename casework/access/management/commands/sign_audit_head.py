"""Writes down the end of the audit trail with a signature, to be kept off this host."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from casework.access.heads import sign_head


class Command(BaseCommand):
    help = "Signs the present end of the trail. Keep the line where nobody of this host can change it."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--out", type=Path, metavar="FILE", help="append to this file instead of printing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        line = json.dumps(sign_head())
        if options["out"]:
            with options["out"].open("a") as file:
                file.write(line + "\n")
        else:
            self.stdout.write(line)
