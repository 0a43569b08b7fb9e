"""Countries by their ISO 3166-1 codes, with names in English and French."""

from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language

from casework.standards import lists, tables


@dataclass(frozen=True)
class Country(tables.Entry):
    """A country; its code is alpha-2."""

    alpha3: str = ""
    numeric: str = ""


@cache
def countries() -> dict[str, Country]:
    """All countries by alpha-2 code."""
    return {
        row["alpha2"]: Country(
            code=row["alpha2"],
            label_en=row["name_en"],
            label_fr=row["name_fr"],
            aliases=tables.several(row["aliases"]),
            alpha3=row["alpha3"],
            numeric=row["numeric"],
        )
        for row in tables.rows("countries.csv")
    }


@cache
def _codes() -> dict[str, str]:
    return {code: country.code for country in countries().values() for code in (country.code, country.alpha3)}


@cache
def _names() -> dict[str, str]:
    return {
        tables.folded(name): country.code for country in countries().values() for name in country.spellings
    }


def country_choices() -> tables.Choices:
    """Alpha-2 codes and names, in the order of the alphabet in the language of the reader.

    A form field takes the function itself, so that each page is ordered in its own language.
    """
    return _choices_in_order(get_language() or "en")


@cache
def _choices_in_order(reader: str) -> tables.Choices:
    in_order = sorted(countries().values(), key=lambda country: tables.folded(str(country)))
    return [(country.code, tables.shown_later(country)) for country in in_order]


def country_label(alpha2: str) -> str:
    """The name of a country, or a declined or unknown answer, in the language of the reader."""
    country = countries().get(alpha2)
    return str(country) if country else lists.label("non_answer", alpha2)


def resolve_country(text: str | None) -> str | None:
    """Find the alpha-2 code for an ISO code or a name in English or French."""
    written = (text or "").strip()
    if written.upper() == "NA" and written != "NA":
        return None  # "na" and "n/a" mean no answer; only the code as ISO writes it is Namibia
    return _codes().get(written.upper()) or _names().get(tables.folded(written))


def to_alpha3(alpha2: str) -> str:
    """The alpha-3 code that CTDC and UNODC use; KeyError for a code that does not exist."""
    return countries()[alpha2].alpha3
