"""Every test runs on real PostgreSQL as the application's own role; what it wrote is emptied by the owner."""

import hashlib
import os
import subprocess
import sys
from contextlib import closing
from copy import deepcopy

import dj_database_url
import psycopg2
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.utils import translation
from psycopg2 import sql

from casework.access.database import acting_as
from casework.sealing.keyring import keyring
from casework.victims import search
from tests import factories
from tests.clients import Browser
from tests.tables import Tables


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


def version_of_schema() -> str:
    """A digest of everything that decides how a migrated database looks."""
    digest = hashlib.sha256(os.environ["DATABASE_CONTEXT_KEY"].encode())
    code = settings.BASE_DIR / "casework"
    shaping = [
        *code.rglob("models.py"), *code.rglob("models/*.py"), *code.rglob("migrations/*.py"),
        *code.rglob("*.sql"), *(code / "access").glob("*.py"), code / "records.py",
        *code.rglob("data/indicators/*.csv"), code / "victims/indicator_sets.py",
    ]  # fmt: skip
    for path in sorted(shaping):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@pytest.fixture(scope="session")
def template() -> str:
    """A database prepared by the administrator and migrated by the owner, made once for all workers."""
    name = f"casework_template_{version_of_schema()}"
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    with closing(connect("DATABASE_ADMIN_URL", "postgres")) as admin, admin.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(2025)")
        cursor.execute("select datistemplate from pg_database where datname = %s", [name])
        row = cursor.fetchone()
        if row is None or not row[0]:
            cursor.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
            addresses = {role: address(role, name) for role in ("DATABASE_URL", "DATABASE_AUDIT_URL")}
            owner = {"DATABASE_URL": address("DATABASE_OWNER_URL", name)}
            for command, extra in (("prepare_database", addresses), ("migrate", owner)):
                environment = {**os.environ, **addresses, **extra}
                subprocess.run(
                    [*manage, command, "-v0"], check=True, env=environment, stdout=subprocess.DEVNULL
                )
            cursor.execute(sql.SQL("alter database {} is_template true").format(sql.Identifier(name)))
        cursor.execute("select pg_advisory_unlock(2025)")
    return name


@pytest.fixture(scope="session")
def database(template, django_db_blocker):
    """A database of this worker's own, copied from the template."""
    name = f"casework_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    mine, its = sql.Identifier(name), sql.Identifier(template)
    with closing(connect("DATABASE_ADMIN_URL", "postgres")) as admin, admin.cursor() as cursor:
        cursor.execute(sql.SQL("create database {} template {} owner casework_owner").format(mine, its))
        cursor.execute(sql.SQL("revoke all on database {} from public").format(mine))
        cursor.execute(
            sql.SQL("grant connect on database {} to casework_owner, casework_app, casework_audit").format(
                mine
            )
        )
    for alias in ("default", "audit"):
        connections[alias].close()
        connections.settings[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name
    with django_db_blocker.unblock():
        yield name
        connections.close_all()
    with closing(connect("DATABASE_ADMIN_URL", "postgres")) as admin, admin.cursor() as cursor:
        cursor.execute(sql.SQL("drop database if exists {} with (force)").format(mine))


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


@pytest.fixture(scope="session")
def tables(database):
    """The tables of this worker's database."""
    connection = connect("DATABASE_ADMIN_URL", database)
    yield Tables(connection)
    connection.close()


@pytest.fixture
def db(tables, django_db_blocker):
    """The database of the test, real commits included; emptied afterwards."""
    forget_everything()
    with django_db_blocker.unblock():
        yield
        for alias in ("default", "audit"):
            connections[alias].rollback() if connections[alias].connection else None
    tables.empty()


def forget_everything() -> None:
    """What a process keeps in memory: opened keys, the index of names, counted attempts."""
    keyring().forget()
    search.index.__init__()
    cache.clear()


@pytest.fixture(autouse=True)
def speaks_english():
    """Every test begins in English, whatever language the request before it spoke."""
    with translation.override("en"):
        yield


@pytest.fixture
def transactional_db(db):
    """What pytest-django's live server asks for: every test here commits."""


@pytest.fixture(scope="session")
def first_world(tables, django_db_blocker):
    """A world made once by the services, and the rows they wrote."""
    forget_everything()
    with django_db_blocker.unblock():
        made = factories.World()
    rows = tables.rows()
    tables.empty()
    return made, rows


@pytest.fixture
def world(first_world, db, tables):
    """Two organisations with staff of every role, and one case each: see factories.World."""
    made, rows = first_world
    tables.fill(rows)
    return deepcopy(made)


@pytest.fixture
def acting():
    """`with acting(user):` the database answers this person."""
    return acting_as


@pytest.fixture
def client():
    """Somebody's browser, nobody signed in."""
    return Browser()


@pytest.fixture
def sign_in(client):
    """`sign_in(user)` gives a client signed in as this person."""

    def enter(user):
        client.force_login(user)
        return client

    return enter
