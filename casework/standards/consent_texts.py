"""What is read out before somebody agrees: plain words by purpose, version and language.

The texts are in data/consent_texts/, one file for each language (ISO 639-1). A new wording is a new line
with a new version: what somebody agreed to can always be read again.
"""

from dataclasses import dataclass
from functools import cache

from casework.standards import tables
from casework.standards.languages import languages, to_iso639_2

# By code, each called as its speakers call it.
LANGUAGES = {"en": "English", "fr": "Français", "es": "Español", "ar": "العربية"}


@dataclass(frozen=True)
class ConsentText:
    """One text: a question as its title, and what it means, one thought in each paragraph."""

    purpose: str
    version: str
    language: str
    title: str
    paragraphs: tuple[str, ...]


@cache
def _texts() -> dict[tuple[str, str], dict[str, ConsentText]]:
    """By language and purpose, then by version; the newest stands last."""
    found: dict[tuple[str, str], dict[str, ConsentText]] = {}
    for language in LANGUAGES:
        for row in tables.rows(f"consent_texts/{language}.csv"):
            text = ConsentText(
                row["purpose"], row["version"], language, row["title"], tuple(row["text"].split("\n"))
            )
            found.setdefault((language, text.purpose), {})[text.version] = text
    return found


@cache
def _words() -> dict[str, dict[str, str]]:
    rows = tables.rows("consent_texts/words.csv")
    return {language: {row["word"]: row[language] for row in rows} for language in LANGUAGES}


def consent_text(purpose: str, language: str, version: str = "") -> ConsentText | None:
    """The text for a purpose in a language, its newest version unless another is named."""
    versions = _texts().get((language, purpose), {})
    return versions.get(version or max(versions, default=""))


def versions() -> list[str]:
    """Every version of any text, the newest first."""
    return sorted({version for texts in _texts().values() for version in texts}, reverse=True)


def sheet_words(language: str) -> dict[str, str]:
    """The other words of the sheet, by key; KeyError for a language without texts."""
    return _words()[language]


def language_of_texts(iso639_3: str) -> str:
    """The code of our texts in a language, or in the written language it belongs to; empty when we have none.

    Somebody who speaks an Arabic dialect gets Standard Arabic.
    """
    known = languages().get(iso639_3)
    if known is None:
        return ""
    written = languages().get(to_iso639_2(iso639_3), known)
    code = known.iso639_1 or written.iso639_1
    return code if code in LANGUAGES else ""
