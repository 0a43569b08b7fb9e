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
from .sounds import bone_keys, frame_of
from .words import Reading, Word, fold, join, other_forms, read_name

WORDS_WEIGHED = 120  # words of the index compared sound by sound, for each word sought
HALFWAY = 0.95  # of 2: words less alike than this at first sight are not compared
PEOPLE_WEIGHED = 250  # people scored in full, for each search
LONGEST_JOINED = 13  # letters of two words of a stored name that may be one
CHUNK = 2_000  # people added while holding the lock


_RATIO = Indel.normalized_similarity
_NONE: frozenset[int] = frozenset()
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
        self._people: list[UUID | None] = []
        self._names: list[tuple[_Name, ...]] = []
        self._free_rows: list[int] = []
        self._numbers: dict[Reading, int] = {}
        self._readings: list[Reading | None] = []
        self._sounds: list[str] = []
        self._frames: list[str] = []
        self._sparse: list[bool] = []
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
                self._sounds.append("")
                self._frames.append("")
                self._sparse.append(False)
                self._holders.append(array("i"))
            self._numbers[reading] = number
            self._readings[number] = reading
            self._sounds[number] = reading.sounds
            self._frames[number] = frame_of(reading.sounds)
            self._sparse[number] = reading.sparse
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
        self._sounds[number] = self._frames[number] = ""
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
                    if score[0] and score > found.get(number, (0.0, "part")):
                        found[number] = score
            for number, start in self._longer(word.readings[0]):
                if start > found.get(number, _NOTHING)[0]:
                    found[number] = (start, "part")
            self._alike[word.readings] = found
        return self._alike[word.readings]

    def _nearest(self, reading: Reading) -> set[int]:
        """The words of the index worth comparing in full: known other forms, beginnings, and the nearest in sound."""
        index = self.index
        near: set[int] = set()
        for key in bone_keys(reading.sounds):
            near |= index._keys.get(key, _NONE)
        sure: set[int] = set()
        for key in _form_keys(reading):
            sure |= index._keys.get(key, _NONE)
        if len(sure) > WORDS_WEIGHED:
            sure = set(islice(sure, WORDS_WEIGHED))
        if len(near) <= WORDS_WEIGHED:
            return near | sure
        numbers = list(near)
        frames = cdist([frame_of(reading.sounds)], [index._frames[n] for n in numbers], scorer=_RATIO)[0]
        sounds = cdist([reading.sounds], [index._sounds[n] for n in numbers], scorer=_RATIO)[0]
        mixed = np.fromiter(
            (index._sparse[n] != reading.sparse for n in numbers), dtype=bool, count=len(numbers)
        )
        likeness = np.where(mixed, frames * 2, frames + sounds)
        best = np.argpartition(-likeness, WORDS_WEIGHED)[:WORDS_WEIGHED]
        return sure.union(numbers[i] for i in best if likeness[i] > HALFWAY)

    def _longer(self, reading: Reading) -> Iterator[tuple[int, float]]:
        """Words that begin with the letters typed so far, while the person is still speaking."""
        typed = reading.letters
        for number in self.index._keys.get("^" + typed[: 4 if len(typed) >= 4 else 2], _NONE):
            stored = self.index._readings[number]
            if stored is not None and stored.letters.startswith(typed):
                yield number, 0.62 + 0.24 * len(typed) / len(stored.letters)

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
        def likeness(i: int, j: int) -> WordScore:
            table = alike[i]
            return max((table.get(number, _NOTHING) for number in name.words[j]), key=lambda found: found[0])

        return score_words(sought, weights, likeness)


def _stored_versions(names: Iterable[str], known: dict[str, list[Word]]) -> list[list[Word]]:
    """Each name as written and, of three words or more, with short neighbours together (Ali Reza, Alireza)."""
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
    return {number for name in names for numbers in name.words for number in numbers}


def _keys_of(reading: Reading) -> set[str]:
    """Where a word is kept: by its consonants, its first letters, and the groups of its known other forms."""
    return bone_keys(reading.sounds) | _form_keys(reading) | _start_keys(reading)


def _form_keys(reading: Reading) -> set[str]:
    return {f"={group}" for group, _ in other_forms().get(reading.sounds, ())}


def _start_keys(reading: Reading) -> set[str]:
    return {"^" + reading.letters[:length] for length in (2, 4) if len(reading.letters) >= length}
