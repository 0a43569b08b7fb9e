"""One cell at a time: what organisations write, and what it is taken for."""

import datetime

import pytest
from openpyxl.utils.datetime import WINDOWS_EPOCH

from casework.exchange.cells import CellRefused, take
from casework.exchange.columns import recognise
from casework.exchange.htcds import fields
from casework.exchange.rows import read_row
from casework.standards.dates import PartialDate
from casework.standards.lists import entries, is_extension

GIVEN = [
    ("prs_FirstName", "  Mireille  ", "Mireille"),
    ("prs_FirstName", 42, "42"),
    ("prs_MobilePhone", 41790000000.0, "41790000000"),
    ("prs_Birthdate", datetime.datetime.fromisoformat("2002-03-04"), PartialDate(2002, 3, 4)),
    ("prs_Birthdate", "4 mars 2002", PartialDate(2002, 3, 4)),
    ("prs_Birthdate", "2002-03-04 00:00:00", PartialDate(2002, 3, 4)),
    ("prs_Birthdate", "03/2002", PartialDate(2002, 3)),
    ("prs_Birthdate", 2002, PartialDate(2002)),
    ("prs_Birthdate", 37319, PartialDate(2002, 3, 4)),
    ("cas_IncomingReferralDate", "12/01/2026", datetime.date(2026, 1, 12)),
    ("prs_Gender", "Féminin", "Feminine"),
    ("prs_Gender", "masculine", "Masculine"),
    ("prs_Citizenship", "NA", ["NA"]),
    ("prs_Citizenship", "Namibia; CD;Côte d’Ivoire", ["NA", "CD", "CI"]),
    ("prs_Citizenship", "cod\nFrance", ["CD", "FR"]),
    ("prs_PrimaryLanguage", "fre", "fra"),
    ("vic_MethodsOfControl", "DebtBondage ; Physical abuse", ["DebtBondage", "PhysicalAbuse"]),
    ("vic_MethodsOfControl", "Threats of law enforcement", ["ThreatsLawEnforcement"]),
    ("vic_MethodsOfControl", "RestrictsMovement", ["RestrictsMovement"]),
    (
        "vic_ForcedLabourIndustry",
        "Water supply; sewerage, waste management and remediation; Construction",
        ["E_WaterSupplySewerageWasteManagement", "F_Construction"],
    ),
    ("vic_TraffickingStatus", "Victime présumée", "PossibleVictimOfTrafficking"),
    ("vic_RelationshipToTrafficker", "Unaquainted", "Unaquainted"),
    ("con_Consent", True, "given"),
    ("con_Consent", "FAUX", "refused"),
    ("con_Consent", "oui", "given"),
    ("prs_NumberOfChildren", 2.0, 2),
    ("prs_Deceased", "yes", True),
    ("loc_MobilePhoneFromHour", "18 h 30", datetime.time(18, 30)),
    ("loc_MobilePhoneFromHour", datetime.time(9, 0), datetime.time(9)),
]  # fmt: skip

REFUSED = [
    ("prs_FirstName", "x" * 201, "too_long"),
    ("cas_ReasonForCaseClosure", "x" * 40_000, "too_long"),
    ("prs_Birthdate", "31/02/2002", "date_impossible"),
    ("prs_Birthdate", "04/03/02", "date_short_year"),
    ("prs_Birthdate", "1866", "date_out_of_range"),
    ("prs_Birthdate", "spring", "date_unreadable"),
    ("prs_Birthdate", "2099", "date_future"),
    ("cas_IncomingReferralDate", "2025", "date_day_missing"),
    ("prs_Gender", "blue", "not_in_list"),
    ("prs_Gender", "Feminine; Masculine", "one_value_only"),
    ("prs_Citizenship", "Atlantis", "country_unknown"),
    ("prs_PrimaryLanguage", "Klingonese", "language_unknown"),
    ("prs_Citizenship", "declined; CD", "stands_alone"),
    ("vic_TraffickingStatus", "Smuggled migrant", "smuggling"),
    ("vic_TypeOfExploitation", "trafic illicite de migrants", "smuggling"),
    ("con_Consent", "maybe", "not_yes_no"),
    ("prs_NumberOfChildren", "two", "not_a_number"),
    ("prs_NumberOfChildren", 400, "number_too_big"),
    ("loc_MobilePhoneFromHour", "evening", "hour_unreadable"),
]


