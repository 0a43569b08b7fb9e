"""The words borne by anyone in the index, found by how they sound."""

from array import array
from collections import defaultdict
from collections.abc import Iterator
from typing import TypeVar

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from .sounds import bone_keys, frame_of
from .words import Reading, other_forms

WORDS_WEIGHED = 120  # words compared sound by sound, for each word sought
FRAMES_WEIGHED = 400  # frames of consonants whose words are looked at
AT_FIRST_SIGHT = 0.95  # of 2: words less alike than this at first sight are not compared

_RATIO = Indel.normalized_similarity
_T = TypeVar("_T")
_NONE: frozenset[int] = frozenset()
_NO_FRAME: frozenset[str] = frozenset()
_NOBODY = Reading("", "")


class Vocabulary:
    """Every reading of every word under a number, with the people who bear it; its owner keeps the lock."""

    def __init__(self) -> None:
        self.readings: list[Reading] = []
        self.bearers: list[array[int]] = []
        self._frames: list[str] = []
        self._numbers: dict[Reading, int] = {}
        self._free: list[int] = []
        self._words: defaultdict[str, set[int]] = defaultdict(
            set
        )  # by first letters, and by known other forms
        self._framed: defaultdict[str, set[int]] = defaultdict(set)  # by frame of consonants
        self._frames_like: defaultdict[str, set[str]] = defaultdict(set)  # frames by their bones

    def __len__(self) -> int:
        return len(self._numbers)

    def find(self, reading: Reading) -> int | None:
        """The number of a reading somebody bears."""
        return self._numbers.get(reading)

    def number(self, reading: Reading) -> int:
        """The number of a reading, given one if it is new."""
        number = self._numbers.get(reading)
        if number is not None:
            return number
        if self._free:
            number = self._free.pop()
        else:
            number = len(self.readings)
            self.readings.append(_NOBODY)
            self.bearers.append(array("i"))
            self._frames.append("")
        self._numbers[reading] = number
        self.readings[number] = reading
        frame = self._frames[number] = frame_of(reading.sounds)
        for key in _keys_of(reading):
            self._words[key].add(number)
        self._framed[frame].add(number)
        for bones in bone_keys(frame):
            self._frames_like[bones].add(frame)
        return number

    def unbind(self, number: int, row: int) -> None:
        """One person fewer bears a word; a word nobody bears is forgotten."""
        self.bearers[number].remove(row)
        if self.bearers[number]:
            return
        reading = self.readings[number]
        for key in _keys_of(reading):
            _discard(self._words, key, number)
        frame = self._frames[number]
        _discard(self._framed, frame, number)
        if frame not in self._framed:
            for bones in bone_keys(frame):
                _discard(self._frames_like, bones, frame)
        del self._numbers[reading]
        self.readings[number] = _NOBODY
        self._frames[number] = ""
        self._free.append(number)

    def same(self, reading: Reading) -> set[int]:
        """The word itself, if anybody bears it."""
        number = self._numbers.get(reading)
        return set() if number is None else {number}

    def near(self, reading: Reading) -> set[int]:
        """The words worth comparing in full: known other forms, and the nearest in sound at first sight."""
        forms: set[int] = set().union(*(self._words.get(key, _NONE) for key in _form_keys(reading)))
        frame = frame_of(reading.sounds)
        numbers = [number for like in self._frames_near(frame) for number in self._framed[like]]
        if len(numbers) <= WORDS_WEIGHED:
            return forms.union(numbers)
        readings = [self.readings[number] for number in numbers]
        frames = cdist([frame], [self._frames[number] for number in numbers], scorer=_RATIO)[0]
        sounds = cdist([reading.sounds], [other.sounds for other in readings], scorer=_RATIO)[0]
        # Where one script leaves the vowels out, only the consonants can be compared at first sight.
        mixed = np.array([other.sparse for other in readings]) != reading.sparse
        likeness = np.where(mixed, frames * 2, frames + sounds)
        best = np.argpartition(-likeness, WORDS_WEIGHED)[:WORDS_WEIGHED]
        return forms.union(numbers[i] for i in best if likeness[i] > AT_FIRST_SIGHT)

    def _frames_near(self, frame: str) -> list[str]:
        near = list(set().union(*(self._frames_like.get(bones, _NO_FRAME) for bones in bone_keys(frame))))
        if len(near) <= FRAMES_WEIGHED:
            return near
        likeness = cdist([frame], near, scorer=_RATIO)[0]
        return [near[i] for i in np.argpartition(-likeness, FRAMES_WEIGHED)[:FRAMES_WEIGHED]]

    def longer(self, reading: Reading) -> Iterator[tuple[int, float]]:
        """Words that begin with the letters typed so far, with the part of them that is typed."""
        typed = reading.letters
        for number in self._words.get("^" + typed[: 4 if len(typed) >= 4 else 2], _NONE):
            if (letters := self.readings[number].letters).startswith(typed):
                yield number, len(typed) / len(letters)


def _discard(kept: defaultdict[str, set[_T]], key: str, value: _T) -> None:
    kept[key].discard(value)
    if not kept[key]:
        del kept[key]


def _keys_of(reading: Reading) -> set[str]:
    """Where a word is kept: by its first letters, and by the groups of its known other forms."""
    starts = {"^" + reading.letters[:length] for length in (2, 4) if len(reading.letters) >= length}
    return _form_keys(reading) | starts


def _form_keys(reading: Reading) -> set[str]:
    return {f"={group}" for group, _ in other_forms().get(reading.sounds, ())}
