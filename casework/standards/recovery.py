"""How long the recovery and reflection period lasts in each country: data/recovery_periods.csv."""

from dataclasses import dataclass
from functools import cache

from casework.standards import tables

# Council of Europe Convention on Action against Trafficking in Human Beings (STCE 197), article 13.
LEAST_DAYS = 30


@dataclass(frozen=True)
class Length:
    """The days of a country, and the law or policy that says so; no source where the least applies."""

    days: int
    source: str = ""


@cache
def _lengths() -> dict[str, Length]:
    return {
        row["country"]: Length(int(row["days"]), row["source"]) for row in tables.rows("recovery_periods.csv")
    }


def length_in(country: str) -> Length:
    """The length in a country (ISO 3166-1 alpha-2); thirty days where the table has none."""
    return _lengths().get(country, Length(LEAST_DAYS))
