"""Read the tables in data/, and compare words the way people type them."""

import csv
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.functional import lazy
from django.utils.translation import get_language

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Codes with labels, as Django takes them; a label is translated when it is shown.
Choices = list[tuple[str, "str | _StrPromise"]]
# What Django's `lazystr` does, without making a class for every label of every list.
shown_later = lazy(str, str)

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Entry:
    """One line of a table: a code, and its name in the language of the reader."""

    code: str
    label_en: str
    label_fr: str
    aliases: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.label_fr if (get_language() or "en").startswith("fr") else self.label_en

    @property
    def spellings(self) -> tuple[str, ...]:
        """The words a person or a workbook may use for it, the best known first."""
        return (self.label_en, self.label_fr, *self.aliases)


def rows(file_name: str) -> list[dict[str, str]]:
    """Read one table as text, so that a code such as NA (Namibia) stays a code."""
    with (DATA / file_name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def several(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, separated by bars."""
    return tuple(cell.split("|")) if cell else ()


def folded(text: str) -> str:
    """Reduce words to their letters and digits: case, accents, spaces and punctuation do not count."""
    whole = text.casefold().replace("œ", "oe").replace("æ", "ae")
    decomposed = unicodedata.normalize("NFKD", whole)
    return "".join(character for character in decomposed if character.isalnum())
