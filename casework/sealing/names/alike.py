"""How alike two names are: word by word, in any order, with words left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from rapidfuzz.distance import OSA

from .sounds import distance, weight_of
from .words import Reading, Word, join, other_forms, read_name

Reason = Literal["same", "spelling", "sound", "script", "part"]

FORM_SCORES = {"variant": 0.91, "nickname": 0.88}
WORD_FLOOR = 0.6


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are, from 0 to 1, and why."""

    score: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Match:
    """A person whose name is like the one sought; says why, never the name."""

    person: UUID
    score: float
    reason: Reason


def word_likeness(a: Reading, b: Reading) -> tuple[float, Reason]:
    """How alike two words are and in what way; 0 below the floor."""
    if a.letters == b.letters and a.sparse == b.sparse:
        return 1.0, "same"
    size = max((weight_of(a.sounds) + weight_of(b.sounds)) / 2, 1.3)
    cost = distance(a.sounds, b.sounds, a.sparse, b.sparse, most=size * (1 - WORD_FLOOR))
    score = max(0.0, 1.0 - cost / size) * 0.99
    reason: Reason = "sound" if score > 0.9 else "spelling"
    if not (a.sparse or b.sparse) and score < 0.9:
        score = max(score, OSA.normalized_similarity(a.letters, b.letters) * 0.97)
    if score < 0.91 and (shared := _shared_form(a.sounds, b.sounds)) > score:
        return shared, "sound"
    return (score, reason) if score >= WORD_FLOOR else (0.0, reason)


def _shared_form(a: str, b: str) -> float:
    forms = other_forms()
    if (ours := forms.get(a)) and (theirs := forms.get(b)):
        return max((FORM_SCORES[kind] for _, kind in ours & theirs), default=0.0)
    return 0.0


WordScore = tuple[float, Reason]


def score_words(
    sought: Sequence[float], stored: Sequence[float], alike: Iterable[tuple[int, int, WordScore]]
) -> Likeness:
    """The likeness of two names, from the weights of their words and the pairs of words that are alike."""
    # Words in the same place first, so that Ali Hassan is nearer to Ali Hassan than to Hassan Ali.
    pairs = [
        (score * (sought[i] + stored[j]) - 0.001 * abs(i - j), i, j, score, reason)
        for i, j, (score, reason) in alike
    ]
    pairs.sort(reverse=True)
    left, right = set(range(len(sought))), set(range(len(stored)))
    gained = possible = 0.0
    strong, moved = 0, 0
    reasons: set[Reason] = set()
    for _, i, j, score, reason in pairs:
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            both = sought[i] + stored[j]
            gained += score * score * both
            possible += both
            moved += i != j
            if both > 0.6:
                strong += 1
                reasons.add(reason)
    if not possible:
        return Likeness(0.0, "part")
    missing = sum(sought[i] for i in left)
    beyond = sum(stored[j] for j in right)
    score = gained / (possible + missing * (0.7 if strong > 1 else 1.0) + beyond * 0.3)
    if strong < 2 and (missing > 0.3 or beyond > 0.3):
        score *= 0.85
    score -= 0.002 * moved
    return Likeness(max(0.0, min(1.0, score)), _reason(reasons, missing, beyond))


def _reason(reasons: set[Reason], missing: float, beyond: float) -> Reason:
    if missing > 0.3 or beyond > 0.3:
        return "part"
    return next((reason for reason in ("part", "spelling", "sound") if reason in reasons), "same")


def versions(words: list[Word]) -> list[tuple[int | None, list[Word]]]:
    """A name as written, and with each two neighbours written together; with the place of the joined word."""
    found: list[tuple[int | None, list[Word]]] = [(None, words)]
    if len(words) <= 6:
        found += [(i, [*words[:i], join(words[i : i + 2]), *words[i + 2 :]]) for i in range(len(words) - 1)]
    return found


def compare(a: Iterable[str], b: Iterable[str]) -> Likeness:
    """How alike two people's names are: the best of every name of one against every name of the other."""
    best = Likeness(0.0, "part")
    ours, theirs = [read_name(name) for name in a], [read_name(name) for name in b]
    for first in ours:
        for second in theirs:
            for left_joined, left in versions(first):
                for right_joined, right in versions(second):
                    if left and right and (left_joined is None or right_joined is None):
                        found = _compare_words(left, right)
                        if found.score > best.score:
                            best = found
    return best


def _compare_words(a: list[Word], b: list[Word]) -> Likeness:
    alike = [
        (i, j, like)
        for i, ours in enumerate(a)
        for j, theirs in enumerate(b)
        for x in ours.readings
        for y in theirs.readings
        if (like := word_likeness(x, y))[0]
    ]
    found = score_words([word.weight for word in a], [word.weight for word in b], alike)
    if main_script(a) != main_script(b):
        return Likeness(found.score, "script")
    return found


def main_script(words: list[Word]) -> str:
    """The script most of a name is written in."""
    scripts = [word.script for word in words]
    return max(scripts, key=scripts.count, default="LATIN")
