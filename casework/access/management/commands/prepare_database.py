"""Creates the database, its roles and the schema of the second wall; repeatable."""

import os
from contextlib import contextmanager
from typing import Any

import dj_database_url
import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from psycopg2 import sql

from casework.access.database import key_blocks

LOGIN_ROLES = {
    "DATABASE_OWNER_URL": "casework_owner",
    "DATABASE_URL": "casework_app",
    "DATABASE_AUDIT_URL": "casework_audit",
}
GUARD_SQL = settings.BASE_DIR / "casework" / "access" / "sql" / "guard.sql"


class Command(BaseCommand):
    help = (
        "Creates database, login roles, grants and the guard schema. Needs DATABASE_ADMIN_URL (a superuser)."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--database", default="", help="name of the database; default: that of DATABASE_URL"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        urls = {name: os.environ.get(name, "") for name in ("DATABASE_ADMIN_URL", *LOGIN_ROLES)}
        missing = [name for name, url in urls.items() if not url]
        if missing:
            raise CommandError(f"Set {', '.join(missing)} first; docs/architecture.md says how.")
        database = options["database"] or dj_database_url.parse(urls["DATABASE_URL"])["NAME"]
        with _connect(urls["DATABASE_ADMIN_URL"]) as cursor:
            for variable, role in LOGIN_ROLES.items():
                _create_login_role(cursor, role, urls[variable])
            _create_role(cursor, "casework_guard", "nologin")
            cursor.execute("select 1 from pg_database where datname = %s", [database])
            if not cursor.fetchone():
                cursor.execute(
                    sql.SQL(
                        "create database {} owner casework_owner template template0 encoding 'UTF8'"
                    ).format(sql.Identifier(database))
                )
            cursor.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(database)))
            cursor.execute(
                sql.SQL(
                    "grant connect on database {} to casework_owner, casework_app, casework_audit"
                ).format(sql.Identifier(database))
            )
            for name, value in (
                ("log_min_error_statement", "panic"), ("log_error_verbosity", "terse"),
                ("log_statement", "none"),
                # The text of a statement holds a signed context, for every session of the role to see.
                ("track_activities", "off"),
            ):  # fmt: skip
                cursor.execute(
                    sql.SQL("alter database {} set {} to %s").format(
                        sql.Identifier(database), sql.Identifier(name)
                    ),
                    [value],
                )
        with _connect(urls["DATABASE_ADMIN_URL"], database) as cursor:
            cursor.execute("alter schema public owner to casework_owner")
            cursor.execute("revoke create on schema public from public")
            cursor.execute("grant usage on schema public to casework_app, casework_audit, casework_guard")
            cursor.execute(GUARD_SQL.read_text())
            cursor.execute(
                "insert into sec.context_key (inner_key, outer_key) values (%s, %s)"
                " on conflict (id) do update"
                " set inner_key = excluded.inner_key, outer_key = excluded.outer_key",
                key_blocks(),
            )
        self.stdout.write(f"Database {database} is prepared.")


@contextmanager
def _connect(url: str, database: str = ""):
    """An autocommit cursor of the database's administrator."""
    parameters = dj_database_url.parse(url)
    given = {
        "host": parameters["HOST"],
        "port": parameters["PORT"],
        "user": parameters["USER"],
        "password": parameters["PASSWORD"],
        "dbname": database or parameters["NAME"] or "postgres",
    }
    connection = psycopg2.connect(**{k: v for k, v in given.items() if v}, **parameters.get("OPTIONS", {}))
    connection.autocommit = True
    try:
        yield connection.cursor()
    finally:
        connection.close()


def _create_role(cursor, role: str, attributes: str) -> None:
    cursor.execute("select 1 from pg_roles where rolname = %s", [role])
    verb = "alter" if cursor.fetchone() else "create"
    cursor.execute(
        sql.SQL(
            f"{verb} role {{}} {attributes} nosuperuser nocreatedb nocreaterole nobypassrls noreplication"
        ).format(sql.Identifier(role))
    )


def _create_login_role(cursor, role: str, url: str) -> None:
    parameters = dj_database_url.parse(url)
    if parameters["USER"] != role:
        raise CommandError(f"The address for {role} must sign in as {role}.")
    _create_role(cursor, role, "login")
    if parameters["PASSWORD"]:
        cursor.execute(
            sql.SQL("alter role {} password %s").format(sql.Identifier(role)), [parameters["PASSWORD"]]
        )
