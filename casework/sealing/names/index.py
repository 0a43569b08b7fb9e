"""The index of names, held by the process that holds the keys."""

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from threading import RLock
from uuid import UUID

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from .alike import Likeness, Match, WordScore, main_script, score_words, versions, word_likeness
from .sounds import bone_keys, bones_of
from .words import Reading, Word, fold, other_forms, read_name

WORDS_WEIGHED = 90  # words of the index compared sound by sound, for each word sought
PEOPLE_WEIGHED = 250  # people scored in full, for each search
CHUNK = 2_000  # people added while holding the lock


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
        self._people: list[UUID | None] = []
        self._names: list[tuple[_Name, ...]] = []
        self._free_rows: list[int] = []
        self._numbers: dict[Reading, int] = {}
        self._readings: list[Reading | None] = []
        self._bones: list[str] = []
        self._holders: list[array[int]] = []
        self._free_numbers: list[int] = []
        self._keys: defaultdict[str, set[int]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self._rows)

    def put(self, person: UUID, names: Iterable[str]) -> None:
        """Add a person, or replace the names of one already here."""
        self.put_many([(person, names)])

    def put_many(self, people: Iterable[tuple[UUID, Iterable[str]]]) -> None:
        """Add or replace many people; searches go on in between."""
        known: dict[str, list[Word]] = {}
        people = iter(people)
        while chunk := [(person, _stored_versions(names, known)) for person, names in islice(people, CHUNK)]:
            with self._lock:
                for person, names_read in chunk:
                    self._discard(person)
                    self._add(person, names_read)

    def remove(self, person: UUID) -> None:
        """Forget a person, and every word nobody else bears; unknown people are ignored."""
        with self._lock:
            self._discard(person)

    def search(self, query: str, limit: int = 50) -> list[Match]:
        """The people whose names are most like the query, best first; nothing for less than two letters."""
        if limit < 1 or len(fold(query).replace(" ", "")) < 2:
            return []
        words = read_name(query)
        if not words:
            return []
        with self._lock:
            found = _Search(self, words).matches()
        found.sort(key=lambda match: (-match.score, match.person.int))
        return found[:limit]

    # Writing

    def _add(self, person: UUID, names: list[list[Word]]) -> None:
        if self._free_rows:
            row = self._free_rows.pop()
        else:
            row = len(self._people)
            self._people.append(None)
            self._names.append(())
        self._rows[person] = row
        self._people[row] = person
        stored = []
        for words in names:
            numbers = tuple(tuple(self._number(reading) for reading in word.readings) for word in words)
            stored.append(_Name(main_script(words), tuple(word.weight for word in words), numbers))
        self._names[row] = tuple(stored)
        for number in _numbers_of(self._names[row]):
            self._holders[number].append(row)

    def _discard(self, person: UUID) -> None:
        row = self._rows.pop(person, None)
        if row is None:
            return
        for number in _numbers_of(self._names[row]):
            self._holders[number].remove(row)
            if not self._holders[number]:
                self._forget(number)
        self._people[row] = None
        self._names[row] = ()
        self._free_rows.append(row)

    def _number(self, reading: Reading) -> int:
        number = self._numbers.get(reading)
        if number is None:
            if self._free_numbers:
                number = self._free_numbers.pop()
            else:
                number = len(self._readings)
                self._readings.append(None)
                self._bones.append("")
                self._holders.append(array("i"))
            self._numbers[reading] = number
            self._readings[number] = reading
            self._bones[number] = bones_of(reading.sounds)
            for key in _keys_of(reading):
                self._keys[key].add(number)
        return number

    def _forget(self, number: int) -> None:
        reading = self._readings[number]
        if reading is None:
            return
        for key in _keys_of(reading):
            self._keys[key].discard(number)
            if not self._keys[key]:
                del self._keys[key]
        del self._numbers[reading]
        self._readings[number] = None
        self._bones[number] = ""
        self._free_numbers.append(number)


