"""The index of names, held by the process that holds the keys."""

import math
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import islice
from threading import RLock
from uuid import UUID

import numpy as np

from .alike import Likeness, Match, WordScore, main_script, score_words, versions, word_likeness
from .vocabulary import Vocabulary
from .words import Reading, Word, fold, join, read_name

PEOPLE_WEIGHED = 200  # people scored in full, for each search
LONGEST_JOINED = 13  # letters of two words of a stored name that may be one
JOINED_COST = 0.01
CHUNK = 500  # people added at a time, between searches
_NOTHING: WordScore = (0.0, "part")


@dataclass(frozen=True, slots=True, repr=False)
class _Name:
    """A stored name: for each word its weight and the numbers of its readings."""

    script: str
    weights: tuple[float, ...]
    words: tuple[tuple[int, ...], ...]


class NameIndex:
    """People by name: tolerant of spelling, order and script. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._rows: dict[UUID, int] = {}
        self._people: dict[int, UUID] = {}
        self._names: list[tuple[_Name, ...]] = []
        self._free: list[int] = []
        self._vocabulary = Vocabulary()

    def __len__(self) -> int:
        return len(self._rows)

    def put(self, person: UUID, names: Iterable[str]) -> None:
        """Add a person, or replace the names of one already here."""
        self.put_many([(person, names)])

    def put_many(self, people: Iterable[tuple[UUID, Iterable[str]]]) -> None:
        """Add or replace many people; searches go on in between, each seeing whole people only."""
        known: dict[str, list[Word]] = {}
        people = iter(people)
        while chunk := [(person, _as_stored(names, known)) for person, names in islice(people, CHUNK)]:
            with self._lock:
                for person, names in chunk:
                    self._discard(person)
                    self._add(person, names)

    def remove(self, person: UUID) -> None:
        """Forget a person, and every word nobody else bears; unknown people are ignored."""
        with self._lock:
            self._discard(person)

    def search(self, query: str, limit: int = 50, among: Set[UUID] | None = None) -> list[Match]:
        """The people whose names are most like the query, best first; none for less than two letters.

        `among` leaves out everybody else before any is weighed, so that others' names hide nobody.
        """
        if limit < 1 or len(fold(query).replace(" ", "")) < 2:
            return []
        words = read_name(query)
        with self._lock:
            search = _Search(self._vocabulary, self._people, self._names, words)
            found = search.matches(among) if words else []
        found.sort(key=lambda match: (-match.score, match.person.int))
        return found[:limit]

    def _add(self, person: UUID, names: list[list[Word]]) -> None:
        if not self._free:
            self._free.append(len(self._names))
            self._names.append(())
        row = self._free.pop()
        number = self._vocabulary.number
        self._rows[person] = row
        self._people[row] = person
        self._names[row] = tuple(
            _Name(
                main_script(words),
                tuple(word.weight for word in words),
                tuple(tuple(number(reading) for reading in word.readings) for word in words),
            )
            for words in names
        )
        for word in _numbers_of(self._names[row]):
            self._vocabulary.bearers[word].append(row)

    def _discard(self, person: UUID) -> None:
        row = self._rows.pop(person, None)
        if row is None:
            return
        for word in _numbers_of(self._names[row]):
            self._vocabulary.unbind(word, row)
        del self._people[row]
        self._names[row] = ()
        self._free.append(row)


class _Search:
    """One search, while the index holds still."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        people: dict[int, UUID],
        names: list[tuple[_Name, ...]],
        words: list[Word],
    ) -> None:
        self.vocabulary = vocabulary
        self.people = people
        self.names = names
        self.script = main_script(words)
        self.versions = versions(words)
        self.whole = math.log(len(names) + 2)
        self._alike: dict[tuple[Reading, ...], dict[int, WordScore]] = {}
        self._rarity: dict[int, float] = {}

    def matches(self, among: Set[UUID] | None) -> list[Match]:
        """Those found, each with the best likeness of any of their names to any version of the query."""
        sought = [
            (joined, [self.weight(word) for word in words], [self.alike(word) for word in words])
            for joined, words in self.versions
        ]
        found = []
        for row in self.likely(among):
            best = Likeness(0.0, "part")
            for name in self.names[row]:
                weights = [w * self.rarity(word[0]) for w, word in zip(name.weights, name.words, strict=True)]
                for joined, sought_weights, tables in sought:
                    alike = [
                        (i, j, like)
                        for j, numbers in enumerate(name.words)
                        for number in numbers
                        for i, table in enumerate(tables)
                        if (like := table.get(number))
                    ]
                    if joined is not None and all(i != joined for i, _, _ in alike):
                        continue
                    likeness = score_words(sought_weights, weights, alike)
                    score = likeness.score - (0.0 if joined is None else JOINED_COST)
                    if score > best.score:
                        best = Likeness(score, likeness.reason if name.script == self.script else "script")
            found.append(Match(self.people[row], round(best.score, 4), best.reason))
        return found

    def likely(self, among: Set[UUID] | None) -> Iterator[int]:
        """The rows most worth scoring in full, by the words alone."""
        totals = np.zeros(len(self.names), dtype=np.float32)
        for _, words in self.versions:
            total = np.zeros_like(totals)
            for word in words:
                if word.weight < 1.0:  # half the world bears a particle: it brings nobody in
                    continue
                weight = self.weight(word)
                best = np.zeros_like(totals)
                for number, (score, _) in sorted(self.alike(word).items(), key=lambda item: item[1][0]):
                    best[np.array(self.vocabulary.bearers[number], dtype=np.int32)] = (
                        score * score * (weight + self.rarity(number))
                    )
                total += best
            np.maximum(totals, total, out=totals)
        rows = np.flatnonzero(totals)
        if among is not None:
            rows = np.array([row for row in rows.tolist() if self.people[row] in among], dtype=np.intp)
        if len(rows) > PEOPLE_WEIGHED:
            rows = rows[np.argpartition(-totals[rows], PEOPLE_WEIGHED)[:PEOPLE_WEIGHED]]
        return iter(rows.tolist())

    def alike(self, word: Word) -> dict[int, WordScore]:
        """The words of the index like this one, by number."""
        if word.readings not in self._alike:
            found: dict[int, WordScore] = {}
            for reading in word.readings:
                # Particles are many and short: only the same one counts, and the search stays quick.
                near = self.vocabulary.near if word.weight == 1.0 else self.vocabulary.same
                for number in near(reading):
                    score = word_likeness(reading, self.vocabulary.readings[number])
                    if score[0] > found.get(number, _NOTHING)[0]:
                        found[number] = score
            # Somebody may still be typing, or speaking.
            for number, typed in self.vocabulary.longer(word.readings[0]) if word.weight == 1.0 else ():
                if (start := 0.62 + 0.24 * typed) > found.get(number, _NOTHING)[0]:
                    found[number] = (start, "part")
            self._alike[word.readings] = found
        return self._alike[word.readings]

    def weight(self, word: Word) -> float:
        """What a word sought tells: a word nobody bears tells most."""
        known = (self.vocabulary.find(reading) for reading in word.readings)
        return word.weight * next((self.rarity(number) for number in known if number is not None), 1.0)

    def rarity(self, number: int) -> float:
        """What a word tells: near 1 when one person bears it, towards 0.5 when all do."""
        if number not in self._rarity:
            bearers = len(self.vocabulary.bearers[number])
            self._rarity[number] = 1.0 - 0.5 * math.log(bearers + 1) / self.whole
        return self._rarity[number]


def _as_stored(names: Iterable[str], known: dict[str, list[Word]]) -> list[list[Word]]:
    """Each name as written and, of three words or more, with short neighbours joined (Ali Reza, Alireza)."""
    found = []
    for name in names:
        if words := read_name(name, known):
            found.append(words)
            for i in range(min(len(words), 4) - 1 if len(words) > 2 else 0):
                joined = join(words[i : i + 2])
                if len(joined.readings[0].letters) <= LONGEST_JOINED:
                    found.append([*words[:i], joined, *words[i + 2 :]])
    return found


def _numbers_of(names: tuple[_Name, ...]) -> set[int]:
    return {number for name in names for word in name.words for number in word}
