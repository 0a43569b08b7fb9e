"""The second wall: what the database itself shows, whatever the application asks."""

from django.db import connection

from casework.victims.models import Case, Victim


def test_tests_run_as_the_application_role(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user, rolsuper or rolbypassrls from pg_roles where rolname = current_user"
        )
        assert cursor.fetchone() == ("casework_app", False)


def test_without_a_context_no_row_is_seen(world):
    assert Case.objects.count() == 0
    assert Victim.objects.count() == 0


def test_a_caseworker_sees_their_own_cases_only(world, acting):
    with acting(world.caseworker):
        assert list(Case.objects.all()) == [world.case]
        assert list(Case.objects.visible_to(world.caseworker)) == [world.case]
        assert Victim.objects.get().given_names == "Mireille"


def test_an_officer_sees_every_case_of_the_organisation(world, acting):
    with acting(world.officer):
        assert list(Case.objects.all()) == [world.case]
    with acting(world.administrator):
        assert not Case.objects.exists()
