"""Sets of indicators: what comes with the application, a country's own; what was used never changes."""

import csv
import io

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from casework.standards.indicator_tables import TableRefused, built_in_tables, read_indicator_table
from casework.victims import services
from casework.victims.models import IndicatorSet, Screening
from tests.access.test_commands import as_owner

HEAD = {
    "set": "example_set", "version": "1", "title_en": "Example", "title_fr": "Exemple",
    "source": "A ministry", "country": "CD", "persons": "any", "rule": "ilo",
}  # fmt: skip
LINE = {
    "part": "1", "dimension": "exploitation", "code": "one", "strength": "S", "hard": "0",
    "label_en": "Label", "label_fr": "", "wording_en": "Question?", "wording_fr": "",
    "hint_en": "", "hint_fr": "", "wording_lin": "Motuna?",
}  # fmt: skip


def table(*lines, **head) -> bytes:
    rows = [{**LINE, **line} for line in lines or ({"code": "one"}, {"code": "two"})]
    names = [*HEAD, *rows[0]]
    target = io.StringIO()
    writer = csv.DictWriter(target, names, restval="")
    writer.writeheader()
    for number, row in enumerate(rows):
        writer.writerow({**({**HEAD, **head} if number == 0 else {}), **row})
    return target.getvalue().encode()


def problems(content: bytes) -> str:
    with pytest.raises(TableRefused) as refusal:
        read_indicator_table(content)
    return "\n".join(refusal.value.problems)


def test_the_built_in_sets_are_whole():
    found = {one.code: one for one in built_in_tables()}
    counts = {code: len(one.indicators) for code, one in found.items()}
    assert counts == {"ilo_labour_adults": 67, "ilo_labour_children": 65, "palermo_elements": 20}
    weights = [row.strength for row in found["ilo_labour_children"].indicators]
    assert set(weights) == {"S", "M"}
    for one in found.values():
        for row in one.indicators:
            assert set(row.wordings) == {"eng", "fra"}
            assert row.wordings["eng"].endswith("?")
            assert row.wordings["fra"].endswith("\u202f?")
            assert len(row.wordings["eng"].split()) <= 20


def test_they_are_loaded_after_migrating_and_readable_by_the_application(world, acting):
    with acting(world.researcher):
        assert set(IndicatorSet.objects.active().values_list("code", flat=True)) == {
            "ilo_labour_adults", "ilo_labour_children", "palermo_elements",
        }  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [
        "update victims_indicatorset set is_current = false",
        "delete from victims_indicator",
        "insert into victims_indicatorset (code, version) values ('x', 1)",
    ],
)
def test_the_application_cannot_write_them(db, statement):
    with pytest.raises(ProgrammingError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(refusal.value.__cause__, psycopg2.errors.InsufficientPrivilege)


def test_a_table_is_read_with_its_further_languages():
    found = read_indicator_table(table())
    assert (found.code, found.version, found.country) == ("example_set", 1, "CD")
    assert found.indicators[0].wordings == {"eng": "Question?", "lin": "Motuna?"}
    assert found.indicators[0].label_fr == "Label"


TWO = {"code": "two"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (table({"strength": "X"}, TWO), "Line 2, column strength: “X” is not possible; use: S, M, W."),
        (table({"dimension": "act"}, TWO), "Line 2, column dimension"),
        (table({"code": "Not a code"}, TWO), "Line 2, column code: write a code"),
        (table(LINE, LINE), "Line 3, column code: “one” stands twice"),
        (table({"hard": "yes"}, TWO), "Line 2, column hard"),
        (table({"part": "0"}, TWO), "Line 2, column part: “0” is not a number from 1."),
        (table({"code": "a"}, {"code": "b"}, {"code": "c", "part": "3"}), "3 follows 1"),
        (table({"code": "a"}, {"code": "b"}, {"code": "c", "part": "2"}), "part 2 has 1 questions"),
        (table(*({"code": f"c{n}"} for n in range(6))), "part 1 has 6 questions"),
        (table({"wording_en": "", "wording_lin": ""}, TWO), "write the question in at least one language"),
        (table({"label_en": ""}, TWO), "Line 2, column label_en: write it in English or in French."),
        (table({"label_en": "x" * 201}, TWO), "use at most 200 characters"),
        (table({"wording_lin": "x" * 401}, TWO), "Line 2, column wording_lin: use at most 400 characters."),
        (table({"hint_fr": "x" * 301}, TWO), "column hint_fr"),
        (table(set="Bad Code"), "Line 2, column set"),
        (table(version="one"), "Line 2, column version: “one” is not a number from 1."),
        (table(persons="everybody"), "Line 2, column persons"),
        (table(rule="own"), "Line 2, column rule: “own” is not possible; use: ilo, palermo."),
        (table(country="Narnia"), "Line 2, column country"),
        (table(source=""), "Line 2, column source: say where the set comes from."),
        (table(source="x" * 501), "column source: use at most"),
        (table(title_en="", title_fr=""), "Line 2, column title_en"),
        (
            table(LINE, {**TWO, "part": "1"}).replace(b"\r\n,,", b"\r\nother,,", 1),
            "differs from the first line",
        ),
        (table().replace(b"wording_lin", b"wording_zzzz"), "no language has this code"),
        (table().replace(b"wording_lin", b"colour"), "Column colour is not known."),
        (table().replace(b"wording_lin", b"hint_en"), "Column hint_en stands twice."),
        (table().replace(b"strength", b"weight"), "Column strength is missing."),
        (table() + b"a,b\r\n", "Line 4: the line does not have as many cells"),
        (table().splitlines(keepends=True)[0], "The table has no indicator."),
        (table(*({"code": f"c{n}"} for n in range(401))), "more than 400"),
        ("été".encode("latin-1"), "not UTF-8"),
        (b"PK\x03\x04\x00", "not a CSV table"),
        (b"", "Column set is missing."),
    ],
)
def test_a_table_is_refused_naming_line_and_column(content, sentence):
    assert sentence in problems(content)


