"""How well people are found among twenty thousand, by labelled pairs of a query and a stored name.

`name_pairs.csv` served while the search was made; `name_pairs_unseen.csv` was written then and not looked at.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from casework.sealing.names import NameIndex, fold
from casework.sealing.names.scripts import clean, word_script
from tests.sealing.people import people

HERE = Path(__file__).parent
CROWD = 20_000


@dataclass
class Outcome:
    """What became of one query: how many ranked above the person, and whether a merely similar name did."""

    query: str
    rank: int
    scripts_differ: bool
    has_similar: bool
    similar_above: bool


def labelled(file: str) -> list[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def outcomes_of(file: str, seed: int) -> list[Outcome]:
    rows = labelled(file)
    # A stranger with the very words of a labelled name would be just as right an answer.
    taken = {frozenset(fold(row[side]).split()) for row in rows for side in ("query", "stored")}
    crowd = [name for name in people(CROWD + 2_000, seed) if frozenset(fold(name).split()) not in taken][
        :CROWD
    ]
    assert len(crowd) == CROWD
    stored = {
        name: UUID(int=number) for number, name in enumerate(sorted({row["stored"] for row in rows}), 1)
    }
    index = NameIndex()
    index.put_many((UUID(int=10**6 + number), [name]) for number, name in enumerate(crowd))
    index.put_many((person, [name]) for name, person in stored.items())
    similar: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        if row["same"] == "no":
            similar[row["query"]].add(stored[row["stored"]])
    outcomes = []
    for row in rows:
        if row["same"] == "yes":
            people_found = [match.person for match in index.search(row["query"], limit=CROWD)]
            person = stored[row["stored"]]
            rank = people_found.index(person) if person in people_found else CROWD
            outcomes.append(
                Outcome(
                    row["query"],
                    rank,
                    _scripts(row["query"]) != _scripts(row["stored"]),
                    row["query"] in similar,
                    bool(similar[row["query"]] & set(people_found[:rank]))
                    if row["query"] in similar
                    else False,
                )
            )
    return outcomes


def _scripts(name: str) -> set[str]:
    return {word_script(word) for word in clean(name).split()}


@pytest.fixture(scope="module", params=["name_pairs.csv", "name_pairs_unseen.csv"])
def outcomes(request: pytest.FixtureRequest) -> list[Outcome]:
    return outcomes_of(request.param, seed=11)


def share(outcomes: list[Outcome]) -> float:
    return sum(outcome.rank < 10 for outcome in outcomes) / len(outcomes)


def test_first_ten_hold_the_person(outcomes: list[Outcome]) -> None:
    assert share(outcomes) >= 0.93, [outcome.query for outcome in outcomes if outcome.rank >= 10]


def test_first_ten_hold_the_person_when_scripts_differ(outcomes: list[Outcome]) -> None:
    other = [outcome for outcome in outcomes if outcome.scripts_differ]
    assert len(other) >= 50
    assert share(other) >= 0.85, [outcome.query for outcome in other if outcome.rank >= 10]


def test_a_merely_similar_name_does_not_rank_above(outcomes: list[Outcome]) -> None:
    contested = [outcome for outcome in outcomes if outcome.has_similar]
    assert len(contested) >= 10
    wrong = [outcome.query for outcome in contested if outcome.similar_above]
    assert len(wrong) <= 0.02 * len(contested), wrong


def test_the_labelled_set_is_large_and_sound() -> None:
    rows = labelled("name_pairs.csv") + labelled("name_pairs_unseen.csv")
    assert len(rows) >= 400
    assert {row["same"] for row in rows} == {"yes", "no"}
    assert len({(row["query"], row["stored"]) for row in rows}) == len(rows)
    asked = {row["query"] for row in rows if row["same"] == "yes"}
    assert all(row["query"] in asked for row in rows if row["same"] == "no")
    scripts = {script for row in rows for script in _scripts(row["stored"])}
    assert scripts >= {
        *("LATIN", "ARABIC", "CYRILLIC", "GREEK", "ETHIOPIC", "DEVANAGARI", "BENGALI", "THAI", "CJK"),
    }
