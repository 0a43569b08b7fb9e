"""Refuse words that are not translated, or whose translation a reader would stumble over."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from casework.standards import messages


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        found = messages.messages_of_sources(Path(settings.BASE_DIR))
        kept = messages.read_catalogue(messages.catalogue_path())
        wrong = sorted(set(messages.complaints(found, kept)))
        if wrong:
            raise CommandError("\n".join([*wrong, "`make messages` collects what is missing."]))
