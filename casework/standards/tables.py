"""Read the tables in data/, and compare words the way people type them."""

import csv
import unicodedata
from pathlib import Path

from django.utils.translation import get_language

DATA = Path(__file__).parent / "data"


def rows(file_name: str) -> list[dict[str, str]]:
    """Read one table as text, so that a code such as NA (Namibia) stays a code."""
    with (DATA / file_name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def folded(text: str) -> str:
    """Reduce a word to its letters and digits: case, accents, spaces and punctuation do not count."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if character.isalnum())


def active_language() -> str:
    """The language the tables are read in: French when it is active, else English."""
    return "fr" if (get_language() or "en").split("-")[0] == "fr" else "en"
