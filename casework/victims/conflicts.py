"""Two people changed the same record: what differs, and how both can be kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from casework.records import Recorded
from casework.sealing.fields import SealedTextField
from casework.victims.wording import SECRET, in_words

MINE, THEIRS, BOTH = "mine", "theirs", "both"


@dataclass(frozen=True)
class Difference:
    """One field on which two versions differ. `suggested` is empty where both changed it: they choose."""

    name: str
    label: str
    mine: str
    theirs: str
    suggested: str
    is_text: bool


def differences(now: Recorded, seen: datetime, changes: Mapping[str, Any], case) -> list[Difference]:
    """The fields that differ between what somebody saved meanwhile and what is being saved."""
    return compared(now, version_of(now, seen, case), changes)


def version_of(now: Recorded, seen: datetime, case) -> Any:
    """The version that the editor saw; None when there is none of that moment."""
    before = type(now).history.filter(id=now.pk, updated_at=seen).order_by("-history_date").first()
    if before is not None and hasattr(type(now), "case"):
        before.case = case
    return before


def compared(now: Recorded, before: Any, changes: Mapping[str, Any]) -> list[Difference]:
    """The fields on which what is saved and what is being saved differ; `before` is what both began from."""
    found = []
    for name, mine in changes.items():
        field = cast(models.Field, now._meta.get_field(name))
        theirs = getattr(now, name)
        if _same(mine, theirs):
            continue
        first = getattr(before, name) if before is not None else None
        suggested = ""
        if before is not None and _same(first, theirs):
            suggested = MINE
        elif before is not None and _same(first, mine):
            suggested = THEIRS
        # A secret that is saved is shown one at a time, with a record of it: not here either.
        shown = _("kept back") if name in SECRET and theirs else in_words(field, theirs)
        found.append(
            Difference(
                name, capfirst(str(field.verbose_name)), in_words(field, mine), shown, suggested,
                _is_joined(now, name),
            )
        )  # fmt: skip
    return found


def settled(now: Recorded, changes: Mapping[str, Any], choices: Mapping[str, str]) -> dict[str, Any]:
    """The values to save once a person has chosen, field by field."""
    kept = dict(changes)
    for name, choice in choices.items():
        if name not in kept:
            continue
        theirs = getattr(now, name)
        if choice == THEIRS:
            kept[name] = theirs
        elif choice == BOTH and _is_joined(now, name):
            kept[name] = "\n".join(text for text in (str(theirs or ""), str(kept[name] or "")) if text)
    return kept


def _is_joined(now: Recorded, name: str) -> bool:
    """Whether two versions of a field can stand one below the other: texts, but no secret ones."""
    return isinstance(now._meta.get_field(name), SealedTextField) and name not in SECRET


def last_saved(now: Recorded):
    """Who saved the record last, and when."""
    return (
        type(now).history.filter(id=now.pk).select_related("history_user").order_by("-history_date").first()
    )


def last_change(now: Recorded, name: str, since: datetime | None, case) -> Any:
    """The version that last changed one field after a moment: who did it, and when."""
    versions = type(now).history.filter(id=now.pk).select_related("history_user").order_by("history_date")
    found, value = None, None
    for version in versions:
        version.case = case
        if not _same(getattr(version, name), value):
            value = getattr(version, name)
            if since is None or version.updated_at > since:
                found = version
    return found


def _same(one: Any, other: Any) -> bool:
    """Nothing is one thing only: None, an empty text and an empty list are alike."""
    return (one or None) == (other or None) if not isinstance(one, bool) else one == other
