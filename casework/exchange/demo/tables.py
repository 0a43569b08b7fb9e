"""The tables the inventions are drawn from: shares, cultures, names and calm sentences."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from casework.standards.tables import rows, several

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Culture:
    """Where names, languages and places belong together."""

    name: str
    region: str
    countries: tuple[str, ...]
    language: str
    also: tuple[str, ...]
    cities: tuple[str, ...]


def _rows(file_name: str) -> Iterator[dict[str, str]]:
    with (DATA / file_name).open(encoding="utf-8", newline="") as table:
        yield from csv.DictReader(line for line in table if not line.startswith("#"))


@cache
def _weights(table: str) -> tuple[list[tuple[str, ...]], list[int]]:
    chosen = [row for row in _rows("weights.csv") if row["table"] == table]
    return [(row["first"], row["second"], row["third"]) for row in chosen], [
        int(row["weight"]) for row in chosen
    ]


def drawn(random: Random, table: str) -> tuple[str, ...]:
    """One line of a table of shares, as often as it occurs."""
    lines, weights = _weights(table)
    return random.choices(lines, weights)[0]


@cache
def shares(table: str, first: str) -> Mapping[str, float]:
    """The share of each second value under a first one, between 0 and 1."""
    lines, weights = _weights(table)
    return {line[1]: weight / 1000 for line, weight in zip(lines, weights, strict=True) if line[0] == first}


@cache
def cultures(region: str) -> tuple[Culture, ...]:
    """The cultures of one region of the shares."""
    return tuple(
        Culture(
            row["culture"], row["region"], several(row["countries"]), row["language"],
            several(row["also"]), several(row["cities"]),
        )
        for row in _rows("cultures.csv")
        if row["region"] == region
    )  # fmt: skip


@cache
def _names() -> Mapping[tuple[str, str, str], tuple[str, ...]]:
    names = defaultdict(list)
    for row in rows("demo_names.csv"):
        for gender in row["gender"] if row["gender"] != "u" else "fm":
            names[row["culture"], row["part"], gender].append(row["name"])
    return {key: tuple(values) for key, values in names.items()}


def names(culture: str, part: str, gender: str) -> tuple[str, ...]:
    """Invented names of one culture: part is given, patronymic or family; gender f or m."""
    return _names().get((culture, part, gender), ())


@cache
def script(culture: str) -> str:
    """The script in which the names of a culture are written, by its ISO 15924 code."""
    return next(row["script"] for row in rows("demo_names.csv") if row["culture"] == culture)


@cache
def _texts() -> Mapping[tuple[str, str], tuple[str, ...]]:
    texts = defaultdict(list)
    for row in _rows("texts.csv"):
        texts[row["topic"], row["language"]].append(row["text"])
    return {key: tuple(values) for key, values in texts.items()}


def text(random: Random, topic: str, language: str) -> str:
    """A sentence on a topic, in English or French."""
    return random.choice(_texts()[topic, language])
