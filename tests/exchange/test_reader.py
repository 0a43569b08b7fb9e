"""Broken and hostile workbooks: each gets a clear sentence and imports nothing."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.chart import BarChart

from casework.access.database import acting_as
from casework.exchange import reader, services
from casework.exchange.models import WorkbookImport
from casework.exchange.reader import WorkbookRefused, read_workbook
from casework.sealing.models import DataKey
from casework.victims.models import Case
from tests.exchange.workbooks import LABELS, PERSON, saved, table, template


def repacked(content: bytes, **changes: bytes | None) -> bytes:
    """The same package with parts replaced, added (a path with slashes as __) or left out."""
    parts = {name.replace("__", "/"): data for name, data in changes.items()}
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            if data is not None:
                new.writestr(name, data)
    return target.getvalue()


def sheet_xml(rows: str, claims: str = "A1:B2") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="{claims}"/><sheetData>{rows}</sheetData></worksheet>'
    ).encode()


def inline(row: int, *texts: str) -> str:
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f'<row r="{row}">{cells}</row>'


HEADINGS = ("First Name", "Second Name", "Gender")
SHEET = "xl__worksheets__sheet1.xml"


def with_sheet(xml: bytes) -> bytes:
    return repacked(template([PERSON]), **{SHEET: xml})


def wide() -> bytes:
    return table([*HEADINGS, *(f"own {n}" for n in range(9_997))], ["x"] * 10_000)


def macros() -> bytes:
    return repacked(template([PERSON]), **{"xl__vbaProject.bin": b"\xd0\xcf\x11\xe0 macro"})


def macro_type() -> bytes:
    content = template([PERSON])
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        types = package.read("[Content_Types].xml")
    types = types.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")
    return repacked(content, **{"[Content_Types].xml": types})


def entities() -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    return with_sheet(sheet_xml(inline(1, *HEADINGS)).replace(b"?>", b"?>" + bomb, 1))


def other_zip() -> bytes:
    return repacked(template([]), **{"xl__workbook.xml": None})


def other_book() -> bytes:
    return table(["Product", "Price", "In stock"], ["Tea", 3, True])


BROKEN = {
    "empty file": (lambda: b"", reader.EMPTY),
    "not a workbook": (lambda: b"First Name,Second Name\nA,B\n", reader.NOT_A_WORKBOOK),
    "a zip of something else": (other_zip, reader.NOT_A_WORKBOOK),
    "cut short": (lambda: template([PERSON])[:2000], reader.NOT_A_WORKBOOK),
    "50 MB of zeros, bare": (lambda: b"\0" * 50_000_000, reader.TOO_BIG),
    "50 MB of zeros, packed": (lambda: with_sheet(b"\0" * 50_000_000), reader.SWOLLEN),
    "password": (lambda: reader.OLE + b"\0" * 600 + reader.ENCRYPTED, reader.PROTECTED),
    "old form": (lambda: reader.OLE + b"\0" * 600, reader.OLD_FORMAT),
    "macros": (macros, reader.MACROS),
    "macro type": (macro_type, reader.MACROS),
    "entities": (entities, reader.ENTITIES),
    "other encoding": (lambda: with_sheet(sheet_xml("").decode().encode("utf-16")), reader.ENTITIES),
    "wrong sheet": (other_book, reader.WRONG_SHEET),
    "10,000 columns": (wide, reader.TOO_WIDE),
    "torn XML": (lambda: with_sheet(b"<worksheet><sheetData><row"), reader.DAMAGED),
    "impossible column": (
        lambda: with_sheet(sheet_xml('<row r="1"><c r="ZZZZZ1" t="n"><v>1</v></c></row>')),
        reader.DAMAGED,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_workbook_is_refused_with_its_sentence(name):
    make, sentence = BROKEN[name]
    with pytest.raises(WorkbookRefused) as refused:
        read_workbook(make())
    assert str(refused.value) == str(sentence)


@pytest.mark.parametrize("name", ["not a workbook", "50 MB of zeros, packed", "macros", "10,000 columns"])
def test_a_broken_workbook_leaves_nothing(world, name):
    with acting_as(world.caseworker):
        before = Case.objects.count(), DataKey.objects.count()
    with pytest.raises(WorkbookRefused), acting_as(world.caseworker):
        services.receive_workbook(content=BROKEN[name][0](), by=world.caseworker)
    with acting_as(world.caseworker):
        assert WorkbookImport.objects.count() == 0
        assert (Case.objects.count(), DataKey.objects.count()) == before


def test_a_row_beyond_any_spreadsheet_is_refused_without_counting_to_it():
    content = with_sheet(sheet_xml(inline(1, *HEADINGS) + inline(2_000_000_000, "A", "B", "Feminine")))
    sheet = read_workbook(content)
    with pytest.raises(WorkbookRefused, match="damaged"):
        list(sheet.rows())


def test_the_size_that_a_sheet_claims_does_not_matter():
    content = with_sheet(sheet_xml(inline(1, *HEADINGS) + inline(2, "A", "B", "F"), "A1:XFD1048576"))
    assert [number for number, _values in read_workbook(content).rows()] == [2]


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(reader, "MAX_ROWS", 3)
    with pytest.raises(WorkbookRefused, match="50,000"):
        list(read_workbook(template([PERSON] * 4)).rows())


def test_a_formula_is_marked_not_computed():
    book = openpyxl.load_workbook(io.BytesIO(template([PERSON])))
    book["Case Sheet"]["D3"] = '=HYPERLINK("http://x.test","Mireille")'
    (_number, values), *_rest = read_workbook(saved(book)).rows()
    assert values[3] is reader.FORMULA


def test_text_that_looks_like_a_formula_stays_text():
    (_number, values), *_rest = read_workbook(
        with_sheet(sheet_xml(inline(1, *HEADINGS) + inline(2, "=1+1", "+33", "F")))
    ).rows()
    assert values[0] == "=1+1"


def test_an_error_of_the_spreadsheet_is_marked():
    book = openpyxl.load_workbook(io.BytesIO(template([PERSON])))
    book["Case Sheet"]["D3"] = "#N/A"
    (_number, values), *_rest = read_workbook(saved(book)).rows()
    assert values[3] is reader.CELL_ERROR


@pytest.mark.parametrize("headings", ["both", "names", "labels"])
def test_rows_begin_under_the_headings_and_numbers_alone_are_no_rows(headings):
    sheet = read_workbook(template([PERSON, {}, {"First Name": "B"}], headings=headings))
    first = 3 if headings == "both" else 2
    assert [number for number, _values in sheet.rows()] == [first, first + 2]


def test_the_sheet_is_found_by_its_columns_when_it_has_another_name():
    assert read_workbook(template([PERSON], sheet="Sheet1")).title == "Sheet1"


def test_the_case_sheet_goes_first():
    book = openpyxl.load_workbook(io.BytesIO(template([PERSON])))
    book.create_sheet("Old", 0).append(list(LABELS))
    assert read_workbook(saved(book)).title == "Case Sheet"


def test_a_sheet_with_a_chart_only_is_passed_over():
    book = openpyxl.load_workbook(io.BytesIO(template([PERSON])))
    book.create_chartsheet("Chart", 0).add_chart(BarChart())
    assert read_workbook(saved(book)).title == "Case Sheet"
