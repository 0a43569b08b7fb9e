"""What is written and brought in elsewhere is written there again the same: nothing is lost on the way."""

import datetime
import io
import random
from typing import Any

import openpyxl
import pytest
from django.db import models

from casework.access.database import acting_as
from casework.exchange.htcds import EXACT, RECORDS, fields
from casework.exchange.reader import SHEET_NAME, read_workbook
from casework.exchange.writer import write_workbook
from casework.sealing.fields import SealedDateField, SealedTextField
from casework.standards.dates import PartialDate
from casework.standards.fields import CodedField, CodedListField, coded_choices
from casework.victims.models import Case, Victim
from casework.victims.services import record_for_case, register_person
from tests.factories import StaffFactory

# Who holds a case and what it is called differ in another organisation, by design.
OWN = {"cas_CaseOwner", "loc_CaseReference"}
TEXTS = (
    "Mireille", "=1+1", "+41 79", "-5", "@home", "ካሊድ", "محمد علي", "Ольга Ш.", "陳大文", "Ελένη",
    "O’Brien; Jr",
    "two\nlines", "NA", "TRUE", "12", "2002-03", "inner   spaces", "emoji 🌿", "'quoted'", "_x000B_", "#N/A",
    "<b>&amp;</b>", "e\u0301", "a" * 39,
)  # fmt: skip
DATES = ("1900", "1987-02", "2002-03-04", "2024-02-29", "2025")


def read_back(content: bytes) -> list[dict[tuple[str, int], Any]]:
    """The rows of a written workbook by field and occurrence."""
    sheet = openpyxl.load_workbook(io.BytesIO(content))[SHEET_NAME]
    columns = read_workbook(content).columns
    rows = []
    for cells in sheet.iter_rows(min_row=3, values_only=True):
        values = {(c.field, c.occurrence): cells[c.index] for c in columns if c.field not in OWN}
        rows.append({place: value for place, value in values.items() if value is not None})
    return rows


def some_value(field: models.Field, chance: random.Random) -> Any:
    """A value that the field may hold, of any kind it knows."""
    if isinstance(field, CodedListField):
        codes = [code for code, _label in coded_choices(field.code_list, field.answers)]
        spoken = [code for code in codes if code in ("unknown", "declined")]
        if spoken and chance.random() < 0.15:
            return [chance.choice(spoken)]
        return chance.sample([c for c in codes if c not in spoken], min(3, len(codes) - len(spoken)))
    if isinstance(field, CodedField):
        return chance.choice([code for code, _label in coded_choices(field.code_list, field.answers)])
    if isinstance(field, SealedDateField):
        return PartialDate.from_iso(chance.choice(DATES))
    if isinstance(field, models.BooleanField):
        return chance.random() < 0.5
    if isinstance(field, models.PositiveSmallIntegerField):
        return chance.randrange(30)
    if isinstance(field, models.TimeField):
        return datetime.time(chance.randrange(24), 30)
    if isinstance(field, models.DateField):
        return datetime.date(2025, 1, 1) + datetime.timedelta(days=chance.randrange(300))
    assert isinstance(field, (SealedTextField, models.CharField)), field
    return chance.choice(TEXTS)[: field.max_length]


def some_values(record: str, chance: random.Random) -> dict[str, Any]:
    """Values for every field of a record that a workbook holds."""
    kept = [f for f in fields().values() if f.record == record and not f.exact_of]
    return {
        f.attribute: some_value(f.model_field, chance) for f in kept if f.kind not in ("owner", "reference")
    }


def make_full_case(by, chance: random.Random) -> Case:
    """A case with up to three records of every kind and a value in every field."""
    case = some_values("case", chance)
    case["closed_on"] = datetime.date(2026, 2, 3) if case["status"].startswith("Closed") else None
    made = register_person(person=some_values("person", chance), case=case, by=by)
    for name, (model, fixed) in RECORDS.items():
        if name in ("person", "case"):
            continue
        for number in range(1 if name == "experience" else chance.randrange(1, 4)):
            values = {**some_values(name, chance), **fixed}
            if name == "consent":
                values |= {"status": chance.choice(["given", "refused"]), "recipient": f"recipient {number}"}
                values["expires_on"] = datetime.date(2027, 1, 1)
                values["giver_name"] = "" if values["given_by"] == "self" else "A. Berset"
            record_for_case(record=model(case=made, **values), by=by)
    return made


