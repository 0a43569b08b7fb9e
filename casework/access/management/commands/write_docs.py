"""Writes the pages of docs/ that are read off the code, or checks that they are fresh."""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import models
from django.utils import translation

from casework.access import privacy
from casework.access.roles import PERMISSIONS, ROLES, Role
from casework.sealing.fields import SealedField

MADE = "<!-- Made by `make docs`; edit the code instead. -->\n\n"


class Command(BaseCommand):
    help = "Writes docs/roles.md, docs/workflows.md and docs/data-inventory.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, fail when a page is stale")

    def handle(self, *args: Any, **options: Any) -> None:
        stale = []
        for name, write in PAGES.items():
            path = settings.BASE_DIR / "docs" / name
            with translation.override("en"):
                text = MADE + "\n".join(write()) + "\n"
            if path.exists() and path.read_text() == text:
                continue
            stale.append(name)
            if not options["check"]:
                path.write_text(text)
        if stale and options["check"]:
            raise CommandError(f"Not as the code says: {', '.join(stale)}. Run `make docs`.")


def roles() -> Iterator[str]:
    """Every role on one screen."""
    labels = [str(Role(role).label) for role in ROLES]
    yield "# Roles\n"
    yield "From `casework/access/roles.py`. Nobody is a super-user, and no role contains another.\n"
    yield f"| may | {' | '.join(labels)} |"
    yield f"|---|{'---|' * len(labels)}"
    for permission, words in PERMISSIONS.items():
        marks = ["yes" if permission in card.permissions else "" for card in ROLES.values()]
        yield f"| {words} (`{permission}`) | {' | '.join(marks)} |"
    yield "\n## What each sees\n"
    for label, card in zip(labels, ROLES.values(), strict=True):
        yield f"* **{label}**: {card.sees}"


def workflows() -> Iterator[str]:
    """Every status table, as a diagram and with the permission of each step."""
    yield "# Workflows\n"
    yield (
        "From the `workflow.py` of each app. Only services set a status; a step that is not here is refused."
    )
    for config in apps.get_app_configs():
        if not config.name.startswith("casework.") or not find_spec(f"{config.name}.workflow"):
            continue
        for name, workflow in import_module(f"{config.name}.workflow").WORKFLOWS.items():
            yield f"\n## {name.capitalize()} ({config.label})\n\n```mermaid\nstateDiagram-v2"
            for (now, wanted), permission in workflow.steps.items():
                yield f"    {now} --> {wanted}: {permission}"
            yield "```"


def data_inventory() -> Iterator[str]:
    """What is kept about whom, how private it is, and what is sealed."""
    yield "# Data inventory\n"
    yield "From `class Privacy` of each model. **Sealed** fields are encrypted under the person's own key,"
    yield "in the row and in its history. Every record of a case keeps its history."
    for model in apps.get_models():
        if not model.__module__.startswith("casework.") or hasattr(model, "instance_type"):
            continue
        yield f"\n## {model.__name__}\n\n{_first_line(model)}\n"
        yield "| field | privacy | sealed | meaning |\n|---|---|---|---|"
        for name, kind in privacy.classes(model).items():
            field = model._meta.get_field(name)
            sealed = "sealed" if isinstance(field, SealedField) else ""
            yield f"| `{name}` | {kind} | {sealed} | {field.verbose_name} |"  # type: ignore[union-attr]


def _first_line(model: type[models.Model]) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "roles.md": roles,
    "workflows.md": workflows,
    "data-inventory.md": data_inventory,
}
