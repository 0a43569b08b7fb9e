"""Numbers and money in the writing of the reader: 1,234.5 and 1 234,5."""

from decimal import Decimal

from babel.numbers import format_decimal

from casework.standards.currencies import currency_decimals
from casework.standards.locales import locale_for
from casework.standards.typography import NO_BREAK_SPACE


def format_number(
    value: int | float | Decimal, decimals: int | None = None, language: str | None = None
) -> str:
    """A number with the marks of the language, to a fixed number of decimals where one is given."""
    pattern = None if decimals is None else f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    return format_decimal(value, format=pattern, locale=locale_for(language))


def format_money(amount: Decimal | int, currency: str, language: str | None = None) -> str:
    """An amount with the code of its currency; decimals only where there are any."""
    is_whole = amount == int(amount)
    # An amount typed with cents keeps them, even where the currency has none.
    decimals = 0 if is_whole else currency_decimals(currency) or 2
    return f"{format_number(amount, decimals, language)}{NO_BREAK_SPACE}{currency}"