def differing(one: dict, other: dict) -> list:
    """The cells in which two rows differ."""
    return [
        (place, one.get(place), other.get(place))
        for place in one | other
        if one.get(place) != other.get(place)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_a_round_trip_through_another_organisation_loses_nothing(world, bring_in, write_out, findings, seed):
    chance = random.Random(seed)
    with acting_as(world.officer):
        made = [make_full_case(world.officer, chance) for _ in range(4)]
    first = write_out(world.officer, *made)
    elsewhere = world.strangers["protection_officer"]
    run = bring_in(first, elsewhere)
    assert findings(run) == []
    assert run.rows_fit == 4
    with acting_as(elsewhere):
        brought = Case.objects.visible_to(elsewhere).filter(created_by=elsewhere)
        second = write_workbook(brought.select_related("victim").order_by("created_at"), by=elsewhere)
    assert [differing(*pair) for pair in zip(read_back(first), read_back(second), strict=True)] == [[]] * 4


def test_every_code_of_every_list_survives(world, bring_in):
    """One case for each code, written by field, so that none hides behind another."""
    from casework.exchange.writer import _put

    for field in fields().values():
        if field.kind not in ("code", "codes") or field.exact_of:
            continue
        for code, _label in coded_choices(field.list_name, field.takes_answers):
            written: dict[tuple[str, int], Any] = {}
            _put(written, field, 0, [code] if field.kind == "codes" else code)
            standard = written.get((field.code, 0))
            exact = written.get((f"loc_{field.code}", 0))
            assert (field.code_for(standard) if standard else None) == code or exact == code, (
                field.code,
                code,
            )


def test_text_that_begins_like_a_formula_stays_text_and_comes_back(world, bring_in, write_out):
    with acting_as(world.officer):
        case = register_person(person={"given_names": "=1+1", "family_name": "-Smith"}, by=world.officer)
    content = write_out(world.officer, case)
    cell = openpyxl.load_workbook(io.BytesIO(content))[SHEET_NAME]["D3"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)
    elsewhere = world.strangers["protection_officer"]
    bring_in(content, elsewhere)
    with acting_as(elsewhere):
        assert Victim.objects.get(created_by=elsewhere).given_names == "=1+1"


def test_the_written_workbook_has_the_structure_of_the_template(world, write_out):
    book = openpyxl.load_workbook(io.BytesIO(write_out(world.officer)))
    assert book.sheetnames == ["Case Sheet", "about", "validation"]
    sheet = book["Case Sheet"]
    assert sheet.row_dimensions[1].hidden
    assert (sheet["B1"].value, sheet["B2"].value) == ("cas_CaseOwner", "Case Owner")
    assert sheet["T1"].value == "vic_TraffickingStatusDecisionMakingOrg"
    assert (sheet["A3"].value, sheet["D3"].value) == (1, "Mireille")
    names = [cell.value for cell in sheet[1]][1:]
    assert names[:38] == [code for code, field in fields().items() if field.level == "core"][:38]


def test_what_was_entered_in_error_is_not_written(world, write_out):
    from casework.victims.models import ContactPoint
    from casework.victims.services import change_record

    with acting_as(world.officer):
        contact = ContactPoint(case=world.case, kind="mobile", value="+41")
        record_for_case(record=contact, by=world.officer)
        change_record(record=contact, changes={"entered_in_error": True}, by=world.officer)
    (row,) = read_back(write_out(world.officer))
    assert ("prs_MobilePhone", 0) not in row


def test_cases_of_other_organisations_are_not_written(world, write_out):
    StaffFactory(organisation=world.theirs)
    assert len(read_back(write_out(world.officer))) == 1


@pytest.mark.parametrize("code", ["SmuggledMigrantInNeedOfProtection", "MigrantInVulnerableSituation"])
def test_a_status_that_the_standard_lacks_is_never_written_as_trafficking(code):
    field = fields()["vic_TraffickingStatus"]
    assert field.written(code) == ""
    assert field.has_exact
    assert fields()[f"{EXACT}vic_TraffickingStatus"].written(code) == code
    assert field.code_for("Smuggled migrant") is None
