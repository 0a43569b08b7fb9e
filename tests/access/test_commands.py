"""Commands of the terminal: the first administrator, the generated docs, the collected words."""

import os
import subprocess
import sys
from io import StringIO

import dj_database_url
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from casework.access.database import acting_as
from casework.access.management.commands import prepare_database, write_docs
from casework.access.models import Organisation, StaffUser
from casework.standards.messages import catalogue_path
from casework.victims.models import Case
from tests.conftest import address


def as_owner(database, *arguments):
    """Run a management command with the owner's address, as a new installation does."""
    return subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments],
        env={**os.environ, "DATABASE_URL": address("DATABASE_OWNER_URL", database)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_first_administrator_gets_a_link_that_opens(db, database, client):
    made = as_owner(
        database, "create_administrator", "First@Example.test", "Ada Example", "--organisation", "first",
        "--organisation-name", "First House",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    staff = StaffUser.objects.get()
    assert (staff.email, staff.role, staff.organisation.name) == (
        "first@example.test", "administrator", "First House",
    )  # fmt: skip
    assert not staff.has_usable_password()
    path = made.stdout.splitlines()[0].removeprefix("http://127.0.0.1:8000")
    assert client.get(path, follow=True).status_code == 200


def test_the_first_administrator_needs_an_organisation_and_an_address_of_their_own(db, database):
    unknown = as_owner(database, "create_administrator", "a@example.test", "Ada", "--organisation", "none")
    assert unknown.returncode == 1
    assert "--organisation-name" in unknown.stderr
    wrong = as_owner(
        database,
        "create_administrator",
        "no-address",
        "Ada",
        "--organisation",
        "x",
        "--organisation-name",
        "X",
    )
    assert wrong.returncode == 1
    assert not Organisation.objects.exists()


def test_the_application_does_not_make_the_first_administrator(db):
    with pytest.raises(CommandError, match="owner"):
        call_command("create_administrator", "a@example.test", "Ada", organisation="x")


def test_generated_docs_are_fresh():
    call_command("write_docs", check=True)


def test_stale_docs_are_named_and_written_again(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError, match=r"roles\.md"):
        call_command("write_docs", check=True)
    assert not list((tmp_path / "docs").iterdir())
    call_command("write_docs")
    assert {path.name for path in (tmp_path / "docs").iterdir()} == set(write_docs.PAGES)
    call_command("write_docs", check=True)


def test_collecting_words_again_changes_nothing():
    path, out = catalogue_path(), StringIO()
    before = path.read_bytes()
    call_command("update_messages", stdout=out)
    assert path.read_bytes() == before
    assert "0 waiting" in out.getvalue()


def test_a_further_administrator_joins_the_organisation_that_is_there(world, database):
    made = as_owner(database, "create_administrator", "b@example.test", "Bo", "--organisation", "ours")
    assert made.returncode == 0, made.stderr
    assert StaffUser.objects.get(email="b@example.test").organisation == world.ours


def prepare(database, **addresses):
    return subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "prepare_database", "--database", database],
        env={**os.environ, **addresses}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def with_password(url: str, password: str) -> str:
    """The address of the same role with another password, or without any."""
    scheme, _mark, rest = url.partition("://")
    _old, _at, place = rest.rpartition("@")
    user = dj_database_url.parse(url)["USER"]
    return f"{scheme}://{user}{password and f':{password}'}@{place}"


@pytest.mark.parametrize("password", ["", "of the address"])
def test_a_database_is_prepared_again_and_keeps_its_rows(world, database, superuser, password):
    roles = prepare_database.LOGIN_ROLES
    present = {name: dj_database_url.parse(os.environ[name])["PASSWORD"] for name in roles}
    chosen = {
        name: with_password(os.environ[name], password and (present[name] or "only-for-a-trial"))
        for name in present
    }
    try:
        done = prepare(database, **chosen)
    finally:
        with superuser.cursor() as cursor:
            for name, role in roles.items():
                if not present[name]:
                    cursor.execute(f"alter role {role} password null")
    assert done.returncode == 0, done.stderr
    assert f"Database {database} is prepared." in done.stdout
    with acting_as(world.caseworker):
        assert Case.objects.visible_to(world.caseworker).get() == world.case


def test_a_database_is_not_prepared_with_addresses_missing_or_of_another_role(db, database):
    missing = prepare(database, DATABASE_OWNER_URL="")
    assert missing.returncode == 1
    assert "Set DATABASE_OWNER_URL first" in missing.stderr
    swapped = prepare(database, DATABASE_AUDIT_URL=os.environ["DATABASE_URL"])
    assert swapped.returncode == 1
    assert "must sign in as casework_audit" in swapped.stderr
