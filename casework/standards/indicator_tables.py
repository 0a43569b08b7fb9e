"""Indicator sets as tables: one CSV file is one version of one set. Read and checked before anything is kept.

The columns that describe the set stand in the first line; later lines leave them empty or repeat them.
A column `wording_<code>` holds the question in a further language by its ISO 639 code, as `wording_lin`.
"""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casework.standards import tables
from casework.standards.countries import countries
from casework.standards.indicators import DIMENSIONS, WEIGHTS
from casework.standards.languages import resolve_language

BUILT_IN = tables.DATA / "indicators"
OF_SET = ("set", "version", "title_en", "title_fr", "source", "country", "persons", "rule")
OF_INDICATOR = (
    "part", "dimension", "code", "strength", "hard", "label_en", "label_fr", "wording_en", "wording_fr",
    "hint_en", "hint_fr",
)  # fmt: skip
WORDING = "wording_"
PERSONS = ("adults", "children", "any")
LEAST_IN_PART, MOST_IN_PART = 2, 5
MOST_LINES = 400
LONGEST = {"title": 200, "source": 500, "label": 200, "wording": 400, "hint": 300}
CODE = re.compile(r"[a-z0-9_]{1,60}\Z")


class TableRefused(ValueError):
    """A table that cannot be loaded: every fault in words, with its line and its column."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator as its line has it. Wordings are by ISO 639-3 code."""

    part: int
    dimension: str
    code: str
    strength: str
    is_hard: bool
    label_en: str
    label_fr: str
    hint_en: str
    hint_fr: str
    wordings: dict[str, str]


@dataclass(frozen=True)
class IndicatorTable:
    """One version of a set with its indicators in order."""

    code: str
    version: int
    title_en: str
    title_fr: str
    source: str
    country: str
    persons: str
    rule: str
    indicators: tuple[IndicatorRow, ...]


def built_in_tables() -> list[IndicatorTable]:
    """The sets that come with the application, in the order of their file names."""
    return [read_indicator_table(path.read_bytes()) for path in sorted(Path(BUILT_IN).glob("*.csv"))]


def read_indicator_table(content: bytes) -> IndicatorTable:
    """A set from a CSV file (UTF-8). Raises TableRefused with every fault found."""
    return _Reader(content).table()


