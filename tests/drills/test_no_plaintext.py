"""P2: what is sealed lies nowhere in plain text: not in tables, logs, files, write-ahead log or dump."""

import subprocess
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from config.embedded.cluster import programs
from tests.conftest import address
from tests.drills.planting import DAY, WORDS, case_records, plant, planted, sealed_fields, type_into_pages
from tests.drills.sweep import Sweep, forms, tables

CONTROL = "Zimbelkraut"


@pytest.fixture
def sweep() -> Sweep:
    return Sweep([*WORDS, DAY])


@pytest.fixture
def planted_world(world, client, acting, superuser):
    """Every sealed field filled, changed and typed, and one open field, which the sweep must find."""
    cases = plant(world)
    type_into_pages(client, world.caseworker, world.case)
    with superuser.cursor() as cursor:
        cursor.execute("update victims_statusclaim set organisation_name = %s", [CONTROL])
    return cases


def test_every_sealed_field_of_a_case_is_planted():
    for model in case_records():
        assert set(planted(model, "word")) == {field.name for field in sealed_fields(model)}, model


@pytest.mark.parametrize("word", WORDS)
def test_sweep_finds_a_word_in_every_form(word):
    sweep = Sweep([word])
    for form in forms(word):
        assert sweep.finds(b"before" + form + b"after")
    assert not sweep.finds(b"Quvixor n")


def test_sweep_finds_a_word_across_two_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.drills.sweep.BLOCK", 10)
    (tmp_path / "file").write_bytes(b"1234567" + WORDS[0].encode())
    assert Sweep(WORDS).directory(tmp_path) == [tmp_path / "file"]


def test_tables_and_logs_hold_no_planted_word(planted_world, superuser, sweep, capfd, caplog):
    control = Sweep([CONTROL])
    copied = dict(tables(superuser))
    assert any(control.finds(text) for text in copied.values())
    assert [name for name, text in copied.items() if sweep.finds(text)] == []
    assert not sweep.finds(caplog.text.encode())
    out, err = capfd.readouterr()
    assert not sweep.finds((out + err).encode())
    with superuser.cursor() as cursor:
        cursor.execute("show data_directory")
        data = Path(cursor.fetchone()[0])
    assert not sweep.file(data / "server.log") if (data / "server.log").exists() else True


@pytest.mark.drill
def test_disk_and_dump_hold_no_planted_word(planted_world, superuser, sweep, database, client, world):
    workbook = SimpleUploadedFile("list.xlsx", f"{WORDS[0]} in a file".encode() * 50)
    answer = client.post("/workbooks/new/", {"file": workbook, "workbook": workbook, "purpose": "drill"})
    assert answer.status_code in {200, 302, 422}
    with superuser.cursor() as cursor:
        cursor.execute("checkpoint")
        cursor.execute("show data_directory")
        data = Path(cursor.fetchone()[0])
    control = Sweep([CONTROL])
    assert control.directory(data / "base") != []
    assert sweep.directory(data) == []
    assert sweep.directory(settings.STATE_DIR) == []
    assert sweep.directory(Path(tempfile.gettempdir()) / "casework-uploads") == []
    dump = subprocess.run(
        [str(programs() / "pg_dump"), "--dbname", address("DATABASE_ADMIN_URL", database)],
        check=True, capture_output=True,
    ).stdout  # fmt: skip
    assert control.finds(dump)
    assert not sweep.finds(dump)
    assert sweep.seen > 20_000_000
