"""Languages by their ISO 639-3 codes, with the ISO 639-2 code that HTCDS asks for."""

from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language

from casework.standards import lists, tables


@dataclass(frozen=True)
class Language(tables.Entry):
    """A language; its code is ISO 639-3."""

    iso639_2: str = ""
    iso639_2b: str = ""
    iso639_1: str = ""


@cache
def languages() -> dict[str, Language]:
    """All languages of the table by ISO 639-3 code."""
    return {
        row["iso639_3"]: Language(
            code=row["iso639_3"],
            label_en=row["name_en"],
            label_fr=row["name_fr"],
            aliases=tables.several(row["aliases"]),
            iso639_2=row["iso639_2"],
            iso639_2b=row["iso639_2b"],
            iso639_1=row["iso639_1"],
        )
        for row in tables.rows("languages.csv")
    }


@cache
def _codes() -> dict[str, str]:
    # The 639-2 column is left out: for Dari it holds the code of Persian. Where a language has
    # a 639-2 code of its own it is the 639-3 code; the bibliographic ones (fre) are the exception.
    return {
        code: language.code
        for language in languages().values()
        for code in (language.code, language.iso639_2b, language.iso639_1)
        if code
    }


@cache
def _names() -> dict[str, str]:
    return {
        tables.folded(name): language.code for language in languages().values() for name in language.spellings
    }


def language_choices() -> tables.Choices:
    """ISO 639-3 codes and names, in the order of the alphabet in the language of the reader."""
    return _choices_in_order(get_language() or "en")


@cache
def _choices_in_order(reader: str) -> tables.Choices:
    in_order = sorted(languages().values(), key=lambda language: tables.folded(str(language)))
    return [(language.code, tables.shown_later(language)) for language in in_order]


def language_label(iso639_3: str) -> str:
    """The name of a language, or a declined or unknown answer, in the language of the reader."""
    language = languages().get(iso639_3)
    return str(language) if language else lists.label("non_answer", iso639_3)


def resolve_language(text: str | None) -> str | None:
    """Find the ISO 639-3 code for any ISO 639 code or a name in English or French."""
    written = (text or "").strip()
    return _codes().get(written.lower()) or _names().get(tables.folded(written))


def to_iso639_2(iso639_3: str) -> str:
    """The ISO 639-2 (terminology) code of a language, or of the group it belongs to.

    A dialect gives the code of its macrolanguage, a language without any gives "mis" (no code):
    the way back is not always possible. KeyError for a code that does not exist.
    """
    return languages()[iso639_3].iso639_2