class _Reader:
    """Reads one file and collects what is wrong with it."""

    def __init__(self, content: bytes) -> None:
        self.problems: list[str] = []
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise TableRefused(["The file is not UTF-8 text. Save it as CSV with UTF-8."]) from None
        if "\x00" in text:
            raise TableRefused(["The file is not a CSV table."])
        self.reader = csv.DictReader(io.StringIO(text, newline=""))

    def table(self) -> IndicatorTable:
        languages = self._languages()
        self._stop_if_wrong()
        lines: list[tuple[int, dict[str, str]]] = []
        for row in self.reader:
            if None in row or None in row.values():
                self._add(self.reader.line_num, "", "the line does not have as many cells as the first one")
                continue
            lines.append((self.reader.line_num, {name: cell.strip() for name, cell in row.items()}))
            if len(lines) > MOST_LINES:
                raise TableRefused([f"The table has more than {MOST_LINES} indicators."])
        if not lines:
            self.problems.append("The table has no indicator.")
        self._stop_if_wrong()
        head = self._set(lines)
        rows = [self._indicator(number, line, head["rule"], languages) for number, line in lines]
        self._check_together(lines, rows)
        self._stop_if_wrong()
        return IndicatorTable(**head, indicators=tuple(rows))

    def _languages(self) -> dict[str, str]:
        """The language of each column with questions."""
        names = list(self.reader.fieldnames or [])
        self.problems += [
            f"Column {name} is missing." for name in (*OF_SET, *OF_INDICATOR) if name not in names
        ]
        twice = sorted({name for name in names if names.count(name) > 1})
        self.problems += [f"Column {name} stands twice." for name in twice]
        languages = {}
        for name in names:
            if name.startswith(WORDING):
                code = resolve_language(name.removeprefix(WORDING))
                if code is None:
                    self.problems.append(f"Column {name}: no language has this code.")
                else:
                    languages[name] = code
            elif name not in (*OF_SET, *OF_INDICATOR):
                self.problems.append(f"Column {name} is not known.")
        return languages

    def _set(self, lines: list[tuple[int, dict[str, str]]]) -> dict[str, Any]:
        number, first = lines[0]
        for later, line in lines[1:]:
            for name in OF_SET:
                if line[name] not in ("", first[name]):
                    self._add(later, name, "differs from the first line; one file holds one set")
        if not CODE.match(first["set"]):
            self._add(number, "set", "write a code of small letters, digits and _")
        self._one_of(number, first, "persons", PERSONS)
        self._one_of(number, first, "rule", tuple(DIMENSIONS))
        if first["country"] and first["country"] not in countries():
            self._add(number, "country", f"“{first['country']}” is no country; use two letters or none")
        if not first["source"]:
            self._add(number, "source", "say where the set comes from")
        self._not_too_long(number, first, "source", "source")
        return {
            "code": first["set"], "version": self._number(number, first, "version"),
            "source": first["source"], "country": first["country"], "persons": first["persons"],
            "rule": first["rule"], **self._in_both(number, first, "title"),
        }  # fmt: skip

    def _indicator(
        self, number: int, line: dict[str, str], rule: str, languages: dict[str, str]
    ) -> IndicatorRow:
        self._one_of(number, line, "dimension", DIMENSIONS.get(rule, ()))
        self._one_of(number, line, "strength", WEIGHTS if rule == "ilo" else ("",))
        self._one_of(number, line, "hard", ("0", "1"))
        if not CODE.match(line["code"]):
            self._add(number, "code", "write a code of small letters, digits and _")
        wordings = {code: line[name] for name, code in languages.items() if line[name]}
        for name in languages:
            self._not_too_long(number, line, name, "wording")
        if not wordings:
            self._add(number, "wording_en", "write the question in at least one language")
        for name in ("hint_en", "hint_fr"):
            self._not_too_long(number, line, name, "hint")
        return IndicatorRow(
            part=self._number(number, line, "part"), dimension=line["dimension"], code=line["code"],
            strength=line["strength"], is_hard=line["hard"] == "1",
            hint_en=line["hint_en"] or line["hint_fr"], hint_fr=line["hint_fr"] or line["hint_en"],
            wordings=wordings,
            **self._in_both(number, line, "label"),
        )  # fmt: skip

    def _check_together(self, lines: list[tuple[int, dict[str, str]]], rows: list[IndicatorRow]) -> None:
        """Each indicator once; parts in order, of two to five questions, as people can take them."""
        seen: set[tuple[str, str]] = set()
        sizes: dict[int, int] = {}
        before = 0
        for (number, _line), row in zip(lines, rows, strict=True):
            if (row.dimension, row.code) in seen:
                self._add(number, "code", f"“{row.code}” stands twice in the dimension {row.dimension}")
            seen.add((row.dimension, row.code))
            if row.part and row.part not in (before, before + 1):
                self._add(number, "part", f"{row.part} follows {before}; number parts 1, 2, 3")
            before = row.part or before
            sizes[row.part] = sizes.get(row.part, 0) + 1
            last = number
        for part, size in sizes.items():
            if part and not LEAST_IN_PART <= size <= MOST_IN_PART:
                self._add(last, "part", f"part {part} has {size} questions; give each two to five")

    # Cells --------------------------------------------------------------------------------------------
    def _add(self, number: int, column: str, problem: str) -> None:
        where = f"Line {number}, column {column}" if column else f"Line {number}"
        self.problems.append(f"{where}: {problem}.")

    def _one_of(self, number: int, line: dict[str, str], name: str, allowed: tuple[str, ...]) -> None:
        if allowed and line[name] not in allowed:
            words = ", ".join(allowed) if any(allowed) else "leave it empty"
            self._add(number, name, f"“{line[name]}” is not possible; use: {words}")

    def _number(self, number: int, line: dict[str, str], name: str) -> int:
        if re.fullmatch(r"[1-9]\d{0,3}", line[name], re.ASCII):
            return int(line[name])
        self._add(number, name, f"“{line[name]}” is not a number from 1")
        return 0

    def _in_both(self, number: int, line: dict[str, str], name: str) -> dict[str, str]:
        """English and French; the one stands in for the other."""
        english, french = line[f"{name}_en"], line[f"{name}_fr"]
        if not english and not french:
            self._add(number, f"{name}_en", "write it in English or in French")
        for column in (f"{name}_en", f"{name}_fr"):
            self._not_too_long(number, line, column, name)
        return {f"{name}_en": english or french, f"{name}_fr": french or english}

    def _not_too_long(self, number: int, line: dict[str, str], name: str, kind: str) -> None:
        if len(line[name]) > LONGEST[kind]:
            self._add(number, name, f"use at most {LONGEST[kind]} characters")

    def _stop_if_wrong(self) -> None:
        if self.problems:
            raise TableRefused(self.problems)
