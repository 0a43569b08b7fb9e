"""Currencies: ISO 4217 codes with the decimals of their smallest coin."""

import pytest
from django.utils.translation import override

from casework.standards.currencies import currencies, currency_choices, currency_decimals


@pytest.mark.parametrize(("code", "decimals"), [("EUR", 2), ("XAF", 0), ("KWD", 3), ("???", 2)])
def test_decimals(code, decimals):
    assert currency_decimals(code) == decimals


def test_choices_start_with_the_code():
    with override("fr"):
        choices = {code: str(label) for code, label in currency_choices()}
        assert choices["XAF"] == "XAF, franc CFA (BEAC)"
    assert set(choices) == set(currencies())
    assert all(label.startswith(code) for code, label in choices.items())
