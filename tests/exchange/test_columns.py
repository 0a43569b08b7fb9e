"""Columns are recognised in every spelling, IOM's own templates included."""

from pathlib import Path

import pytest
from django.conf import settings

from casework.exchange.columns import asks_about_address, recognise, with_address_by
from casework.exchange.htcds import RECORDS, fields
from casework.exchange.reader import read_workbook
from tests.exchange.workbooks import LABELS, NAMES, PERSON, template

OFFICIAL = sorted((Path(settings.BASE_DIR).parent / "shared" / "reference" / "htcds").glob("*.xlsx"))
ABSENT = {"vic_Vulnerabilities", "vic_DetailsOfVulnerabilities"}
TEMPLATES = {"ours": template([PERSON]), **{path.stem: path.read_bytes() for path in OFFICIAL}}


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_column_of_the_template_is_recognised(name):
    columns = read_workbook(TEMPLATES[name]).columns
    core = {code for code, field in fields().items() if field.level == "core"}
    # Two deprecated fields are core in the standard and absent from its templates.
    assert {column.field for column in columns} == set(core) - {
        "vic_Vulnerabilities",
        "vic_DetailsOfVulnerabilities",
    }
    assert [column.field for column in columns if column.is_ignored] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_known_defects_are_read_through(name):
    by_letter = {column.letter: column for column in read_workbook(TEMPLATES[name]).columns}
    assert by_letter["T"].field == "vic_TraffickingStatusDecisionMakingOrg"
    assert by_letter["T"].how == "spelling"
    assert by_letter["AJ"].field == "cas_ReasonForOutgoingReferral"
    # Names and labels of the address differ: the label counts until somebody says otherwise.
    assert [by_letter[letter].field for letter in "NOPQR"] == [
        "prs_MailingStreet",
        "prs_MailingCity",
        "prs_MailingState",
        "prs_MailingPostalCode",
        "prs_MailingCountry",
    ]
    assert asks_about_address(by_letter.values())
    by_machine = {column.letter: column for column in with_address_by(by_letter.values(), "machine")}
    assert [by_machine[letter].field for letter in "NOPQR"] == [
        "prs_MailingCity", "prs_MailingCountry", "prs_MailingState", "prs_MailingStreet",
        "prs_MailingPostalCode",
    ]  # fmt: skip


def test_all_84_fields_are_known_and_40_of_them_core():
    standard = [field for field in fields().values() if field.level != "local"]
    assert len(standard) == 84
    assert sum(field.level == "core" for field in standard) == 40
    assert all(field.is_kept for field in standard if field.level == "core")


def test_every_kept_field_leads_to_a_field_of_its_model():
    for field in fields().values():
        assert not field.record or field.record in RECORDS
        if field.is_kept and field.kind != "owner":
            assert field.model_field is not None, field.code


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("prs_First_Name", "prs_FirstName"),
        ("vic_Methods_of_Control", "vic_MethodsOfControl"),
        ("FIRST NAME ", "prs_FirstName"),
        ("Date de naissance", "prs_Birthdate"),
        ("Nationalité", "prs_Citizenship"),
        ("Mobile Phone (2)", "prs_MobilePhone"),
        ("Forced labor industry", "vic_ForcedLabourIndustry"),
    ],
)
def test_other_spellings_are_recognised(heading, field):
    assert recognise([[heading]])[0].field == field


@pytest.mark.parametrize(
    ("heading", "how"),
    [("Shoe size", "unknown"), ("Longitude", "ambiguous"), ("cco_CaseComment", "not_kept")],
)
def test_other_columns_are_ignored_and_say_why(heading, how):
    column = recognise([[heading]])[0]
    assert column.is_ignored
    assert column.how == how


def test_a_name_tells_apart_what_a_label_cannot():
    columns = recognise([["hte_Longitude", "prs_MailingLongitude"], ["Longitude", "Longitude"]])
    assert [column.field for column in columns] == ["hte_Longitude", "prs_MailingLongitude"]


def test_headings_may_stand_in_either_order():
    assert [c.field for c in recognise([LABELS, NAMES])] == [c.field for c in recognise([NAMES, LABELS])]


def test_a_column_that_comes_again_belongs_to_a_second_record():
    columns = recognise([["prs_MobilePhone", "prs_FirstName", "prs_MobilePhone"]])
    assert [column.occurrence for column in columns] == [0, 0, 1]
