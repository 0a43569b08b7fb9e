"""P2: what is sealed lies nowhere in plain text: not in tables, logs, files, write-ahead log or dump."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from casework.access.database import acting_as
from casework.exchange import jobs
from casework.exchange.models import WorkbookImport
from config.embedded.application import manage
from config.embedded.cluster import programs
from tests.conftest import address
from tests.drills.planting import (
    DAY,
    WORDS,
    bring_in_workbook,
    case_records,
    plant,
    planted,
    sealed_fields,
    type_into_pages,
    workbook,
    write_out_workbook,
)
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


@contextmanager
def no_temporary_file(place: Path) -> Iterator[None]:
    """Whoever wants to make a temporary file fails."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(place / "nowhere"))
        yield


@pytest.fixture
def worker(database, tmp_path):
    """`worker()` lets a worker of its own do what is waiting; `worker.said` is what it wrote and left."""
    temporary = tmp_path / "worker"
    temporary.mkdir()
    names = ("DATABASE_URL", "DATABASE_AUDIT_URL")
    environment = {**os.environ, **{name: address(name, database) for name in names}}

    def work() -> None:
        done = subprocess.run(
            manage("db_worker", "--batch", "--verbosity=2"), check=True, capture_output=True,
            env={**environment, "TMPDIR": str(temporary)},
        )  # fmt: skip
        work.said += done.stdout + done.stderr

    work.said, work.temporary = b"", temporary
    return work


def test_a_workbook_touches_no_temporary_file(world, client, tmp_path):
    content = workbook()
    with no_temporary_file(tmp_path):
        imported = bring_in_workbook(
            client, world.caseworker, content, lambda: go_through_all(world.caseworker)
        )
        write_out_workbook(client, world.officer)
    assert (imported.state, imported.rows_fit, imported.rows_refused) == ("done", 2, 2)


def go_through_all(by) -> None:
    with acting_as(by):
        (run,) = WorkbookImport.objects.values_list("pk", flat=True)
    jobs.go_through(run, by)


@pytest.mark.drill
def test_disk_and_dump_hold_no_planted_word(
    planted_world, superuser, sweep, database, client, world, worker, tmp_path, capfd, caplog
):
    content = workbook()
    with no_temporary_file(tmp_path):
        imported = bring_in_workbook(client, world.caseworker, content, worker)
        write_out_workbook(client, world.officer)
    assert (imported.state, imported.rows_fit, imported.rows_refused) == ("done", 2, 2)
    with superuser.cursor() as cursor:
        cursor.execute("checkpoint")
        cursor.execute("show data_directory")
        data = Path(cursor.fetchone()[0])
    control = Sweep([CONTROL])
    assert control.directory(data / "base") != []
    assert control.directory(data / "pg_wal") != []
    assert sweep.directory(data) == []
    for place in (settings.STATE_DIR, settings.MEDIA_ROOT, worker.temporary):
        assert sweep.directory(place) == []
    out, err = capfd.readouterr()
    assert not sweep.finds(worker.said + (out + err + caplog.text).encode())
    dump = subprocess.run(
        [str(programs() / "pg_dump"), "--dbname", address("DATABASE_ADMIN_URL", database)],
        check=True, capture_output=True,
    ).stdout  # fmt: skip
    assert control.finds(dump)
    assert not sweep.finds(dump)
    assert sweep.seen > 20_000_000
