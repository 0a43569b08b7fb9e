"""Currencies by their ISO 4217 codes."""

from dataclasses import dataclass
from functools import cache

from casework.standards import tables


@dataclass(frozen=True)
class Currency(tables.Entry):
    """A currency in use, with the number of decimals of its smallest coin."""

    decimals: int = 2

    def __str__(self) -> str:
        return f"{self.code}, {super().__str__()}"


@cache
def currencies() -> dict[str, Currency]:
    """All currencies in use, by code."""
    return {
        row["code"]: Currency(
            code=row["code"],
            label_en=row["name_en"],
            label_fr=row["name_fr"],
            decimals=int(row["decimals"]),
        )
        for row in tables.rows("currencies.csv")
    }


def currency_choices() -> tables.Choices:
    """Codes, and codes with names, so that typing the first letters of a code finds it."""
    return [(code, tables.shown_later(currency)) for code, currency in currencies().items()]


def currency_decimals(code: str) -> int:
    """How many decimals an amount has in a currency; two for one we do not know."""
    currency = currencies().get(code)
    return currency.decimals if currency else 2
