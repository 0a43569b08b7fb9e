"""Reading a workbook that somebody sends us: nothing in it is trusted, nothing in it is run."""

import datetime
import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import openpyxl
from django.utils.translation import gettext_lazy as _

from casework.exchange.columns import Column, is_heading_row, recognise

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 150 * 1024 * 1024
MAX_RATIO = 200
MAX_PARTS = 500
MAX_COLUMNS = 2_000  # a written workbook repeats columns for second and third records
MAX_ROWS = 50_000
LAST_ROW = 1_048_576  # of a spreadsheet; a row beyond was never written by one
HEADING_ROWS = 10
SHEETS_LOOKED_AT = 10
SHEET_NAME = "Case Sheet"

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class WorkbookRefused(Exception):
    """The file cannot be read as an HTCDS workbook; says why and how to mend it. Nothing was imported."""


class Mark:
    """What a cell holds when it holds no value of its own."""

    def __init__(self, rule: str) -> None:
        self.rule = rule

    def __repr__(self) -> str:
        return f"<{self.rule}>"


FORMULA: Final = Mark("formula")
CELL_ERROR: Final = Mark("cell_error")

NOT_A_WORKBOOK = _("This is not a workbook. Save it as an Excel workbook (.xlsx) and choose it again.")
OLD_FORMAT = _("This workbook has the old .xls form. Save it as .xlsx and choose it again.")
EMPTY = _("The file is empty. Choose the workbook again.")
TOO_BIG = _("The file is larger than 20 MB. Split it into several workbooks.")
PROTECTED = _("The workbook is protected by a password. Save it without a password and choose it again.")
MACROS = _("The workbook holds macros, which are never run here. Save it as .xlsx and choose it again.")
SWOLLEN = _("The file unpacks to far more than it should. Copy the rows into a new workbook.")
DAMAGED = _("The workbook is damaged or was not made by a spreadsheet program. Copy the rows into a new one.")
ENTITIES = _("The workbook holds XML definitions that no spreadsheet program writes. It was not read.")
WRONG_SHEET = _(
    "No sheet of this workbook has HTCDS columns. The sheet “Case Sheet” of the template has them in its "
    "first two rows."
)
TOO_WIDE = _("The sheet has more than 2,000 columns. Keep the HTCDS columns and take the others away.")
TOO_LONG = _("The sheet has more than 50,000 rows. Split it into several workbooks.")


@dataclass(frozen=True)
class Sheet:
    """The sheet with the cases: its recognised columns, and where its rows begin."""

    content: bytes
    title: str
    columns: list[Column]
    first_row: int

    def rows(self) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """The rows that hold anything in a recognised column, with their numbers."""
        wanted = [column.index for column in self.columns if column.field]
        kept = 0
        for number, values in _values(_open(self.content)[self.title]):
            if number < self.first_row:
                continue
            # A row number alone, as the template has it in column A, is no row.
            if all(index >= len(values) or _is_blank(values[index]) for index in wanted):
                continue
            kept += 1
            if kept > MAX_ROWS:
                raise WorkbookRefused(TOO_LONG)
            yield number, values

    @property
    def epoch(self) -> datetime.datetime:
        """The day from which this workbook counts its days."""
        return _open(self.content).epoch


def read_workbook(content: bytes) -> Sheet:
    """Check the file, find the sheet with the cases and recognise its columns; raises WorkbookRefused."""
    check_file(content)
    book = _open(content)
    sheets = book.worksheets[:SHEETS_LOOKED_AT]
    for sheet in sorted(sheets, key=lambda one: one.title.strip().casefold() != SHEET_NAME.casefold()):
        found = _heading(sheet)
        if found:
            first, headings = found
            columns = recognise(headings)
            if any(column.field for column in columns):
                return Sheet(content, sheet.title, columns, first + len(headings))
    raise WorkbookRefused(WRONG_SHEET)


def check_file(content: bytes) -> None:
    """Refuse what is no plain workbook before any of it is unpacked."""
    if not content:
        raise WorkbookRefused(EMPTY)
    if len(content) > MAX_BYTES:
        raise WorkbookRefused(TOO_BIG)
    if content.startswith(OLE):
        raise WorkbookRefused(PROTECTED if ENCRYPTED in content else OLD_FORMAT)
    if not content.startswith(b"PK"):
        raise WorkbookRefused(NOT_A_WORKBOOK)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_parts(package)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, EOFError) as error:
        raise WorkbookRefused(NOT_A_WORKBOOK) from error
    except RuntimeError as error:  # what zipfile raises for an encrypted part
        raise WorkbookRefused(PROTECTED) from error


def _check_parts(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise WorkbookRefused(NOT_A_WORKBOOK)
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise WorkbookRefused(SWOLLEN)
    for part in parts:
        if part.file_size > 1_000_000 and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise WorkbookRefused(SWOLLEN)
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise WorkbookRefused(MACROS)
    if b"macroEnabled" in package.read("[Content_Types].xml"):
        raise WorkbookRefused(MACROS)
    for part in parts:
        if part.filename.casefold().endswith((".xml", ".rels", ".vml")):
            _check_xml(package, part)


def _check_xml(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No document type, hence no entities, in an encoding in which we can see that."""
    before = b""
    with package.open(part) as stream:
        while block := stream.read(1 << 20):
            if (not before and block[:2] in (b"\xff\xfe", b"\xfe\xff")) or b"\x00" in block[:4]:
                raise WorkbookRefused(ENTITIES)
            if b"<!DOCTYPE" in before + block or b"<!ENTITY" in before + block:
                raise WorkbookRefused(ENTITIES)
            before = block[-16:]


def _open(content: bytes) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts of the template that openpyxl does not read
            return openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, keep_links=False, data_only=False
            )
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, ParseError, OSError) as error:
        raise WorkbookRefused(DAMAGED) from error


def _heading(sheet: Any) -> tuple[int, list[tuple[Any, ...]]] | None:
    """The first heading row and the one or two rows of headings."""
    if not hasattr(sheet, "reset_dimensions"):  # a sheet with a chart only
        return None
    first, found = 0, []
    for number, values in _values(sheet):
        if number > HEADING_ROWS:
            break
        if is_heading_row(values):
            first = first or number
            found.append(values)
            if len(found) == 2:
                break
        elif found:
            break
    return (first, found) if found else None


def _values(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Every row with its number, from what the rows say, not from the size that the sheet claims."""
    sheet.reset_dimensions()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for number, cells in enumerate(sheet.iter_rows(), start=1):
                if number > LAST_ROW:
                    raise WorkbookRefused(DAMAGED)
                values = tuple(_value(cell) for cell in cells)
                if any(not _is_blank(value) for value in values[MAX_COLUMNS:]):
                    raise WorkbookRefused(TOO_WIDE)
                yield number, values[:MAX_COLUMNS]
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, ParseError, OSError) as error:
        raise WorkbookRefused(DAMAGED) from error
    except zipfile.BadZipFile as error:
        raise WorkbookRefused(DAMAGED) from error


def _value(cell: Any) -> Any:
    if cell.data_type == "f":
        return FORMULA
    if cell.data_type == "e":
        return CELL_ERROR
    return cell.value


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
