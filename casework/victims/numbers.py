"""Telling whether two ways of writing a phone number or an address mean the same one."""

import re
import unicodedata

SHORTEST = 7


def same_number(one: str, other: str) -> bool:
    """Whether two texts name the same phone or the same address.

    Numbers are compared by their digits in any script, whatever stands between them: +41 79 is 079.
    """
    first, second = _digits(one), _digits(other)
    if "@" in one or "@" in other or min(len(first), len(second)) < SHORTEST:
        return bool(one.strip()) and _folded(one) == _folded(other)
    short, long = sorted((first, second), key=len)
    return long.endswith(short)


def _digits(text: str) -> str:
    """The digits of a number without its prefix for abroad or for trunk calls."""
    digits = "".join(
        str(unicodedata.digit(sign)) for sign in text if unicodedata.digit(sign, None) is not None
    )
    return re.sub(r"^0+", "", digits)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
