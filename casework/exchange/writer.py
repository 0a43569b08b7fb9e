"""Writing cases into a workbook with the structure of IOM's template: a round trip loses nothing."""

import datetime
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from casework.exchange.htcds import CODED, EXACT, RECORDS, HtcdsField, fields
from casework.exchange.reader import SHEET_NAME
from casework.sealing.keyring import keyring
from casework.standards.countries import countries
from casework.standards.dates import PartialDate
from casework.standards.lists import entries, is_extension
from casework.victims.models import Case, CaseAssignment

AT_ONCE = 500
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# A spreadsheet would take text that begins so for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t")
# IOM's template writes these into every workbook, whether anything stands in them or not.
ALWAYS = [code for code, field in fields().items() if field.level == "core"][:38]
NEVER = {"vic_AgreementToManagePersonalData"}

Place = tuple[str, int]  # a field and which of several records of its kind
Values = dict[Place, Any]


def write_workbook(cases: Iterable[Case], *, by) -> bytes:
    """The cases as an HTCDS workbook: both heading rows, one row for each case. Oldest case first."""
    rows = [_values_of(case, records, holder) for case, records, holder in _with_records(cases, by)]
    book = Workbook(write_only=True)
    _write_cases(_SheetInMemory(book, SHEET_NAME), rows)
    _write_about(_SheetInMemory(book, "about"))
    _write_validation(_SheetInMemory(book, "validation"))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        _WriterInMemory(book, archive).save()
    return target.getvalue()


class _SheetInMemory(WriteOnlyWorksheet):
    """A sheet that grows in memory: openpyxl itself would put it into a temporary file, in plain text."""

    _writer: Any

    def __init__(self, book: Workbook, title: str) -> None:
        super().__init__(book, title)
        book._add_sheet(self)

    def _get_writer(self) -> None:
        if self._writer is None:
            self._writer = WorksheetWriter(self, out=io.BytesIO())
            self._writer.write_top()


class _WriterInMemory(ExcelWriter):
    """Puts such sheets together."""

    def write_worksheet(self, ws: _SheetInMemory) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws.close()
        ws._rels = ws._writer._rels
        self._archive.writestr(ws.path[1:], ws._writer.read())
        self.manifest.append(ws)


# Cases to values -----------------------------------------------------------------------------------------
Records = dict[tuple[str, UUID], list[Any]]


def _with_records(cases: Iterable[Case], by) -> Iterator[tuple[Case, Records, str]]:
    """Each case with its records and its holder, a few hundred at a time with one query for each kind."""
    batch: list[Case] = []
    for case in cases:
        batch.append(case)
        if len(batch) == AT_ONCE:
            yield from _load(batch, by)
            batch = []
    yield from _load(batch, by)


def _load(cases: list[Case], by) -> Iterator[tuple[Case, Records, str]]:
    keyring().load(case.victim_id for case in cases)
    ids = [case.pk for case in cases]
    found: Records = defaultdict(list)
    for name, (model, fixed) in RECORDS.items():
        if name in ("person", "case"):
            continue
        records: models.QuerySet[Any] = model._default_manager.all()
        for record in _current(records.filter(case__in=ids, **fixed), name).order_by("created_at", "pk"):
            found[name, record.case_id].append(record)
    held = CaseAssignment.objects.filter(case__in=ids, kind="holder", ended_at=None).select_related("user")
    holders = {assignment.case_id: assignment.user.name for assignment in held}
    for case in cases:
        yield case, found, holders.get(case.pk, "")


def _current(records: Any, name: str) -> Any:
    records = records.live()
    return records.exclude(status="superseded") if name == "consent" else records


def _values_of(case: Case, records: Records, holder: str) -> Values:
    values: Values = {}
    for field in fields().values():
        if field.record and not field.exact_of and field.code not in NEVER:
            if field.kind == "owner":
                _put(values, field, 0, holder)
                continue
            whole: dict[str, list[Any]] = {"person": [case.victim], "case": [case]}
            sources = whole.get(field.record) or records.get((field.record, case.pk), [])
            for occurrence, source in enumerate(sources):
                _put(values, field, occurrence, getattr(source, field.attribute))
    return values


