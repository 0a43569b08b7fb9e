"""Check digits, what they cannot see, and which signs are read for one another."""

from casework.standards.mrz.shapes import ALPHABET, FILLER

VALUES = {sign: value for value, sign in enumerate(ALPHABET)} | {FILLER: 0}
WEIGHTS = (7, 3, 1)
DIGITS = frozenset("0123456789")
# Signs that are easily read for one another.
ALIKE = {
    "O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8",
    "0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B",
}  # fmt: skip


def check_digit(text: str) -> str:
    """The check digit of a text of the zone's alphabet: weights 7, 3, 1, modulo 10."""
    return str(sum(VALUES[sign] * WEIGHTS[place % 3] for place, sign in enumerate(text)) % 10)


def are_indistinguishable(one: str, other: str) -> bool:
    """Whether no check digit can tell these two signs apart.

    The weights 7, 3 and 1 have no factor in common with 10, so exactly the signs whose values leave the same
    remainder modulo 10 look alike to it: A, K, U, 0 and the filler; B, L, V and 1; and so on.
    """
    return (VALUES[one] - VALUES[other]) % 10 == 0
