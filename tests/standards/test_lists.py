"""Code lists hold every HTCDS picklist value, read in two languages, and understand what people type."""

import csv
from pathlib import Path

import pytest
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter
from django.utils.translation import override

from casework.standards import lists
from casework.standards.tables import folded
from casework.standards.typography import french, has_french_marks

HERE = Path(__file__).parent
REFERENCE = HERE.parents[2] / "shared/reference/htcds/field_standards_2.0.csv"

LIST_OF_FIELD = {
    "org_Type": "organisation_type",
    "prs_Gender": "gender",
    "prs_MaritalStatus": "marital_status",
    "prs_HighestLevelOfEducation": "education",
    "vic_TraffickingStatus": "trafficking_status",
    "vic_TraffickingStatusDecisionMakingOrg": "deciding_organisation",
    "vic_RelationshipToTrafficker": "relationship_to_trafficker",
    "vic_RecruitmentWebsitesAndApps": "website_or_app",
    "vic_MethodOfRecruitment": "method_of_recruitment",
    "vic_MethodsOfControl": "method_of_control",
    "vic_TypeOfExploitation": "type_of_exploitation",
    "vic_ForcedLabourIndustry": "industry",
    "vic_TypeOfSexExploitation": "type_of_sex_exploitation",
    "vic_ExploitationWebsitesAndApps": "website_or_app",
    "vic_Vulnerabilities": "vulnerability",
    "per_RoleInProcess": "role_in_process",
    "cas_Status": "case_status",
    "cas_ReasonForIncomingReferral": "referral_reason",
    "cas_ReasonForOutgoingReferral": "referral_reason",
    "hte_Type": "event_type",
    "spl_Type": "support_plan_type",
}


def shipped_values() -> list[tuple[str, str, str]]:
    with (HERE / "htcds_values.csv").open(encoding="utf-8", newline="") as table:
        return [(row["field"], row["value"], row["label"]) for row in csv.DictReader(table)]


def values_of_the_standard(path: Path) -> list[tuple[str, str, str]]:
    with path.open(encoding="utf-8", newline="") as table:
        return [
            (row["Field Name including Prefix"], value, label)
            for row in csv.DictReader(table)
            if "\n" in (row["Value Names (if picklist)"] or "")
            for value, label in zip(
                row["Value Names (if picklist)"].split("\n"),
                row["Value Labels (if picklist)"].split("\n"),
                strict=True,
            )
            if value
        ]


def all_values() -> list[tuple[str, str, str]]:
    return shipped_values() + (values_of_the_standard(REFERENCE) if REFERENCE.exists() else [])


@pytest.mark.parametrize(("field", "value", "label"), all_values())
def test_every_htcds_value_and_label_resolves_to_its_code(field, value, label):
    list_name = LIST_OF_FIELD[field]
    assert value.strip() in lists.codes(list_name)
    assert lists.resolve(list_name, value) == value.strip()
    assert lists.resolve(list_name, label) == value.strip()
    assert not lists.is_extension(list_name, value.strip())


def test_codes_that_htcds_lacks_are_marked_as_extensions():
    in_htcds = {(LIST_OF_FIELD[field], value) for field, value, _label in shipped_values()}
    ours = {
        (list_name, code)
        for list_name in set(LIST_OF_FIELD.values())
        for code in lists.codes(list_name)
        if (list_name, code) not in in_htcds
    }
    assert ours == {
        ("education", "NoEducation"),
        ("relationship_to_trafficker", "IntimatePartner"),
        ("method_of_control", "RestrictsMovement"),
        ("type_of_exploitation", "ForcedCriminality"),
        ("trafficking_status", "MigrantInVulnerableSituation"),
        ("trafficking_status", "SmuggledMigrantInNeedOfProtection"),
    }
    assert all(lists.is_extension(list_name, code) for list_name, code in ours)


@pytest.mark.parametrize("list_name", sorted(lists.list_names()))
def test_no_spelling_of_a_list_stands_for_two_codes(list_name):
    owner = {}
    for entry in lists.entries(list_name).values():
        for spelling in (entry.code, *entry.spellings):
            assert folded(spelling)
            assert owner.setdefault(folded(spelling), entry.code) == entry.code


