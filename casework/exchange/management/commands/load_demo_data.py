"""Fills an empty installation with invented people, for a demonstration or for measuring."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.exchange.demo.loader import load_demo


class Command(BaseCommand):
    help = "Loads four invented organisations, their staff and cases. Does nothing when they are there."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--cases", type=int, default=300, help="how many cases (default 300)")
        parser.add_argument("--seed", type=int, default=1, help="the same number invents the same people")
        parser.add_argument(
            "--password", default="", help="password of every account; default: DEMO_PASSWORD"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        password = options["password"] or os.environ.get("DEMO_PASSWORD", "")
        if not password:
            raise CommandError("Give the accounts a password: set DEMO_PASSWORD or use --password.")
        if options["cases"] < 0:
            raise CommandError("The number of cases cannot be negative.")
        loaded = load_demo(cases=options["cases"], seed=options["seed"], password=password)
        self.stdout.write(
            f"{loaded} cases were invented." if loaded else "The demonstration is there already."
        )
