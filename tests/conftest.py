"""Every test runs on real PostgreSQL as the application's own role; what it wrote is emptied by the owner."""

import os
import subprocess
import sys
from contextlib import closing

import dj_database_url
import psycopg2
import pytest
from django.conf import settings
from django.db import connections
from psycopg2 import sql

from casework.access.database import acting_as
from casework.sealing.keyring import keyring
from casework.victims import search
from tests import factories

# Tables whose rows belong to the schema, not to a test.
KEPT = {"django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}


def address(variable: str, database: str) -> str:
    """The address of a role, on another database of the same server."""
    start, _slash, rest = os.environ[variable].rpartition("/")
    _name, mark, options = rest.partition("?")
    return f"{start}/{database}{mark}{options}"


def connect(variable: str, database: str):
    parameters = dj_database_url.parse(address(variable, database))
    connection = psycopg2.connect(
        host=parameters["HOST"], port=parameters["PORT"] or None, user=parameters["USER"],
        password=parameters["PASSWORD"], dbname=parameters["NAME"], **parameters.get("OPTIONS", {}),
    )  # fmt: skip
    connection.autocommit = True
    return connection


@pytest.fixture(scope="session")
def database_name() -> str:
    return f"casework_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


@pytest.fixture(scope="session")
def database(database_name, django_db_blocker):
    """A database of this worker's own: prepared by the administrator, migrated by the owner."""
    with closing(connect("DATABASE_ADMIN_URL", "postgres")) as admin, admin.cursor() as cursor:
        cursor.execute(
            sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database_name))
        )
    environment = {
        name: address(name, database_name)
        for name in os.environ
        if name.startswith("DATABASE_") and name.endswith("URL")
    }
    environment["DATABASE_ADMIN_URL"] = os.environ["DATABASE_ADMIN_URL"]
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    for command, extra in (
        (["prepare_database", "-v0"], {}),
        (["migrate", "-v0"], {"DATABASE_URL": environment["DATABASE_OWNER_URL"]}),
    ):
        subprocess.run(
            [*manage, *command],
            check=True,
            env={**os.environ, **environment, **extra},
            stdout=subprocess.DEVNULL,
        )
    for alias in ("default", "audit"):
        connections[alias].close()
        connections.settings[alias]["NAME"] = database_name
        connections[alias].settings_dict["NAME"] = database_name
    with django_db_blocker.unblock():
        yield database_name
        connections.close_all()
    with closing(connect("DATABASE_ADMIN_URL", "postgres")) as admin, admin.cursor() as cursor:
        cursor.execute(
            sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database_name))
        )


@pytest.fixture(scope="session")
def owner(database):
    """The owner of the tables, who empties them; sees no row through the second wall."""
    connection = connect("DATABASE_OWNER_URL", database)
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def superuser(database):
    """The administrator of the database: the adversary of the trail, and the eye of the plaintext sweep."""
    connection = connect("DATABASE_ADMIN_URL", database)
    yield connection
    connection.close()


@pytest.fixture
def db(database, superuser, django_db_blocker):
    """The database of the test, real commits included; emptied afterwards."""
    keyring().forget()
    search.index.__init__()
    with django_db_blocker.unblock():
        yield
        for alias in ("default", "audit"):
            connections[alias].rollback() if connections[alias].connection else None
    with superuser.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall() if name not in KEPT]
        cursor.execute(sql.SQL("truncate {} cascade").format(sql.SQL(", ").join(map(sql.Identifier, tables))))
        cursor.execute("truncate sec.chain; update sec.chain_head set seq = 0, link = sha256('casework')")


@pytest.fixture
def transactional_db(db):
    """What pytest-django's live server asks for: every test here commits."""


@pytest.fixture
def world(db):
    """Two organisations with staff of every role, and one case each: see factories.World."""
    return factories.World()


@pytest.fixture
def acting():
    """`with acting(user):` the database answers this person."""
    return acting_as


@pytest.fixture
def sign_in(client):
    """`sign_in(user)` gives a client signed in as this person."""

    def enter(user):
        client.force_login(user)
        return client

    return enter
