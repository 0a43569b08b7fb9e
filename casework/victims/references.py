"""References: a word spelt alike in French and English, and a number that can be said on the phone."""

import secrets

from django.db import connection

WORDS = (
    "Acacia", "Agate", "Alpha", "Atoll", "Aurora", "Baobab", "Bravo", "Cactus", "Canyon", "Cascade", "Cobalt",
    "Condor", "Dahlia", "Delta", "Domino", "Eucalyptus", "Fjord", "Gamma", "Gazelle", "Geyser", "Ginkgo",
    "Hibiscus", "Ibis", "Impala", "Iris", "Jade", "Kiwi", "Koala", "Lotus", "Magnolia", "Mimosa", "Nova",
    "Oasis", "Okapi", "Olive", "Onyx", "Orange", "Origami", "Orion", "Palette", "Panda", "Piano", "Prairie",
    "Puma", "Quartz", "Sierra", "Sirius", "Tango", "Toucan", "Turquoise", "Zinc",
)  # fmt: skip
SHORT, LONG = 999, 99_999


def free_references(count: int) -> list[str]:
    """References that no case of any organisation bears yet: short numbers while there are some."""
    found: list[str] = []
    for numbers in (SHORT, LONG, LONG):
        drawn = {
            f"{secrets.choice(WORDS)} {secrets.randbelow(numbers) + 1}" for _each in range(2 * count + 10)
        }
        with connection.cursor() as cursor:
            cursor.execute("select sec.free_references(%s)", [list(drawn)])
            found += [reference for (reference,) in cursor.fetchall() if reference not in found]
        if len(found) >= count:
            break
    return found[:count]
