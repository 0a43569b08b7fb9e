"""Invented people of many cultures, half of them written in Latin letters, from the demonstration names."""

import csv
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from casework.sealing.names import fold

NAMES = Path(__file__).parents[2] / "casework/standards/data/demo_names.csv"
FAMILY_FIRST = {"chinese", "vietnamese"}
SWAPS = "ou/u sh/ch ch/tch kh/h y/i k/c v/w dj/j ss/s ee/i a/e th/t ll/l h/ o/u z/s"
RESPELLINGS = [
    pair
    for swap in SWAPS.split()
    for pair in (tuple(swap.split("/")), tuple(swap.split("/"))[::-1])
    if pair[0]
]


def people(number: int, seed: int) -> Iterator[str]:
    """So many full names, the same ones for the same seed."""
    chance = random.Random(seed)
    with NAMES.open(encoding="utf-8", newline="") as file:
        by_culture: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in csv.DictReader(file):
            by_culture[row["culture"]][row["part"], row["gender"]].append(row["name"])
    cultures = sorted(by_culture)
    for _ in range(number):
        culture = chance.choice(cultures)
        yield _person(chance, culture, by_culture[culture])


def _person(chance: random.Random, culture: str, names: dict[tuple[str, str], list[str]]) -> str:
    gender = chance.choice("fm")
    parts = [chance.choice(names["given", gender])]
    between = names.get(("patronymic", gender), []) + names.get(("patronymic", "u"), [])
    if between and chance.random() < 0.4:
        parts.append(chance.choice(between))
    elif culture in {"tigrinya", "amharic", "nigerian", "west_african_french"} and chance.random() < 0.3:
        parts.append(chance.choice(names["given", "m"]))
    parts.append(chance.choice(names["family", "u"]))
    if culture in {"latin_american", "filipino"} and chance.random() < 0.5:
        parts.append(chance.choice(names["family", "u"]))
    if culture in FAMILY_FIRST:
        parts = [parts[-1], *parts[1:-1], parts[0]]
    joint = "" if culture == "chinese" else " "
    name = joint.join(parts)
    if chance.random() < 0.5:
        latin = [
            _with_vowels(chance, word) if culture in {"arabic", "persian_dari"} else word
            for word in fold(name).split()
        ]
        name = " ".join(_respelt(chance, word) if chance.random() < 0.35 else word for word in latin).title()
    return name


def _with_vowels(chance: random.Random, word: str) -> str:
    """Arabic writes no short vowels: put some in, as the person at the desk would."""
    spoken = ""
    for before, letter in zip(" " + word, word, strict=False):
        if before in "bcdfghjklmnpqrstvxz" and letter in "bcdfghjklmnpqrstvxz" and chance.random() < 0.7:
            spoken += chance.choice("aaiue")
        spoken += letter
    return spoken


def _respelt(chance: random.Random, word: str) -> str:
    possible = [(old, new) for old, new in RESPELLINGS if old in word]
    return word.replace(*chance.choice(possible), 1) if possible else word