@pytest.mark.parametrize(("name", "cell", "value"), GIVEN)
def test_a_cell_is_taken_for_its_value(name, cell, value):
    assert take(fields()[name], cell, WINDOWS_EPOCH) == value


@pytest.mark.parametrize(("name", "cell", "rule"), REFUSED)
def test_a_cell_is_refused_by_its_rule(name, cell, rule):
    with pytest.raises(CellRefused) as refused:
        take(fields()[name], cell, WINDOWS_EPOCH)
    assert refused.value.rule == rule


@pytest.mark.parametrize(
    "name", [name for name, field in fields().items() if field.kind in ("code", "codes")]
)
def test_every_code_and_label_of_every_list_is_taken(name):
    field = fields()[name]
    if field.list_name in ("country", "language") or field.exact_of:
        return
    for code, entry in entries(field.list_name).items():
        for text in (code, f" {code} ", entry.label_en, entry.label_fr):
            assert field.code_for(text) == code, text


@pytest.mark.parametrize("name", [name for name, field in fields().items() if field.level == "core"])
def test_nothing_of_ours_is_written_into_a_core_column(name):
    field = fields()[name]
    if field.kind not in ("code", "codes") or field.list_name in ("country", "language"):
        return
    for code in [*entries(field.list_name), "unknown", "declined"]:
        written = field.written(code)
        assert not written or not is_extension(field.list_name, written)


def row(**cells):
    names = list(cells)
    return read_row(17, list(cells.values()), recognise([names]), WINDOWS_EPOCH)


def test_a_refused_value_of_a_sealed_field_is_withheld():
    refused = row(prs_Birthdate="31/02/2002", prs_FirstName="A", prs_Gender="blue").refusals
    assert {(one.field, one.value) for one in refused} == {("prs_Birthdate", ""), ("prs_Gender", "blue")}


def test_the_exact_column_counts_while_the_standard_one_agrees():
    taken = row(
        vic_MethodsOfControl="Other; PhysicalAbuse",
        loc_vic_MethodsOfControl="RestrictsMovement; PhysicalAbuse",
    )
    assert taken.values["experience", 0]["control_methods"] == ["RestrictsMovement", "PhysicalAbuse"]


def test_the_exact_column_is_passed_over_when_the_standard_one_was_changed():
    taken = row(vic_MethodsOfControl="DebtBondage", loc_vic_MethodsOfControl="RestrictsMovement")
    assert taken.values["experience", 0]["control_methods"] == ["DebtBondage"]


def test_an_unasked_code_in_the_exact_column_is_refused():
    assert [one.rule for one in row(prs_Gender=None, loc_prs_Gender="'; drop table").refusals] == [
        "not_in_list"
    ]


def test_the_two_columns_about_consent_may_not_disagree():
    taken = row(con_Consent=True, vic_AgreementToManagePersonalData=False)
    assert [one.rule for one in taken.refusals] == ["consents_disagree"]
    assert not row(con_Consent=True, vic_AgreementToManagePersonalData=True).refusals


def test_one_hour_alone_is_refused():
    assert [one.rule for one in row(loc_MobilePhoneFromHour="18:00").refusals] == ["hours_in_pairs"]


def test_a_closing_day_of_an_open_case_is_refused():
    taken = row(cas_Status="Active", loc_ClosedOn="12/01/2026")
    assert [one.rule for one in taken.refusals] == ["closed_but_open"]
