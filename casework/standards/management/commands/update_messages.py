"""Bring the catalogue of translations up to date with the words of the code and the templates."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from casework.standards import messages


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        path = messages.catalogue_path()
        found = messages.messages_of_sources(Path(settings.BASE_DIR))
        merged = messages.merge(found, messages.read_catalogue(path))
        messages.write_catalogue(merged, path)
        waiting = [
            message for message in messages.translatable(merged) if not all(messages.forms(message.string))
        ]
        self.stdout.write(f"{len(merged)} messages, {len(waiting)} waiting for a translation")
        for message in waiting:
            self.stdout.write(f"  {messages.singular(message)}")
