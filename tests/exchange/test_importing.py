"""Rows come in whole or not at all, once, and as they were meant."""

import io
import warnings

import openpyxl
import pytest

from casework.access.database import acting_as
from casework.exchange.models import ImportedRow
from casework.standards.dates import PartialDate
from casework.victims.models import Case, CaseAssignment, Consent, ContactPoint, StatusClaim, Victim
from casework.victims.services import many
from tests.exchange.test_columns import TEMPLATES
from tests.exchange.workbooks import LABELS, PERSON, new_cases, saved, table, template
from tests.factories import make_case


@pytest.mark.parametrize("who", ["caseworker", "officer"])
def test_a_row_becomes_a_person_with_everything_about_them(world, bring_in, who):
    by = getattr(world, who)
    run = bring_in(template([PERSON]), by)
    assert (run.state, run.rows_total, run.rows_alike, run.rows_refused) == ("done", 1, 1, 0)
    with acting_as(by):
        (case,) = new_cases(world, by)
        victim = case.victim
        assert (victim.given_names, victim.family_name) == ("Mireille", "Kabongo")
        assert victim.birth_date == PartialDate(2002, 3, 4)
        assert victim.citizenships == ["CD"]
        assert case.status == "Active"
        contacts = {one.kind: one for one in ContactPoint.objects.filter(case=case)}
        assert contacts["mobile"].value == "+243810000000"
        assert contacts["mobile"].safety == "not_known"
        assert (contacts["postal"].street, contacts["postal"].city) == ("12 rue du Port", "Goma")
        assert contacts["postal"].country == "CD"
        assert Consent.objects.get(case=case).purpose == "case_record"
        assert StatusClaim.objects.get(case=case).status == "PossibleVictimOfTrafficking"
        experience = case.traffickingexperience_set.get()
        assert experience.control_methods == ["DebtBondage", "PhysicalAbuse"]
        assert experience.labour_industries == ["E_WaterSupplySewerageWasteManagement", "F_Construction"]
        referring = case.connectedorganisation_set.get()
        assert (referring.part, referring.name) == ("referring", "Maison Azur")
        assert str(case.opened_on) == "2026-01-12"


def test_every_record_has_its_history_row_by_whoever_brought_it_in(world, bring_in):
    bring_in(template([PERSON]), world.caseworker)
    with acting_as(world.caseworker):
        (case,) = new_cases(world, world.caseworker)
        for record in (
            case,
            case.victim,
            *ContactPoint.objects.filter(case=case),
            CaseAssignment.objects.get(case=case),
        ):
            (row,) = record.history.all()
            assert (row.history_user_id, row.history_type) == (world.caseworker.pk, "+")
        assert case.victim.history.get().given_names == "Mireille"


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_filled_template_comes_in(world, bring_in, name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(TEMPLATES[name]))
    sheet = book.worksheets[0]
    for column, label in enumerate(LABELS, start=2):
        sheet.cell(3, column).value = PERSON.get(label)
    run = bring_in(saved(book), world.caseworker)
    assert (run.rows_total, run.rows_refused) == (1, 0)
    with acting_as(world.caseworker):
        (case,) = new_cases(world, world.caseworker)
        assert ContactPoint.objects.get(case=case, kind="postal").city == "Goma"


def test_the_address_can_be_taken_by_its_hidden_names(world, bring_in):
    row = {
        **PERSON,
        "Mailing Street": "Goma",
        "Mailing City": "CD",
        "Mailing Zip/Postal Code": "12 rue",
        "Mailing Country": "9",
    }
    bring_in(template([row]), world.caseworker, address_by="machine")
    with acting_as(world.caseworker):
        (case,) = new_cases(world, world.caseworker)
        address = ContactPoint.objects.get(case=case, kind="postal")
    assert (address.city, address.country, address.street, address.postal_code) == (
        "Goma",
        "CD",
        "12 rue",
        "9",
    )


def test_another_organisation_brings_in_the_same_rows_for_itself(world, bring_in):
    content = template([PERSON])
    bring_in(content, world.caseworker)
    assert bring_in(content, world.stranger).rows_fit == 1


def test_refused_rows_keep_nobody_else_out_and_leave_nothing(world, bring_in, findings):
    rows = [
        PERSON,
        {**PERSON, "First Name": "B", "Birthdate": "31/02/2002", "Gender": "blue"},
        {"First Name": "C"},
    ]
    run = bring_in(template(rows), world.caseworker)
    assert (run.rows_fit, run.rows_refused, run.rows_done) == (2, 1, 3)
    assert sorted(findings(run)) == [("G4", "date_impossible"), ("H4", "not_in_list")]
    with acting_as(world.caseworker):
        assert len(new_cases(world, world.caseworker)) == 2
        assert Victim.objects.visible_to(world.caseworker).count() == 3
    mended = [PERSON, {**PERSON, "First Name": "B"}, {"First Name": "C"}]
    assert bring_in(template(mended), world.caseworker).rows_fit == 1


