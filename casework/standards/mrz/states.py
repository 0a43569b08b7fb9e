"""Codes of states in a zone: three letters of ISO 3166-1, and those that ICAO added."""

from functools import cache

from casework.standards.countries import countries
from casework.standards.lists import entries


@cache
def known_states() -> dict[str, str]:
    return {country.alpha3: country.code for country in countries().values()} | {
        code: entry.parent for code, entry in entries("zone_state").items()
    }


def country_of(state: str) -> str:
    """The alpha-2 code of a country for a three-letter code of a zone; empty for all others."""
    code = known_states().get(state, "")
    return code if code in countries() else ""


def state_in_words(state: str) -> str:
    """The name of a state, organisation or status such as "stateless"; the code itself when it is unknown."""
    special = entries("zone_state").get(state)
    if special:
        return str(special)
    country = countries().get(country_of(state))
    return str(country) if country else state