def test_strength_is_left_empty_by_the_rule_of_elements():
    lines = ({"dimension": "act"}, {"dimension": "act", **TWO})
    assert "leave it empty" in problems(table(*lines, rule="palermo"))


@pytest.fixture
def country_set(db, database, superuser, tmp_path):
    """A file for a country's own set; what came of it is taken away afterwards."""
    yield tmp_path / "set.csv"
    with superuser.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute(
            "delete from victims_indicator where indicator_set_id in"
            " (select id from victims_indicatorset where code = 'example_set')"
        )
        cursor.execute("delete from victims_indicatorset where code = 'example_set'")
        cursor.execute("set session_replication_role = origin")


def load(database, path, content: bytes):
    path.write_bytes(content)
    return as_owner(database, "load_indicator_set", str(path))


def test_a_country_set_is_loaded_corrected_and_then_kept_as_it_was_used(world, database, country_set, acting):
    first = load(database, country_set, table())
    assert first.returncode == 0, first.stderr
    assert "version 1, with 2 indicators was loaded" in first.stdout
    assert "is there already" in load(database, country_set, table()).stdout
    # Nobody has used it: it may still be corrected.
    corrected = load(database, country_set, table(title_en="Corrected"))
    assert corrected.returncode == 0, corrected.stderr
    with acting(world.caseworker):
        known = IndicatorSet.objects.active().get(code="example_set")
        assert known.title_en == "Corrected"
        screening = Screening(case=world.case, indicator_set=known)
        services.start_screening(screening=screening, by=world.caseworker)
    refused = load(database, country_set, table({"wording_en": "Another?"}, TWO))
    assert refused.returncode == 1
    assert "Nothing was loaded." in refused.stderr
    assert "Give the new text the version 2." in refused.stderr
    newer = load(database, country_set, table(version="2"))
    assert newer.returncode == 0, newer.stderr
    # An older version that comes later is kept and does not become the one in use.
    with acting(world.caseworker):
        assert IndicatorSet.objects.active().get(code="example_set").version == 2
        assert Screening.objects.get().indicator_set.version == 1


def test_the_command_says_what_is_wrong_with_the_file(database, db, tmp_path):
    absent = as_owner(database, "load_indicator_set", str(tmp_path / "absent.csv"))
    assert absent.returncode == 1
    assert "cannot be read" in absent.stderr
    wrong = load(database, tmp_path / "wrong.csv", table({"strength": "X"}, TWO))
    assert "Line 2, column strength" in wrong.stderr


def test_the_application_cannot_run_the_command(db, tmp_path):
    with pytest.raises(CommandError, match="owner"):
        call_command("load_indicator_set", str(tmp_path / "any.csv"))