def test_a_formula_is_refused_not_computed(world, bring_in, findings):
    run = bring_in(
        template([{"First Name": '=HYPERLINK("http://x.test")', "Second Name": "B"}]), world.caseworker
    )
    assert findings(run) == [("D3", "formula")]
    assert run.rows_fit == 0


def test_smuggling_is_never_turned_into_trafficking(world, bring_in, findings):
    run = bring_in(
        template([{"First Name": "A", "Trafficking Status": "smuggled migrant"}]), world.caseworker
    )
    assert findings(run) == [("S3", "smuggling")]


def test_a_row_that_the_database_refuses_is_refused_alone(world, bring_in, findings, monkeypatch):
    # What no check of ours foresees: two rows of one batch are given the same reference.
    references = iter(["Acacia 1", "Acacia 1", "Acacia 2", "Acacia 2"])
    monkeypatch.setattr(many, "free_references", lambda count: [next(references) for _each in range(count)])
    run = bring_in(template([{"First Name": "A"}, {"First Name": "B"}]), world.caseworker)
    assert (run.rows_fit, run.rows_refused) == (1, 1)
    with acting_as(world.caseworker):
        assert len(new_cases(world, world.caseworker)) == 1
        assert ImportedRow.objects.count() == 1


def test_possible_duplicates_are_pointed_at_and_never_merged(world, bring_in, findings):
    rows = [
        {"First Name": "Mireille", "Second Name": "Kabongo", "Birthdate": "04/03/2002", "Citizenship": "CD"},
        {"First Name": "KABONGO", "Second Name": "Mireille", "Birthdate": "2002"},
        {"First Name": "Somebody", "Second Name": "Else", "Birthdate": "2002"},
    ]
    run = bring_in(template(rows), world.caseworker)
    assert (run.rows_accepted, run.rows_alike) == (1, 2)
    assert set(findings(run, "alike")) >= {
        ("3", "same_person"),
        ("4", "same_name_and_year"),
        ("4", "same_in_file"),
    }
    with acting_as(world.caseworker):
        assert Victim.objects.visible_to(world.caseworker).count() == 4


def test_people_one_may_not_see_are_not_pointed_at(world, bring_in):
    make_case(
        world.colleague,
        person={"given_names": "Secret", "family_name": "Person", "birth_date": PartialDate(1999)},
    )
    run = bring_in(
        template([{"First Name": "Secret", "Second Name": "Person", "Birthdate": "1999"}]), world.caseworker
    )
    assert (run.rows_accepted, run.rows_alike) == (1, 0)


@pytest.mark.parametrize(
    ("owner", "holder", "warning"),
    [
        ("", "officer", []),
        ("ours", "officer", []),
        ("{colleague.email}", "colleague", []),
        ("{colleague.name}", "colleague", []),
        ("Someone from elsewhere", "officer", [("B3", "owner_unknown")]),
        ("{partner.email}", "officer", [("B3", "owner_unknown")]),
    ],
)
def test_the_case_owner_is_matched_to_staff(world, bring_in, findings, owner, holder, warning):
    run = bring_in(
        template([{"Case Owner": owner.format(**vars(world)) or None, "First Name": "A"}]), world.officer
    )
    assert findings(run, "warning") == warning
    with acting_as(world.officer):
        (case,) = Case.objects.visible_to(world.officer).filter(created_by=world.officer)
        assert CaseAssignment.objects.get(case=case).user == getattr(world, holder)


def test_a_caseworker_names_no_other_holder(world, bring_in, findings):
    run = bring_in(template([{"Case Owner": world.colleague.email, "First Name": "A"}]), world.caseworker)
    assert findings(run, "warning") == [("B3", "owner_not_yours_to_name")]


def test_closed_cases_come_in_closed(world, bring_in, findings):
    row = {"First Name": "A", "Status": "Closed Referred", "Reason for Case Closure": "Went home"}
    run = bring_in(template([row]), world.caseworker)
    assert findings(run, "warning") == [("AB3", "closing_day_unknown")]
    with acting_as(world.caseworker):
        (case,) = new_cases(world, world.caseworker)
        assert (case.status, case.closure_reason) == ("ClosedReferred", "Went home")


def test_nothing_of_a_row_stands_at_rest_in_the_clear(world, bring_in, superuser):
    bring_in(template([{**PERSON, "First Name": "Zyzzyva", "Second Name": "Quokkamarsh"}]), world.caseworker)
    with superuser.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        for (name,) in cursor.fetchall():
            cursor.execute(
                f'select count(*) from "{name}" t where t::text ilike any(%s)', [["%zyzzyva%", "%quokka%"]]
            )
            assert cursor.fetchone() == (0,), name


def test_several_consents_for_one_purpose_leave_the_last_standing(world, bring_in):
    bring_in(table(["prs_FirstName", "con_Consent", "con_Consent"], ["A", True, False]), world.caseworker)
    with acting_as(world.caseworker):
        (case,) = new_cases(world, world.caseworker)
        assert sorted(Consent.objects.filter(case=case).values_list("status", flat=True)) == [
            "refused",
            "superseded",
        ]
