"""The same from the terminal."""

import io

import pytest
from django.core.management import CommandError, call_command

from casework.access.database import acting_as
from casework.exchange.models import ImportedRow, WorkbookImport
from casework.victims.models import Case
from tests import factories
from tests.exchange.workbooks import PERSON, template


@pytest.fixture
def run_command():
    def go(name: str, path, user, *options: str) -> str:
        out = io.StringIO()
        call_command(
            name, str(path), f"--organisation={user.organisation.code}", f"--by={user.email}", *options,
            stdout=out, stderr=out,
        )  # fmt: skip
        return out.getvalue()

    return go


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "cases.xlsx"
    path.write_bytes(
        template([PERSON, {"First Name": "Quokkamarsh", "Gender": "blue", "Birthdate": "31/02/2002"}])
    )
    return path


def test_import_tells_what_happened_and_withholds_sealed_values(world, run_command, workbook):
    told = run_command("import_htcds", workbook, world.caseworker)
    assert "2 rows: 1 came in (1 possible duplicates), 1 refused, 0 in already." in told
    assert "H4 Gender [blue]" in told
    assert "G4 Birthdate:" in told
    assert "31/02/2002" not in told
    assert "Quokkamarsh" not in told
    assert "--address-by" in told
    assert "1 in already" in run_command("import_htcds", workbook, world.caseworker)


def test_a_dry_run_saves_nothing(world, run_command, workbook):
    assert "1 would come in" in run_command("import_htcds", workbook, world.caseworker, "--dry-run")
    with acting_as(world.caseworker):
        assert Case.objects.visible_to(world.caseworker).count() == 1
        assert not WorkbookImport.objects.exists()
        assert not ImportedRow.objects.exists()


@pytest.mark.parametrize(
    ("by", "organisation", "words"),
    [
        ("nobody@example.test", "ours", "No active account"),
        ("{stranger.email}", "ours", "belongs to the organisation theirs"),
        ("{auditor.email}", "ours", "Your role cannot"),
    ],
)
def test_import_needs_somebody_who_may(world, workbook, by, organisation, words):
    with pytest.raises(CommandError, match=words):
        call_command("import_htcds", str(workbook), organisation=organisation, by=by.format(**vars(world)))


def test_a_broken_file_is_refused_with_its_sentence(world, run_command, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"\0" * 1000)
    with pytest.raises(CommandError, match="not a workbook"):
        run_command("import_htcds", path, world.caseworker)
    with pytest.raises(CommandError, match="cannot be read"):
        run_command("import_htcds", tmp_path / "absent.xlsx", world.caseworker)


def test_export_writes_a_private_file_that_comes_in_elsewhere(world, run_command, tmp_path):
    factories.agree(world.case, "export", world.caseworker)
    path = tmp_path / "out.xlsx"
    assert "1 cases written" in run_command("export_htcds", path, world.officer)
    assert path.stat().st_mode & 0o777 == 0o600
    told = run_command("import_htcds", path, world.strangers["protection_officer"])
    assert "1 rows: 1 came in (0 possible duplicates), 0 refused" in told


def test_export_tells_how_many_were_left_out(world, run_command, tmp_path):
    assert "0 cases written" in (told := run_command("export_htcds", tmp_path / "out.xlsx", world.officer))
    assert "1 excluded: no consent" in told


def test_export_needs_a_protection_officer_and_a_new_file(world, run_command, tmp_path):
    with pytest.raises(CommandError, match="Your role cannot"):
        run_command("export_htcds", tmp_path / "out.xlsx", world.caseworker)
    assert not (tmp_path / "out.xlsx").exists()
    (tmp_path / "there.xlsx").write_bytes(b"")
    with pytest.raises(CommandError, match="exists already"):
        run_command("export_htcds", tmp_path / "there.xlsx", world.officer)
