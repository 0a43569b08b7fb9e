"""Finding people by name: sealed names searched in memory against PostgreSQL on plain text."""

from random import Random

from django.db import connections
from psycopg2.extras import execute_values

from bench.figures import Figure, ratio, seconds, side_by_side, told
from bench.people import as_in_a_request, caseworker, without_walls
from casework.access.database import acting_for
from casework.sealing.names import fold
from casework.victims import search

QUERIES = 60
# Below that both are quick, and a scan of a small table says nothing.
COMPARED_FROM = 100_000


def figures(size: str) -> list[Figure]:
    """Ours: find_people: new names are caught up, what is found is filtered by what may be seen.

    Plain: `ILIKE '%x%'` over a table of the same names unsealed: one word of the name, all rows fetched.
    Ours are asked with a slip of the hand in every second query and in Latin letters in every third.
    """
    user = caseworker()
    built = seconds(search.index.catch_up)
    names = _known_names()
    print(f"  name index over {len(names)} names built in {built:.1f} s", flush=True)
    random = Random(11)
    asked = [random.choice(names)[1] for _number in range(QUERIES)]
    mistyped = [_mistyped(name, number, random) for number, name in enumerate(asked)]
    with without_walls() as alias:
        with connections[alias].cursor() as cursor:
            cursor.execute("create table plain_name (victim uuid, name text)")
            execute_values(cursor.cursor, "insert into plain_name values %s", names, page_size=5_000)
            cursor.execute("analyze plain_name")

        def ours(number: int) -> None:
            with as_in_a_request(user):
                search.find_people(mistyped[number % QUERIES], user)

        def plain(number: int) -> None:
            with connections[alias].cursor() as cursor:
                word = max(asked[number % QUERIES].split(), key=len)
                cursor.execute("select victim, name from plain_name where name ilike %s", [f"%{word}%"])
                cursor.fetchall()

        pairs = side_by_side(ours, plain, rounds=QUERIES)
        with connections[alias].cursor() as cursor:
            cursor.execute("drop table plain_name")
    told("name search", pairs)
    slowest = max(own for own, _other in pairs) * 1000
    found = [Figure(f"slowest name search, {size} people", slowest, "ms", 300)]
    if len(names) >= COMPARED_FROM:
        against = "times ILIKE on plain text"
        found.append(Figure(f"name search, {size} people", ratio(pairs), against, 1.0))
    return found


def _known_names() -> list[tuple[str, str]]:
    """Every name of the index, unsealed, for the plain table."""
    with acting_for("name-index"), connections["default"].cursor() as cursor:
        cursor.execute("select * from sec.sealed_names(null)")
        return [(str(victim), name) for victim, names in search.index._opened(cursor) for name in names]


def _mistyped(name: str, number: int, random: Random) -> str:
    if number % 3 == 0:
        name = fold(name)
    if number % 2 and len(name) > 4:
        place = random.randrange(1, len(name) - 2)
        name = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return name
