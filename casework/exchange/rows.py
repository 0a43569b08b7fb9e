"""One row of a workbook: its cells become values of records, or refusals that say how to mend them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from casework.exchange.cells import CellRefused, as_text, codes_as_written, consent_status, take
from casework.exchange.columns import Column
from casework.exchange.htcds import NON_ANSWERS, HtcdsField, fields
from casework.exchange.reader import Mark
from casework.standards.countries import countries
from casework.standards.languages import languages
from casework.standards.lists import codes


@dataclass(frozen=True)
class Refusal:
    """A cell that cannot be taken. The value is known to the terminal only, and never for sealed fields."""

    row: int
    column: str
    field: str
    rule: str
    value: str = ""


@dataclass
class Row:
    """A row as it was read: values by record and attribute, refusals, and the words of its token."""

    number: int
    values: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    owner: str = ""
    reference: str = ""

    @property
    def person(self) -> dict[str, Any]:
        return self.values.get(("person", 0), {})

    @property
    def has_name(self) -> bool:
        names = ("given_names", "family_name", "name_to_use", "identity_number")
        return any(self.person.get(name) for name in names)


def read_row(number: int, cells: Sequence[Any], columns: Sequence[Column], epoch: datetime.datetime) -> Row:
    """Read every recognised cell; what cannot be taken is refused cell by cell."""
    row = Row(number)
    exact: list[tuple[Column, HtcdsField, list[str]]] = []
    for column in columns:
        known = column.htcds
        value = cells[column.index] if column.index < len(cells) else None
        if known is None or value is None or (isinstance(value, str) and not value.strip()):
            continue
        # The token follows the label, so that a second answer about the address adds no second case.
        by_label = column.other_field if column.how == "address" and column.other_field else column.field
        names = " ".join(sorted({column.field, by_label}))
        row.words.append(f"{names} {column.occurrence} {as_text(value)}")
        try:
            if isinstance(value, Mark):
                raise CellRefused(value.rule)
            if known.exact_of:
                exact.append((column, known, codes_as_written(as_text(value))))
                continue
            taken = take(known, value, epoch)
        except CellRefused as refused:
            row.refusals.append(_refusal(row, column, refused.rule, value))
            continue
        if known.kind == "owner":
            row.owner = taken
        elif known.kind == "reference":
            row.reference = taken
        else:
            _put(row, column, known, taken, value)
    for column, known, given in exact:
        _put_exact(row, column, known, given)
    _check_together(row, columns)
    return row


def _put(row: Row, column: Column, known: HtcdsField, taken: Any, value: Any) -> None:
    record = row.values.setdefault((known.record, column.occurrence), {})
    if record.get(known.attribute, taken) != taken:
        # Two columns lead to one field: the old agreement beside the consent.
        row.refusals.append(_refusal(row, column, "consents_disagree", value))
    record[known.attribute] = taken


def _put_exact(row: Row, column: Column, known: HtcdsField, given: list[str]) -> None:
    """Codes of ours count when the standard column still says what they were written as."""
    several = known.kind == "codes"
    of_list = {"given", "refused", "withdrawn"} if known.kind == "consent" else _codes_of(known)
    if not given or any(code not in of_list for code in given) or (len(given) > 1 and not several):
        row.refusals.append(_refusal(row, column, "not_in_list", ""))
        return
    record = row.values.setdefault((known.record, column.occurrence), {})
    standing = record.get(known.attribute)
    now = set(standing if several and standing else [standing] if standing else [])
    standard = fields()[known.exact_of]
    meant = {_from_standard(standard, standard.written(code)) for code in given} - {None}
    if meant == now:
        record[known.attribute] = given if several else given[0]


def _codes_of(known: HtcdsField) -> frozenset[str]:
    if known.list_name in ("country", "language"):
        own = frozenset(countries() if known.list_name == "country" else languages())
    else:
        own = codes(known.list_name)
    return own | frozenset(NON_ANSWERS if known.takes_answers else ())


def _from_standard(known: HtcdsField, written: str) -> str | None:
    if not written:
        return None
    return consent_status(written) if known.kind == "consent" else known.code_for(written)


def _check_together(row: Row, columns: Sequence[Column]) -> None:
    def refuse(attribute: str, rule: str, record: str, occurrence: int) -> None:
        for column in columns:
            known = column.htcds
            if known and (known.record, known.attribute, column.occurrence) == (
                record,
                attribute,
                occurrence,
            ):
                row.refusals.append(Refusal(row.number, column.letter, column.field, rule))
                return

    for (record, occurrence), values in row.values.items():
        if ("from_hour" in values) != ("to_hour" in values):
            refuse("from_hour" if "from_hour" in values else "to_hour", "hours_in_pairs", record, occurrence)
        last = values.get("expires_on") if record == "consent" else None
        if last and last < values.get("given_on", timezone.localdate()):
            refuse("expires_on", "ends_before_it_began", record, occurrence)
        if record == "consent" and ((values.get("given_by") or "self") == "self") == bool(
            values.get("giver_name")
        ):
            refuse(
                "giver_name" if values.get("giver_name") else "given_by", "giver_and_name", record, occurrence
            )
        if (
            record == "consent"
            and values.get("form") == "verbal_certified"
            and not values.get("certified_by")
        ):
            refuse("form", "spoken_uncertified", record, occurrence)
        if (
            record == "case"
            and "closed_on" in values
            and values.get("status", "Active") in ("Active", "FollowUp")
        ):
            refuse("closed_on", "closed_but_open", record, occurrence)


def _refusal(row: Row, column: Column, rule: str, value: Any) -> Refusal:
    shown = "" if fields()[column.field].is_sealed or isinstance(value, Mark) else as_text(value)[:80]
    return Refusal(row.number, column.letter, column.field, rule, shown)
