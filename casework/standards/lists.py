"""Code lists of the field: HTCDS 2.0 picklists and our own, with labels in English and French.

The codes and labels are in data/lists.csv. A model field takes its choices from here as a callable,
so that migrations name the list and never repeat its entries:

    gender = models.CharField(max_length=CODE_LENGTH, choices=code_choices("gender"), blank=True)
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from casework.standards import tables

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

CODE_LENGTH = 64


@dataclass(frozen=True)
class ListEntry(tables.Entry):
    """One line of a code list."""

    parent: str = ""
    is_extension: bool = False


@cache
def _lists() -> dict[str, dict[str, ListEntry]]:
    lists: dict[str, dict[str, ListEntry]] = {}
    for row in tables.rows("lists.csv"):
        lists.setdefault(row["list"], {})[row["code"]] = ListEntry(
            code=row["code"],
            label_en=row["label_en"],
            label_fr=row["label_fr"],
            aliases=tables.several(row["aliases"]),
            parent=row["parent"],
            is_extension=row["extension"] == "1",
        )
    return lists


@cache
def _spellings(list_name: str) -> dict[str, str]:
    return {
        tables.folded(spelling): entry.code
        for entry in entries(list_name).values()
        for spelling in (entry.code, *entry.spellings)
    }


def list_names() -> frozenset[str]:
    """The names of all code lists."""
    return frozenset(_lists())


def entries(list_name: str) -> dict[str, ListEntry]:
    """The lines of a list by code, in their order; KeyError for a list that does not exist."""
    return _lists()[list_name]


def choices(list_name: str) -> tables.Choices:
    """The codes of a list with labels that follow the language of the reader."""
    return [(code, tables.shown_later(entry)) for code, entry in entries(list_name).items()]


def grouped_choices(list_name: str, groups: str) -> list[tuple["str | _StrPromise", tables.Choices]]:
    """The codes of a list under the labels of their groups, as service_type under service_group."""
    return [
        (
            tables.shown_later(group),
            [
                (code, tables.shown_later(entry))
                for code, entry in entries(list_name).items()
                if entry.parent == group.code
            ],
        )
        for group in entries(groups).values()
    ]


def code_choices(list_name: str) -> Callable[[], tables.Choices]:
    """The choices of a model field: a callable, so that a new code needs no migration."""
    entries(list_name)  # a misspelt list stops at import, not in front of a person
    return partial(choices, list_name)


def label(list_name: str, code: str) -> str:
    """A code, or a declined or unknown answer, in the language of the reader.

    A code we do not know is shown as it is.
    """
    entry = entries(list_name).get(code) or entries("non_answer").get(code)
    return str(entry) if entry else code


def codes(list_name: str) -> frozenset[str]:
    """The codes of a list."""
    return frozenset(entries(list_name))


def resolve(list_name: str, text: str | None) -> str | None:
    """Find the code for a code, a label in English or French, or a spelling seen in workbooks."""
    return _spellings(list_name).get(tables.folded(text or ""))


def is_extension(list_name: str, code: str) -> bool:
    """Whether a code is ours and has no place in HTCDS; KeyError for a code that does not exist."""
    return entries(list_name)[code].is_extension


@cache
def _consent_questions() -> tuple[tables.Entry, ...]:
    return tuple(
        tables.Entry(row["code"], row["question_en"], row["question_fr"])
        for row in tables.rows("consent_questions.csv")
    )


def consent_questions() -> tables.Choices:
    """The seven questions HTCDS asks before an interview, by code."""
    return [(question.code, tables.shown_later(question)) for question in _consent_questions()]
