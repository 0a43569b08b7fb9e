"""Numbers and money in the writing of the reader."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from casework.standards.locales import locale_for
from casework.standards.numbers import format_money, format_number


@pytest.mark.parametrize(
    ("value", "decimals", "language", "written"),
    [
        (1234.5, None, "fr", "1\u202f234,5"),
        (1234.5, None, "en", "1,234.5"),
        (Decimal("0.62"), None, "fr", "0,62"),
        (0.5, 2, "en", "0.50"),
        (1234567, 0, "fr", "1\u202f234\u202f567"),
        (0, None, "fr", "0"),
    ],
)
def test_format_number(value, decimals, language, written):
    assert format_number(value, decimals, language) == written


@pytest.mark.parametrize(
    ("amount", "currency", "language", "written"),
    [
        (250, "EUR", "fr", "250\u00a0EUR"),
        (Decimal("250.00"), "EUR", "en", "250\u00a0EUR"),
        (Decimal("1250.5"), "EUR", "fr", "1\u202f250,50\u00a0EUR"),
        (Decimal("1.5"), "KWD", "en", "1.500\u00a0KWD"),
        (Decimal("1.5"), "XAF", "en", "1.50\u00a0XAF"),
    ],
)
def test_format_money_shows_decimals_only_where_there_are_any(amount, currency, language, written):
    assert format_money(amount, currency, language) == written


def test_numbers_follow_the_active_language():
    with override("fr"):
        assert format_number(0.5) == "0,5"
    with override(None):
        assert format_number(0.5) == "0.5"


@pytest.mark.parametrize("language", ["tlh", "1", "not a language"])
def test_a_language_without_rules_is_written_like_english(language):
    assert locale_for(language) == locale_for("en")
