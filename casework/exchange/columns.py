"""The columns of a sheet: recognised by their hidden names and visible labels, in every spelling."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl.utils import get_column_letter

from casework.exchange.htcds import HtcdsField, fields
from casework.standards import tables


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for field in fields().values():
        for spelling in {tables.folded(text) for text in (field.code, *field.spellings)}:
            found.setdefault(spelling, []).append(field.code)
    return {spelling: tuple(codes) for spelling, codes in found.items()}


ADDRESS = (
    "prs_MailingStreet", "prs_MailingCity", "prs_MailingState", "prs_MailingPostalCode", "prs_MailingCountry",
)  # fmt: skip
BY_LABEL, BY_MACHINE = "label", "machine"

HOW = {
    "exact": _("recognised"),
    "spelling": _("recognised by an old or other spelling"),
    "label": _("name and label differ: the label counts"),
    "address": _("name and label differ: your answer counts"),
    "unknown": _("ignored: not a column we know"),
    "ambiguous": _("ignored: several fields have this label"),
    "not_kept": _("ignored: not kept here yet"),
}


@dataclass(frozen=True)
class Column:
    """One column of a sheet: its headings and the field it was recognised as."""

    index: int
    name: str
    label: str
    field: str
    how: str
    other_field: str = ""
    occurrence: int = 0

    @property
    def letter(self) -> str:
        return get_column_letter(self.index + 1)

    @property
    def heading(self) -> str:
        return self.label or self.name

    @property
    def how_words(self) -> str:
        return str(HOW[self.how])

    @property
    def htcds(self) -> HtcdsField | None:
        return fields().get(self.field)

    @property
    def is_ignored(self) -> bool:
        return not self.field

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def candidates(heading: str) -> tuple[str, ...]:
    """The fields that a heading may stand for; a number in brackets says which of several records it is."""
    text = heading.strip()
    if text.endswith(")"):
        start, _bracket, number = text[:-1].rpartition(" (")
        if number.isdigit():
            text = start
    return _spellings().get(tables.folded(text), ())


def is_heading_row(row: Sequence[Any]) -> bool:
    """Whether a row holds headings: at least three that we know, or nothing but such."""
    words = [value for value in row if isinstance(value, str) and value.strip()]
    known = sum(1 for word in words if candidates(word))
    return known >= 3 or (known >= 1 and known == len(words) == sum(1 for v in row if v is not None))


def recognise(heading_rows: Sequence[Sequence[Any]]) -> list[Column]:
    """The columns of a sheet from one or both of its heading rows, in whatever order they stand."""
    rows = [[str(value).strip() if value is not None else "" for value in row] for row in heading_rows]
    if len(rows) == 2 and _count_machine_names(rows[1]) > _count_machine_names(rows[0]):
        rows.reverse()
    if len(rows) == 1:
        rows = [rows[0], []] if _count_machine_names(rows[0]) else [[], rows[0]]
    names, labels = rows
    width = max(len(names), len(labels))
    names, labels = names + [""] * (width - len(names)), labels + [""] * (width - len(labels))
    columns = [
        _recognise(index, name, label)
        for index, (name, label) in enumerate(zip(names, labels, strict=True))
        if name or label
    ]
    return list(_counted(columns))


def _recognise(index: int, name: str, label: str) -> Column:
    by_name, by_label = candidates(name), candidates(label)
    both = [code for code in by_name if code in by_label]
    agreed = both or (by_label if by_label else by_name)
    # A name says which of several fields with one label is meant; a label alone cannot.
    if len(agreed) > 1:
        return Column(index, name, label, "", "ambiguous")
    if not agreed:
        return Column(index, name, label, "", "unknown")
    code = agreed[0]
    if not fields()[code].is_kept:
        return Column(index, name, label, "", "not_kept")
    if by_name and by_label and not both:
        other = by_name[0]
        how = "address" if code in ADDRESS and other in ADDRESS else "label"
        return Column(index, name, label, code, how, other_field=other)
    field = fields()[code]
    usual = {"", field.code, field.label_en, field.label_fr}
    how = "exact" if name in usual and _without_number(label) in usual else "spelling"
    return Column(index, name, label, code, how)


def _without_number(label: str) -> str:
    start, _bracket, number = label.rpartition(" (")
    return start if number[:-1].isdigit() else label


def _counted(columns: Iterable[Column]) -> Iterable[Column]:
    """The second column of the same name belongs to a second record of its kind."""
    seen: dict[str, int] = {}
    for column in columns:
        number = seen.get(column.field, 0)
        seen[column.field] = number + 1
        yield replace(column, occurrence=number) if column.field else column


def _count_machine_names(row: Sequence[str]) -> int:
    return sum(1 for text in row if text[3:4] == "_" and candidates(text))


def asks_about_address(columns: Iterable[Column]) -> bool:
    """Whether name and label of the mailing address disagree, as in IOM's templates."""
    return any(column.how == "address" for column in columns)


def with_address_by(columns: Iterable[Column], meaning: str) -> list[Column]:
    """The same columns, the address ones taken by their label or by their machine name."""
    return [
        replace(column, field=column.other_field, other_field=column.field)
        if meaning == BY_MACHINE and column.how == "address"
        else column
        for column in columns
    ]