class _Search:
    """One search, while the index holds still."""

    def __init__(self, index: NameIndex, words: list[Word]) -> None:
        self.index = index
        self.script = main_script(words)
        self.versions = versions(words)
        self.total = math.log(len(index) + 2)
        self._alike: dict[tuple[Reading, ...], dict[int, WordScore]] = {}
        self._rarity: dict[int, float] = {}

    def rarity(self, number: int) -> float:
        """What a word tells: 1 when one person bears it, towards 0.5 when all do."""
        if number not in self._rarity:
            holders = len(self.index._holders[number])
            self._rarity[number] = 1.0 - 0.5 * math.log(holders + 1) / self.total
        return self._rarity[number]

    def weight(self, word: Word) -> float:
        known = [n for reading in word.readings if (n := self.index._numbers.get(reading)) is not None]
        return word.weight * (self.rarity(known[0]) if known else 1.0)

    def alike(self, word: Word) -> dict[int, WordScore]:
        """The words of the index like this one, by number."""
        if word.readings not in self._alike:
            found: dict[int, WordScore] = {}
            for reading in word.readings:
                for number in self._nearest(reading):
                    stored = self.index._readings[number]
                    assert stored is not None
                    score = word_likeness(reading, stored)
                    if score[0] < 0.86 and (start := _start_likeness(reading, stored)) > score[0]:
                        score = (start, "part")
                    if score[0] and score > found.get(number, (0.0, "part")):
                        found[number] = score
            self._alike[word.readings] = found
        return self._alike[word.readings]

    def _nearest(self, reading: Reading) -> list[int]:
        numbers: set[int] = set()
        for key in _keys_of(reading):
            numbers |= self.index._keys.get(key, set())
        candidates = list(numbers)
        if len(candidates) <= WORDS_WEIGHED:
            return candidates
        readings = self.index._readings
        sounds = cdist(
            [reading.sounds], [readings[n].sounds for n in candidates], scorer=Indel.normalized_similarity
        )[0]  # type: ignore[union-attr]
        bones = cdist(
            [bones_of(reading.sounds)],
            [self.index._bones[n] for n in candidates],
            scorer=Indel.normalized_similarity,
        )[0]
        best = np.argpartition(-(sounds + bones), WORDS_WEIGHED)[:WORDS_WEIGHED]
        return [candidates[i] for i in best]

    def people(self) -> Iterator[int]:
        """The rows most worth scoring."""
        totals = np.zeros(len(self.index._people), dtype=np.float32)
        for version in self.versions:
            total = np.zeros_like(totals)
            for word in version:
                weight = self.weight(word)
                best = np.zeros_like(totals)
                for number, (score, _) in sorted(self.alike(word).items(), key=lambda item: item[1][0]):
                    rows = np.array(self.index._holders[number], dtype=np.int32)
                    best[rows] = score * score * (weight + self.rarity(number))
                total += best
            np.maximum(totals, total, out=totals)
        rows = np.flatnonzero(totals)
        if len(rows) > PEOPLE_WEIGHED:
            rows = rows[np.argpartition(-totals[rows], PEOPLE_WEIGHED)[:PEOPLE_WEIGHED]]
        return iter(rows.tolist())

    def matches(self) -> list[Match]:
        found = []
        tables = [
            ([self.weight(word) for word in version], [self.alike(word) for word in version])
            for version in self.versions
        ]
        for row in self.people():
            best = Likeness(0.0, "part")
            for name in self.index._names[row]:
                weights = [
                    w * self.rarity(numbers[0]) for w, numbers in zip(name.weights, name.words, strict=True)
                ]
                for place, (sought, alike) in enumerate(tables):
                    likeness = self._score(sought, alike, name, weights)
                    score = likeness.score - (0.01 if place else 0.0)
                    if score > best.score:
                        best = Likeness(score, "script" if name.script != self.script else likeness.reason)
            person = self.index._people[row]
            if best.score > 0 and person is not None:
                found.append(Match(person, round(best.score, 4), best.reason))
        return found

    @staticmethod
    def _score(
        sought: list[float], alike: list[dict[int, WordScore]], name: _Name, weights: list[float]
    ) -> Likeness:
        nothing: WordScore = (0.0, "part")

        def likeness(i: int, j: int) -> WordScore:
            table = alike[i]
            return max((table.get(number, nothing) for number in name.words[j]), key=lambda found: found[0])

        return score_words(sought, weights, likeness)


def _stored_versions(names: Iterable[str], known: dict[str, list[Word]]) -> list[list[Word]]:
    return [words for name in names if (words := read_name(name, known))]


def _numbers_of(names: tuple[_Name, ...]) -> set[int]:
    return {number for name in names for numbers in name.words for number in numbers}


def _keys_of(reading: Reading) -> set[str]:
    """Where a word is kept: bones with one missing, first letters, and the groups of its known other forms."""
    keys = bone_keys(bones_of(reading.sounds))
    keys |= {"^" + reading.letters[:length] for length in (2, 3, 5) if len(reading.letters) >= length}
    keys |= {f"={group}" for group, _ in other_forms().get(reading.sounds, ())}
    return keys


def _start_likeness(sought: Reading, stored: Reading) -> float:
    """A word typed only in part, while the person is still speaking."""
    if len(sought.letters) >= 2 and stored.letters.startswith(sought.letters):
        return 0.62 + 0.24 * len(sought.letters) / len(stored.letters)
    return 0.0
