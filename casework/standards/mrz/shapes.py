"""The five formats of a machine-readable zone, and how a typed text is laid out in one of them."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

FILLER = "<"
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class UnreadableZone(ValueError):
    """The text has not the shape of a zone; the sentence says what a zone looks like."""


@dataclass(frozen=True)
class Shape:
    """One of the five formats: its lines, and where each field stands as (line, start, end), end excluded."""

    name: str
    lines: int
    length: int
    starts: str
    name_line: int
    fields: dict[str, tuple[int, int, int]]
    # The check digit of a field, and the parts of the composite one; (line, position).
    digits: dict[str, tuple[int, int]]
    composite: tuple[tuple[int, int, int], ...] = ()


def _two_lines(name: str, length: int, starts: str, optional: int, **more) -> Shape:
    fields = {
        "code": (0, 0, 2), "state": (0, 2, 5), "names": (0, 5, length), "number": (1, 0, 9),
        "nationality": (1, 10, 13), "birth": (1, 13, 19), "sex": (1, 20, 21), "expiry": (1, 21, 27),
        "optional": (1, 28, optional),
    }  # fmt: skip
    digits = {"number": (1, 9), "birth": (1, 19), "expiry": (1, 27)} | more.pop("digits", {})
    return Shape(name, 2, length, starts, 0, fields, digits, **more)


_UPPER_PART = ((1, 0, 10), (1, 13, 20))
SHAPES = (
    _two_lines(
        "TD3", 44, "P", 42, digits={"optional": (1, 42), "composite": (1, 43)},
        composite=(*_UPPER_PART, (1, 21, 43)),
    ),
    _two_lines("MRV-A", 44, "V", 44),
    _two_lines(
        "TD2", 36, "ACIP", 35, digits={"composite": (1, 35)}, composite=(*_UPPER_PART, (1, 21, 35))
    ),
    _two_lines("MRV-B", 36, "V", 36),
    Shape(
        "TD1", 3, 30, "ACI", 2,
        {
            "code": (0, 0, 2), "state": (0, 2, 5), "number": (0, 5, 14), "optional": (0, 15, 30),
            "birth": (1, 0, 6), "sex": (1, 7, 8), "expiry": (1, 8, 14), "nationality": (1, 15, 18),
            "optional_2": (1, 18, 29), "names": (2, 0, 30),
        },
        {"number": (0, 14), "birth": (1, 6), "expiry": (1, 14), "composite": (1, 29)},
        ((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """Something about a zone that does not fit, in words; `code` names it for programs."""

    code: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def laid_out(text: str) -> tuple[Shape, tuple[str, ...], list[Finding]]:
    """The lines of a zone and its shape. Word processors turn << into «: both readings are tried."""
    for quote in (FILLER * 2, FILLER):
        written = _cleaned(text, quote)
        if found := _shaped(written):
            return found
    odd = re.search(rf"[^{ALPHABET}{FILLER}\n]", written)
    if odd:
        raise UnreadableZone(
            _("“%(sign)s” does not belong in a machine-readable zone. It has capital letters, digits and <.")
            % {"sign": odd.group()}
        )
    raise UnreadableZone(
        _("A zone has two lines of 44 or 36 characters, or three of 30. These lines have: %(lengths)s.")
        % {"lengths": ", ".join(str(len(line)) for line in written.split("\n")) or "0"}
    )


def _cleaned(text: str, quote: str) -> str:
    kept = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    for mark in "«»":
        kept = kept.replace(mark, quote)
    kept = unicodedata.normalize("NFKC", kept).upper()
    for mark in "‹›〈〉":
        kept = kept.replace(mark, FILLER)
    lines = ("".join(line.split()) for line in kept.splitlines())
    return "\n".join(line for line in lines if line)


def _shaped(written: str) -> tuple[Shape, tuple[str, ...], list[Finding]] | None:
    lines, whole = written.split("\n"), written.replace("\n", "")
    if re.search(rf"[^{ALPHABET}{FILLER}]", whole) or not whole:
        return None
    for shape in SHAPES:
        if shape.name.startswith("MRV") != whole.startswith("V"):
            continue
        if len(whole) == shape.lines * shape.length:
            cut = range(0, len(whole), shape.length)
            return shape, tuple(whole[start : start + shape.length] for start in cut), []
        if padded := _padded(shape, lines):
            return padded
    return None


def _padded(shape: Shape, lines: list[str]) -> tuple[Shape, tuple[str, ...], list[Finding]] | None:
    """Fillers at the end of the name line are often left away: they are put back, and that is told."""
    rest = [line for place, line in enumerate(lines) if place != shape.name_line]
    if len(lines) != shape.lines or any(len(line) != shape.length for line in rest):
        return None
    short = lines[shape.name_line]
    if not 5 < len(short) < shape.length:
        return None
    whole = list(lines)
    whole[shape.name_line] = short.ljust(shape.length, FILLER)
    told = _("Line %(line)s had %(now)s characters instead of %(wanted)s. Fillers were added at its end.") % {
        "line": shape.name_line + 1, "now": len(short), "wanted": shape.length,
    }  # fmt: skip
    return shape, tuple(whole), [Finding("line_padded", told)]
