"""References: a word spelt alike in French and English, and a number that can be said on the phone."""

import secrets

WORDS = (
    "Acacia", "Agate", "Alpha", "Atoll", "Aurora", "Baobab", "Bravo", "Cactus", "Canyon", "Cascade", "Cobalt",
    "Condor", "Dahlia", "Delta", "Domino", "Eucalyptus", "Fjord", "Gamma", "Gazelle", "Geyser", "Ginkgo",
    "Hibiscus", "Ibis", "Impala", "Iris", "Jade", "Kiwi", "Koala", "Lotus", "Magnolia", "Mimosa", "Nova", "Oasis",
    "Okapi", "Olive", "Onyx", "Orange", "Origami", "Orion", "Palette", "Panda", "Piano", "Prairie", "Puma",
    "Quartz", "Sierra", "Sirius", "Tango", "Toucan", "Turquoise", "Zinc",
)  # fmt: skip
FEW, MANY = 999, 99_999


def new_reference(attempt: int = 0) -> str:
    """A random reference; later attempts draw longer numbers, so that a million cases still find one."""
    return f"{secrets.choice(WORDS)} {secrets.randbelow(FEW if attempt < 2 else MANY) + 1}"
