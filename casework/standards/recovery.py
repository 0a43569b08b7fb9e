"""How long the recovery and reflection period lasts in each country: data/recovery_periods.csv."""

from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language

from casework.standards import tables

# Council of Europe Convention on Action against Trafficking in Human Beings (STCE 197), article 13.
LEAST_DAYS = 30


@dataclass(frozen=True)
class Length:
    """The days of a country, and the law or policy that says so; no source where the least applies."""

    days: int
    source: str = ""
    source_fr: str = ""

    @property
    def words(self) -> str:
        """The law or policy in the language of the page, English where there is no other."""
        return self.source_fr if (get_language() or "").startswith("fr") else self.source


@cache
def _lengths() -> dict[str, Length]:
    return {
        row["country"]: Length(int(row["days"]), row["source"], row["source_fr"])
        for row in tables.rows("recovery_periods.csv")
    }


def length_in(country: str) -> Length:
    """The length in a country (ISO 3166-1 alpha-2); thirty days where the table has none."""
    return _lengths().get(country, Length(LEAST_DAYS))