@pytest.mark.parametrize("list_name", sorted(lists.list_names()))
def test_labels_are_there_in_both_languages_and_typeset(list_name):
    for code, entry in lists.entries(list_name).items():
        assert 0 < len(code) <= lists.CODE_LENGTH
        assert code == code.strip()
        assert entry.label_en.strip() == entry.label_en != ""
        assert entry.label_fr.strip() == entry.label_fr != ""
        assert not has_french_marks(entry.label_en)
        assert "'" not in entry.label_en
        assert french(entry.label_fr) == entry.label_fr


def test_every_service_stands_in_a_group():
    groups = lists.codes("service_group")
    assert {entry.parent for entry in lists.entries("service_type").values()} == groups
    grouped = lists.grouped_choices("service_type", "service_group")
    assert [code for _group, services in grouped for code, _label in services] == [
        code for code, _label in lists.choices("service_type")
    ]
    with override("fr"):
        assert str(grouped[1][0]) == "Hébergement"
        assert str(dict(grouped[1][1])["safe_house"]) == "Refuge"


def test_labels_follow_the_language_of_the_reader():
    choices = dict(lists.choices("service_outcome"))
    with override("en"):
        assert str(choices["put_off"]) == lists.label("service_outcome", "put_off") == "Put off"
    with override("fr"):
        assert str(choices["put_off"]) == lists.label("service_outcome", "put_off") == "Reportée"
    with override("es"):
        assert str(choices["put_off"]) == "Put off"
    with override(None):
        assert str(choices["put_off"]) == "Put off"


def test_spoken_non_answers_have_a_label_in_every_list_and_strange_codes_are_shown():
    with override("fr"):
        assert lists.label("type_of_exploitation", "declined") == "Ne souhaite pas répondre"
        assert lists.label("type_of_exploitation", "unknown") == "Ne sait pas"
        assert lists.label("type_of_exploitation", "Xyz") == "Xyz"
        assert lists.label("sex", "unknown") == "Non connu"


@pytest.mark.parametrize(
    ("list_name", "text", "code"),
    [
        ("method_of_control", "DebtBondage ", "DebtBondage"),
        ("method_of_control", "SERVITUDE POUR DETTES", "DebtBondage"),
        ("method_of_control", "menace de denonciation aux autorites", "ThreatsLawEnforcement"),
        ("relationship_to_trafficker", "Unacquainted", "Unaquainted"),
        ("gender", "Not Specified/Unknown", "NonSpecifiedUnknown"),
        ("gender", "Feminine\u00a0", "Feminine"),
        ("gender", "femme", "Feminine"),
        ("case_status", "Follow up", "FollowUp"),
        ("industry_division", "placement de main d'oeuvre", "78"),
        ("industry", "travel", None),
        ("gender", "", None),
        ("gender", None, None),
    ],
)
def test_resolve_understands_codes_labels_and_known_misspellings(list_name, text, code):
    assert lists.resolve(list_name, text) == code


def test_a_misspelt_list_stops_at_import():
    with pytest.raises(KeyError):
        lists.code_choices("gendre")


def test_choices_of_a_model_field_are_named_in_migrations_and_never_repeated():
    fields = [models.CharField(max_length=64, choices=lists.code_choices("gender")) for _ in range(2)]
    written, _imports = MigrationWriter.serialize(fields[0])
    assert "Feminine" not in written
    assert "casework.standards.lists.choices" in written
    detector = MigrationAutodetector(ProjectState(), ProjectState())
    assert detector.deep_deconstruct(fields[0]) == detector.deep_deconstruct(fields[1])
    assert ("Feminine", "Feminine") in [(code, str(label)) for code, label in fields[0].choices]


def test_seven_consent_questions_in_both_languages():
    questions = lists.consent_questions()
    assert len({code for code, _question in questions}) == 7
    with override("en"):
        english = [str(question) for _code, question in questions]
    with override("fr"):
        in_french = [str(question) for _code, question in questions]
    assert all(question.endswith("?") and not has_french_marks(question) for question in english)
    assert all(french(question) == question for question in in_french)


def test_every_industry_division_stands_in_its_isic_section():
    divisions = lists.entries("industry_division")
    assert len(divisions) == 88
    assert {entry.parent for entry in divisions.values()} == lists.codes("industry")
    assert divisions["01"].parent == "A_AgricultureForestryAndFishing"
    assert divisions["97"].parent == "T_ActivitiesOfHouseholdsAsEmployers"
    assert list(divisions) == sorted(divisions)
