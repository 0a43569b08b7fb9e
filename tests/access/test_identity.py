"""P10 and P9 in the database: who forges an identity sees no row; who keeps accounts sees no case."""

import time
from contextlib import closing

import psycopg2
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.http import StreamingHttpResponse
from django.urls import path

import config.urls
from casework.access.database import acting_as, acting_for, set_context, sign_context
from casework.access.roles import Role
from casework.access.walls import guarded_models, is_history
from casework.victims.models import Case
from tests.conftest import connect

HISTORIES = sorted(model._meta.db_table for model in guarded_models() if is_history(model))
GUARDED = sorted(model._meta.db_table for model in guarded_models())


def rows_with(context: str) -> int:
    """How many cases the database shows to this context, whatever it is."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('casework.context', %s, true)", [context])
        cursor.execute("select count(*) from victims_case")
        return cursor.fetchone()[0]


def backend() -> int:
    connection.ensure_connection()
    return connection.connection.info.backend_pid


def later() -> int:
    return int(time.time()) + 60


def test_a_signed_context_shows_the_case(world):
    """The forgeries below differ from this one in a single thing each."""
    assert rows_with(sign_context(f"user:{world.caseworker.pk}", backend(), later())) == 1


def test_an_injected_setting_shows_nothing(world):
    assert rows_with(f"user:{world.officer.pk}") == 0
    assert rows_with(f"user:{world.officer.pk}|{backend()}|{later()}|{'0' * 64}") == 0


def test_a_context_of_another_connection_shows_nothing(world):
    assert rows_with(sign_context(f"user:{world.caseworker.pk}", backend() + 1, later())) == 0


def test_an_expired_context_shows_nothing(world):
    assert rows_with(sign_context(f"user:{world.caseworker.pk}", backend(), int(time.time()) - 1)) == 0


def test_a_context_changed_after_signing_shows_nothing(world):
    signed = sign_context(f"user:{world.stranger.pk}", backend(), later())
    assert rows_with(signed) == 1
    assert rows_with(signed.replace(str(world.stranger.pk), str(world.caseworker.pk))) == 0


@pytest.mark.parametrize(
    "context", ["", "|||", "user:", "user:x|1|2|3", "a|b|c|d|e", "user:\u00e9|1|9999999999|z"]
)
def test_nonsense_shows_nothing(world, context):
    assert rows_with(context) == 0


def test_a_context_ends_with_its_transaction(world):
    with acting_as(world.caseworker):
        assert Case.objects.count() == 1
    assert Case.objects.count() == 0


def test_a_suspended_person_sees_nothing(world, superuser):
    with superuser.cursor() as cursor:
        cursor.execute(
            "update access_staffuser set is_active = false where id = %s", [str(world.caseworker.pk)]
        )
    assert rows_with(sign_context(f"user:{world.caseworker.pk}", backend(), later())) == 0


def test_a_purpose_of_the_system_shows_names_for_its_own_use_only(world):
    with acting_for("name-index"), connection.cursor() as cursor:
        cursor.execute("select count(*) from sec.sealed_names(null)")
        assert cursor.fetchone()[0] == 2
        assert Case.objects.count() == 0
    for context in (
        f"system:name-index|{backend()}|{later()}|{'0' * 64}",
        sign_context("system:other", backend(), later()),
        sign_context(f"user:{world.officer.pk}", backend(), later()),
    ):
        with (
            pytest.raises(ProgrammingError, match="names are read for the name index only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("select set_config('casework.context', %s, true)", [context])
            cursor.execute("select count(*) from sec.sealed_names(null)")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.RESEARCHER, Role.SHELTER_PARTNER])
def test_roles_without_cases_see_no_row_of_any_table_with_content(world, role):
    ledger = {"access_accessevent"}
    with acting_as(world.staff[role]), connection.cursor() as cursor:
        for table in GUARDED:
            if table not in ledger:
                cursor.execute(f'select count(*) from "{table}"')
                assert cursor.fetchone()[0] == 0, table


def test_an_administrator_reads_of_the_trail_only_what_they_did(world):
    with acting_as(world.administrator), connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from access_accessevent where user_id is distinct from %s",
            [world.administrator.pk],
        )
        assert cursor.fetchone()[0] == 0


def test_the_context_key_is_out_of_reach(world):
    for statement in (
        "select * from sec.context_key",
        "select * from sec.chain",
        "insert into sec.chain values (1, 'x', gen_random_uuid(), '', '')",
        "update sec.chain_head set seq = 0",
        "set role casework_guard",
        "set role casework_owner",
        "set session_replication_role = replica",
        "alter table victims_case disable row level security",
        "alter table access_accessevent disable trigger append_to_chain",
        "create policy mine on victims_case using (true)",
        "create or replace function sec.subject() returns text language sql as $$ select '' $$",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def refuse(statement: str, values: tuple = (), by=None, match: str = "permission denied") -> None:
    """The database refuses this statement, and says why."""
    with acting_as(by), pytest.raises(ProgrammingError, match=match), transaction.atomic():
        connection.cursor().execute(statement, values)


@pytest.mark.parametrize("table", [*HISTORIES, "access_accessevent"])
@pytest.mark.parametrize("statement", ["update {} set {}={}", "delete from {}", "truncate {}"])
def test_the_application_cannot_change_what_happened(world, table, statement):
    key = "history_id" if table in HISTORIES else "id"
    refuse(statement.format(table, key, key), by=world.caseworker)


def test_the_application_cannot_put_in_a_reading(world):
    refuse(
        "insert into access_accessevent (id, at, role, action, page, detail)"
        " values (gen_random_uuid(), now(), '', 'viewed', '', '')",
        by=world.caseworker,
    )


def test_the_audit_role_writes_readings_and_does_nothing_else(world, database):
    with closing(connect("DATABASE_AUDIT_URL", database)) as audit, audit.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("casework_audit",)
        cursor.execute(
            "insert into access_accessevent (id, at, role, action, page, detail)"
            " values (gen_random_uuid(), now(), '', 'viewed', '', '')"
        )
        for table in [*GUARDED, "access_staffuser", "access_organisation", "django_session"]:
            for statement in ("select * from {}", "delete from {}", "truncate {}"):
                with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                    cursor.execute(statement.format(table))
        for table in HISTORIES:
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute(f"insert into {table} select * from {table}")


def change(by, staff, **values):
    """As if through injected SQL: no policy, no service, only the database in the way."""
    names = ", ".join(f"{name} = %s" for name in values)
    with acting_as(by), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update access_staffuser set {names} where id = %s", [*values.values(), staff.pk])


@pytest.mark.parametrize(
    "value", [{"role": "protection_officer"}, {"is_active": False}, {"email": "x@example.test"}]
)
def test_nobody_changes_their_own_account_by_plain_sql(world, value):
    for person in (world.administrator, world.caseworker):
        with pytest.raises(ProgrammingError, match="only another administrator"):
            change(person, person, **value)


def test_only_an_administrator_changes_the_role_of_another(world):
    for person in (world.officer, world.auditor):
        with pytest.raises(ProgrammingError, match="only another administrator"):
            change(person, world.caseworker, role="protection_officer")
    refuse(
        "update access_staffuser set role = 'auditor' where id = %s",
        (world.caseworker.pk,),
        match="only another administrator",
    )
    change(world.administrator, world.caseworker, role="researcher")


def test_nobody_becomes_a_super_user(world, owner):
    with pytest.raises(IntegrityError, match="nobody_is_superuser"):
        change(world.administrator, world.caseworker, is_superuser=True)
    with owner.cursor() as cursor, pytest.raises(psycopg2.errors.CheckViolation, match="nobody_is_superuser"):
        cursor.execute("update access_staffuser set is_superuser = true")


def test_a_context_is_set_for_this_transaction_only(world):
    with transaction.atomic():
        set_context(f"user:{world.caseworker.pk}")
        assert Case.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('casework.context', true)")
        assert cursor.fetchone()[0] == ""


def rows_one_by_one(request):
    """A page that reads its rows while it is being sent."""
    return StreamingHttpResponse(case.reference for case in Case.objects.visible_to(request.user))


urlpatterns = [path("streamed/", rows_one_by_one), *config.urls.urlpatterns]


@pytest.mark.urls(__name__)
def test_a_streamed_page_is_read_while_the_context_stands(world, sign_in):
    answer = sign_in(world.caseworker).get("/streamed/")
    assert answer.getvalue().decode() == world.case.reference