def _put(values: Values, field: HtcdsField, occurrence: int, value: Any) -> None:
    if value in (None, "", [], False):
        return
    if field.kind not in CODED:
        values[field.code, occurrence] = _as_cell(field, value)
        return
    given = value if isinstance(value, list) else [value]
    written = list(dict.fromkeys(text for code in given if (text := field.written(code))))
    if written:
        joined = "; ".join(written)
        values[field.code, occurrence] = (joined == "TRUE") if field.kind == "consent" else joined
    if field.has_exact and not _says_it_all(field, given, written):
        values[EXACT + field.code, occurrence] = "; ".join(given)


def _says_it_all(field: HtcdsField, given: list[str], written: list[str]) -> bool:
    """Whether the standard column alone leads back to the same codes."""
    if field.kind == "consent":
        return given[0] in ("given", "refused")
    return [field.code_for(text) for text in written] == given


def _as_cell(field: HtcdsField, value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value.earliest if value.precision == "day" else value.iso
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    if isinstance(value, (bool, int, datetime.date)):
        return value
    return UNSEEN.sub(" ", str(value).replace("\r\n", "\n").replace("\r", "\n"))


# Values to sheets ----------------------------------------------------------------------------------------
def _write_cases(sheet: Any, rows: list[Values]) -> None:
    places = _places(rows)
    sheet.freeze_panes = "B3"
    sheet.row_dimensions[1].hidden = True
    sheet.append([None, *(_text(sheet, name) for name, _occurrence in places)])
    headings = [_heading(sheet, fields()[name], occurrence) for name, occurrence in places]
    sheet.append([None, *headings])
    for number, row in enumerate(rows, start=1):
        sheet.append([number, *(_cell(sheet, row.get(place)) for place in places)])


def _places(rows: list[Values]) -> list[Place]:
    """The columns: always those of the template, and of the others those that anything stands in."""
    used = {place for row in rows for place in row}
    most: dict[str, int] = defaultdict(int)
    for name, occurrence in used:
        record = fields()[name].record
        most[record] = max(most[record], occurrence)
    names = [name for name in fields() if name in ALWAYS or any(name == one for one, _n in used)]
    first = [(name, 0) for name in names]
    again = [
        (name, occurrence)
        for record in RECORDS
        for occurrence in range(1, most[record] + 1)
        for name in names
        # The n-th column of a name belongs to the n-th record, so every field of the record comes again.
        if fields()[name].record == record
    ]
    return first + again


def _heading(sheet: Any, field: HtcdsField, occurrence: int) -> Any:
    cell = _text(sheet, field.label_en if occurrence == 0 else f"{field.label_en} ({occurrence + 1})")
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="FFE8EEF2" if field.level == "core" else "FFF3EEF8")
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, str):
        return _text(sheet, value)
    if isinstance(value, datetime.date):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    return value


def _text(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    # Text stays text, also when somebody edits the cell: "=1+1" is a note, never a formula.
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_STARTS)
    return cell


def _write_about(sheet: Any) -> None:
    for line in (
        "Human Trafficking Case Data Standard 2.0 (IOM), https://github.com/UNMigration/HTCDS, CC BY 4.0",
        f"Written on {timezone.localdate().isoformat()}. Row 1 (hidden): machine names. Row 2: labels.",
        "Several values in one cell are separated by semicolons.",
        "A column that comes again, such as “Mobile Phone (2)”, belongs to a second record of its kind.",
        "Names that begin with loc_ are ours and no part of the standard.",
    ):
        sheet.append([_text(sheet, line)])


def _write_validation(sheet: Any) -> None:
    """The values of every list, code beside label."""
    columns: list[tuple[str, list[tuple[str, str]]]] = []
    for name in dict.fromkeys(field.list_name for field in fields().values() if field.level == "core"):
        if name == "country":
            columns.append((name, [(code, entry.label_en) for code, entry in countries().items()]))
        elif name:
            columns.append(
                (name, [(c, e.label_en) for c, e in entries(name).items() if not is_extension(name, c)])
            )
    sheet.append([_text(sheet, "Validation Lookups")])
    sheet.append([cell for name, _v in columns for cell in (_text(sheet, name), _text(sheet, "label"))])
    for number in range(max(len(values) for _name, values in columns)):
        row: list[Any] = []
        for _name, values in columns:
            pair = values[number] if number < len(values) else ("", "")
            row += [_text(sheet, text) if text else None for text in pair]
        sheet.append(row)
