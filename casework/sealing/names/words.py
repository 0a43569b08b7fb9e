"""The words of a name, each with the ways it may be read, weighed by how much they tell."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from . import scripts
from .sounds import sound_of

_SERVANT_JOINED = re.compile(
    r"^abd(?:ou|[eiuoa])(?:l|r(?=r?a)|s(?=s?[ah])|n(?=n)|z(?=z)|d(?=d)|t(?=t)|(?=[rs]))(?=\w{3})"
)
_DOUBLED = re.compile(r"(.)\1+")
_ATTACHED_ARTICLE = re.compile(r"^[ae]l(?=[bcdfghjkmnpqrstvwxyz][a-z]{4})")
_MARKED = {
    **dict.fromkeys("şșšś", "sh"),
    **dict.fromkeys("çčć", "ch"),
    **dict.fromkeys("žż", "zh"),
    **dict.fromkeys("ţț", "ts"),
    "ñ": "ny",
    "ə": "a",
    "ö": "oe",
    "ü": "ue",
    "ğ": "",
    "ł": "w",
    "ɲ": "ny",
    "ŋ": "ng",
    "đ": "dj",
    "ã": "an",
}
_VOWELLESS = frozenset({"ARABIC", "HEBREW", "SYRIAC", "THAI", "LAO", "ETHIOPIC"})
_BRAHMIC = frozenset(
    {"DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "KANNADA", "TELUGU", "MALAYALAM"}
)


def _table(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Articles, particles of kinship and titles come and go, so they weigh next to nothing;
# "servant of" (abd) is one name with the word that follows.
_SMALL = {row["word"]: row["kind"] for row in _table("particles.csv")}
PARTICLE_WEIGHT = 0.12


@dataclass(frozen=True, slots=True, repr=False)
class Reading:
    """One way to read a word: its letters, its sounds, and whether its script leaves vowels out."""

    letters: str
    sounds: str
    sparse: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Word:
    """A word of a name: its readings, likeliest first, what it weighs, and its script."""

    readings: tuple[Reading, ...]
    weight: float
    script: str


def fold(name: str) -> str:
    """A name in plain Latin letters: transliterated, no accents, lower case, single spaces."""
    folded = " ".join(letters for chunk in scripts.clean(name).split() for letters in _letters(chunk))
    return folded[: scripts.LONGEST_TEXT].strip()


def _letters(chunk: str) -> list[str]:
    script = scripts.word_script(chunk)
    if script == "CJK":
        words = scripts.split_han(chunk)
    elif script == "GREEK":
        words = [scripts.read_greek(chunk)]
    elif script in _BRAHMIC:
        words = [scripts.read_brahmic(chunk) + scripts.to_letters("".join(c for c in chunk if c < "\u0250"))]
    else:
        words = [scripts.to_letters(chunk)]
    return [word for word in words if word]


def read_word(chunk: str) -> list[Word]:
    """One chunk between spaces as words; Chinese gives two, everything else one or none."""
    script = scripts.word_script(chunk)
    words = []
    for whole in _letters(chunk):
        letters = whole[: scripts.LONGEST_WORD]
        weight = PARTICLE_WEIGHT if _SMALL.get(letters) == "particle" or len(letters) == 1 else 1.0
        sparse = script in _VOWELLESS
        readings = [Reading(letters, _once(sounds), sparse) for sounds in _sounds(chunk, letters, script)]
        words.append(Word(tuple(dict.fromkeys(readings)), weight, script))
    return words


def _once(sounds: str) -> str:
    """Doubled sounds once: scripts and clerks double them as they please."""
    return _DOUBLED.sub(r"\1", sounds)


def _sounds(chunk: str, letters: str, script: str) -> list[str]:
    if script == "ARABIC":
        articled = chunk.startswith("ال") and len(chunk) > 4
        found = (
            [scripts.read_arabic(chunk[2:]), scripts.read_arabic(chunk[1:])]
            if articled
            else [scripts.read_arabic(chunk)]
        )
        if chunk.endswith("ة"):  # -a alone, -at before another word: Hayat, Rahmat
            found.append(found[0][:-1] + "t")
        return [sounds[: scripts.LONGEST_WORD] for sounds in found if sounds] or [sound_of(letters)]
    if script == "THAI":
        return [s for sounds in scripts.read_thai(chunk[: scripts.LONGEST_WORD]) if (s := sounds)] or [
            letters
        ]
    found = [sound_of(letters)]
    if script == "CYRILLIC" and "г" in chunk:
        found.append(sound_of(scripts.to_letters(chunk.replace("г", "h"))[: scripts.LONGEST_WORD]))
    if script == "GREEK":
        found.append(sound_of(letters.replace("mp", "b").replace("nt", "d")))
    if script == "LATIN":
        if "ch" in letters:  # sh in French spelling
            found.append(sound_of(letters.replace("ch", "sh")))
        if "ph" in letters:  # aspirated in Thailand, Viet Nam and India
            found.append(sound_of(letters.replace("ph", "p")))
        if "x" in letters:  # Somali
            found.append(sound_of(letters.replace("x", "h")))
        marked = "".join(_MARKED.get(letter, letter) for letter in chunk)
        if marked != chunk:
            found.append(sound_of(scripts.to_letters(marked)[: scripts.LONGEST_WORD]))
        found.append(sound_of(_ATTACHED_ARTICLE.sub("", letters)))
    return [sounds for sounds in dict.fromkeys(found) if sounds]


def read_name(name: str, known: dict[str, list[Word]] | None = None) -> list[Word]:
    """The words of a name, with "servant of" names (Abd al-Rahman, عبد الرحمن) as one word each.

    `known` remembers words within one batch, so that a hundred thousand people are read in seconds.
    """
    known = {} if known is None else known
    words: list[Word] = []
    servant: Word | None = None
    for chunk in scripts.clean(name[: scripts.LONGEST_NAME]).split()[:12]:
        if chunk not in known:
            known[chunk] = [_joined_servant(word, chunk) for word in read_word(chunk)]
        for word in known[chunk]:
            if _SMALL.get(word.readings[0].letters) == "servant":
                servant = word
            elif servant and word.weight == 1.0:
                words.append(_servant_of(word))
                servant = None
            else:
                words.append(word)
    words = [*words, servant] if servant else words
    if all(word.weight < 1.0 for word in words):  # Ag Al: there is nothing else to go by
        return [Word(word.readings, 1.0, word.script) for word in words]
    return words


def _servant_of(word: Word) -> Word:
    start = "Ebd" if word.script == "ARABIC" else "abd"
    readings = tuple(Reading("abd" + r.letters, start + r.sounds, r.sparse) for r in word.readings)
    return Word(readings, 1.0, word.script)


def _joined_servant(word: Word, chunk: str) -> Word:
    """Abdelrahman, Abderrahmane and عبدالرحمن without the article inside."""
    if word.script == "ARABIC" and chunk.startswith("عبدال") and len(chunk) > 6:
        return Word(
            (Reading(word.readings[0].letters, "Ebd" + scripts.read_arabic(chunk[5:]), True),),
            1.0,
            word.script,
        )
    if word.script in {"LATIN", "CYRILLIC"}:
        letters = word.readings[0].letters
        if (bare := _SERVANT_JOINED.sub("abd", letters)) != letters:
            return Word((Reading(letters, sound_of(bare)), *word.readings), 1.0, word.script)
    return word


def join(words: Iterable[Word]) -> Word:
    """Neighbouring words written together: nour + eddine -> noureddine."""
    words = list(words)
    first = [word.readings[0] for word in words]
    letters = "".join(r.letters for r in first)[: scripts.LONGEST_WORD]
    sounds = _once("".join(r.sounds for r in first))[: scripts.LONGEST_WORD]
    return Word((Reading(letters, sounds, any(r.sparse for r in first)),), 1.0, words[0].script)


@cache
def other_forms() -> dict[str, frozenset[tuple[int, str]]]:
    """Which groups of known forms a word belongs to, by its sounds; from nicknames.csv."""
    groups: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for number, row in enumerate(_table("nicknames.csv")):
        for name in row["names"].split():
            for word in read_word(name):
                groups[word.readings[0].sounds].add((number, row["kind"]))
    return {sounds: frozenset(found) for sounds, found in groups.items()}
