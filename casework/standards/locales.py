"""The rules of writing (names of months, decimal mark) of the language a page is read in."""

from functools import cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

# The interface is in British English: the day stands before the month.
REGIONS = {"en": "en-gb"}


def locale_for(language: str | None = None) -> Locale:
    """The rules of a language, by default the active one; those of English where Babel has none."""
    return _locale((language or get_language() or "en").lower())


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(REGIONS.get(language, language), sep="-")
    except (UnknownLocaleError, ValueError):
        return _locale("en")
