"""Attacks on the second wall: injected SQL under a genuine context, the application out of the way."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from casework.access import grants
from casework.access.database import acting_as
from casework.access.roles import Role
from casework.victims import services
from casework.victims.models import Case, Victim
from tests import factories

REFUSED = DatabaseError


def inject(by, statement: str, *values):
    """Run plain SQL as this person; the rows it returns, or how many it touched."""
    with acting_as(by), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def copy_of(table: str, row, **changes) -> tuple[str, list]:
    """An insert of a row like another one, with some columns changed."""
    values = {
        field.column: changes.get(
            field.column, field.get_db_prep_save(row.__dict__[field.attname], connection)
        )
        for field in row._meta.concrete_fields
    }
    columns = ", ".join(f'"{name}"' for name in values)
    return f"insert into {table} ({columns}) values ({', '.join(['%s'] * len(values))})", list(
        values.values()
    )


def grant_oneself(by, case) -> None:
    inject(
        by,
        "insert into victims_caseuserobjectpermission (user_id, content_object_id, permission_id)"
        " select %s, %s, p.id from auth_permission p join django_content_type t on t.id = p.content_type_id"
        " where t.app_label = 'victims' and t.model = 'case' and p.codename = 'view_case'",
        by.pk, case.pk,
    )  # fmt: skip


def seen_by(person) -> set:
    with acting_as(person):
        return set(Victim.objects.values_list("pk", flat=True))


# Taking over somebody else's person -------------------------------------------------------------------


def test_a_case_cannot_be_opened_for_a_person_out_of_sight(world):
    statement, values = copy_of(
        "victims_case", world.case, id=uuid.uuid4(), reference="Zinc 1", victim_id=world.other_case.victim_id
    )
    with pytest.raises(REFUSED, match="row-level security"):
        inject(world.caseworker, statement, *values)


def test_a_person_cannot_be_registered_in_the_name_of_another(world):
    with acting_as(world.caseworker):
        victim = Victim.objects.get()
    statement, values = copy_of("victims_victim", victim, id=uuid.uuid4(), created_by_id=world.colleague.pk)
    with pytest.raises(REFUSED, match="row-level security"):
        inject(world.caseworker, statement, *values)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.PROTECTION_OFFICER])
@pytest.mark.parametrize(
    "column", ["victim_id", "organisation_id", "created_by_id", "reference", "created_at"]
)
def test_a_case_stays_with_its_person_organisation_and_maker(world, role, column):
    value = {
        "victim_id": world.other_case.victim_id, "organisation_id": world.theirs.pk,
        "created_by_id": world.colleague.pk, "reference": "Zinc 1", "created_at": "2001-01-01",
    }[column]  # fmt: skip
    with pytest.raises(REFUSED, match="stays as it was entered"):
        inject(
            world.staff[role], f"update victims_case set {column} = %s where id = %s", value, world.case.pk
        )
    assert world.other_case.victim_id not in seen_by(world.staff[role])


def test_a_record_stays_with_its_case(world):
    second = factories.make_case(world.caseworker, person={"given_names": "Second"})
    contact = factories.add_records(world.case, world.caseworker)[1]
    with pytest.raises(REFUSED, match="stays as it was entered"):
        inject(
            world.caseworker,
            "update victims_contactpoint set case_id = %s where id = %s",
            second.pk,
            contact.pk,
        )


def test_a_person_keeps_their_id(world):
    with pytest.raises(REFUSED, match="stays as it was entered"):
        inject(
            world.caseworker, "update victims_victim set id = %s where id = %s",
            uuid.uuid4(), world.case.victim_id,
        )  # fmt: skip


# Granting oneself -------------------------------------------------------------------------------------


def test_who_opened_a_case_cannot_come_back_to_it_after_it_was_given_away(world):
    with acting_as(world.officer):
        services.assign_case(case=world.case, to=world.colleague, by=world.officer)
    assert seen_by(world.caseworker) == set()
    with pytest.raises(REFUSED, match="row-level security"):
        grant_oneself(world.caseworker, world.case)
    assert seen_by(world.caseworker) == set()


def test_who_holds_a_case_cannot_let_others_in(world):
    with pytest.raises(REFUSED, match="row-level security"):
        inject(
            world.caseworker,
            "insert into victims_caseuserobjectpermission (user_id, content_object_id, permission_id)"
            " select %s, content_object_id, permission_id from victims_caseuserobjectpermission limit 1",
            world.stranger.pk,
        )


def test_an_assignment_of_oneself_opens_nothing(world):
    with acting_as(world.stranger):
        own = world.other_case.caseassignment_set.get()
    statement, values = copy_of(
        "victims_caseassignment", own, id=uuid.uuid4(), case_id=world.case.pk, user_id=world.stranger.pk
    )
    with pytest.raises(REFUSED, match="row-level security"):
        inject(world.stranger, statement, *values)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.RESEARCHER])
def test_grants_end_with_a_role_that_reads_cases(world, role, superuser):
    with superuser.cursor() as cursor:
        cursor.execute(
            "update access_staffuser set role = %s where id = %s", [role, str(world.caseworker.pk)]
        )
    world.caseworker.refresh_from_db()
    with acting_as(world.caseworker):
        assert not Case.objects.exists()
        assert not Case.objects.visible_to(world.caseworker).exists()
    assert seen_by(world.caseworker) == set()


def test_a_grant_to_read_changes_nothing(world):
    partner = world.strangers[Role.CASEWORKER]
    with acting_as(world.officer):
        grants.grant(world.case, partner, grants.READ)
    assert world.case.victim_id in seen_by(partner)
    for statement, key in (
        ("update victims_case set is_in_danger = 'No' where id = %s", world.case.pk),
        ("update victims_victim set is_deceased = true where id = %s", world.case.victim_id),
        ("update victims_casestage set state = 'done' where case_id = %s", world.case.pk),
    ):
        with pytest.raises(REFUSED, match="row-level security"):
            inject(partner, statement, key)


# Becoming somebody else -------------------------------------------------------------------------------


def test_two_accounts_cannot_change_places(world):
    with pytest.raises(REFUSED, match="only another administrator"):
        inject(
            world.caseworker,
            "update access_staffuser set id = %s where id = %s", uuid.uuid4(), world.officer.pk,
        )  # fmt: skip


def test_nobody_sets_the_password_of_another(world):
    with pytest.raises(REFUSED, match="password"):
        inject(
            world.caseworker,
            "update access_staffuser set password = (select password from access_staffuser where id = %s)"
            " where id = %s", world.caseworker.pk, world.officer.pk,
        )  # fmt: skip


@pytest.mark.parametrize(
    "table", ["auth_permission", "django_content_type", "auth_group", "auth_group_permissions"]
)
@pytest.mark.parametrize("statement", ["update {} set id = id", "delete from {}"])
def test_what_a_permission_means_is_out_of_reach(world, table, statement):
    with pytest.raises(REFUSED, match="permission denied"):
        inject(world.officer, statement.format(table))


def test_accounts_are_not_removed(world):
    with pytest.raises(REFUSED, match="permission denied"):
        inject(world.administrator, "delete from access_staffuser where id = %s", world.colleague.pk)


# History ----------------------------------------------------------------------------------------------


def forge(table: str, row, **changes):
    return copy_of(table, row, history_id=uuid.uuid4(), **changes)


def test_history_is_written_in_ones_own_name(world):
    with acting_as(world.caseworker):
        row = world.case.history.first()
    statement, values = forge("victims_historicalcase", row, history_user_id=world.colleague.pk)
    with pytest.raises(REFUSED, match="row-level security"):
        inject(world.caseworker, statement, *values)


def test_history_of_cases_and_people_out_of_sight_is_not_written(world):
    with acting_as(world.caseworker):
        case, victim = world.case.history.first(), world.case.victim.history.first()
    for table, row in (("victims_historicalcase", case), ("victims_historicalvictim", victim)):
        statement, values = forge(table, row, history_user_id=world.colleague.pk)
        with pytest.raises(REFUSED, match="row-level security"):
            inject(world.colleague, statement, *values)


# Side doors -------------------------------------------------------------------------------------------


def test_statistics_show_no_value_of_a_guarded_table(world, superuser):
    with superuser.cursor() as cursor:
        cursor.execute("analyze victims_case; analyze victims_victim")
    guarded = "select relname from pg_class where relrowsecurity and relname like 'victims_%%'"
    assert inject(world.caseworker, guarded)
    assert inject(world.caseworker, f"select 1 from pg_stats where tablename in ({guarded})") == []


def test_temporary_tables_cannot_be_made(world):
    with pytest.raises(REFUSED, match="permission denied"):
        inject(world.caseworker, "create temporary table pg_trigger (tgname text)")


def test_functions_of_the_guard_look_into_temporary_schemas_last(superuser, db):
    with superuser.cursor() as cursor:
        cursor.execute(
            "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
            " where n.nspname = 'sec' and p.prosecdef"
            " and not coalesce(p.proconfig, '{}') @> array['search_path=pg_catalog, pg_temp']"
        )
        assert cursor.fetchall() == []


def test_statements_of_other_sessions_are_not_shown(template, superuser, db):
    """A signed context stands in the text of a statement, which the activity view shows to the same role."""
    with superuser.cursor() as cursor:
        cursor.execute(
            "select s.setconfig from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase"
            " where d.datname = %s and s.setrole = 0", [template],
        )  # fmt: skip
        (settings,) = cursor.fetchone()
    assert "track_activities=off" in settings


def test_a_password_kept_under_older_rules_still_lets_in(world, settings):
    older = world.caseworker.password
    newer = "casework.access.passwords.Argon2idHasher"
    settings.PASSWORD_HASHERS = [newer, *settings.PASSWORD_HASHERS]
    assert world.caseworker.check_password(factories.PASSWORD)
    world.caseworker.refresh_from_db()
    assert older != world.caseworker.password
    assert world.caseworker.password.startswith("argon2$")
