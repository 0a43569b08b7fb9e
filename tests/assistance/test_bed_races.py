"""One bed, two admissions at the same moment: never double, through the services and by bare SQL."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import psycopg2
import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from casework.assistance import services
from casework.assistance.models import ShelterStay
from tests import factories
from tests.conftest import connect

TIMES = 50
NAMES = (
    "id, created_at, updated_at, entered_in_error, reference, status, period, end_reason, destination, needs,"
    " discloses, rules_answer, rules_version, rules_language"
)
VALUES = (
    "gen_random_uuid(), now(), now(), false, '', 'admitted', tstzrange(now(), null), '', '', '{}',"
    " 'reference', '', '', ''"
)


def together(*jobs):
    """Run jobs in threads that begin at the same moment; what each gave or raised."""
    barrier = Barrier(len(jobs))

    def run(job):
        barrier.wait()
        try:
            return job()
        except (ValidationError, psycopg2.errors.ExclusionViolation) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_one_bed_and_two_admissions_fifty_times(world, superuser):
    first = world.case
    second = factories.make_case(world.caseworker, person={"given_names": "Second"})
    shelter = factories.make_shelter(world.ours, beds=1)
    (bed,) = factories.beds_of(shelter, world.caseworker)

    def admit(case):
        def job():
            with factories.acting_as(world.caseworker):
                return services.place_person(case=case, bed=bed, by=world.caseworker)

        return job

    for _time in range(TIMES):
        results = together(admit(first), admit(second))
        stays = [result for result in results if isinstance(result, ShelterStay)]
        assert len(stays) == 1, results
        with superuser.cursor() as cursor:
            cursor.execute("select count(*) from assistance_shelterstay where status = 'admitted'")
            assert cursor.fetchone()[0] == 1
        with factories.acting_as(world.caseworker):
            services.discharge_person(stay=stays[0], reason="planned_end", by=world.caseworker)


def test_one_person_and_two_beds_fifty_times(world):
    shelter = factories.make_shelter(world.ours, beds=2)
    beds = factories.beds_of(shelter, world.caseworker)

    def admit(bed):
        def job():
            with factories.acting_as(world.caseworker):
                return services.place_person(case=world.case, bed=bed, by=world.caseworker)

        return job

    for _time in range(TIMES):
        results = together(*map(admit, beds))
        stays = [result for result in results if isinstance(result, ShelterStay)]
        assert len(stays) == 1, results
        with factories.acting_as(world.caseworker):
            services.discharge_person(stay=stays[0], reason="planned_end", by=world.caseworker)


@pytest.mark.parametrize("shared", ["bed", "person"])
def test_bare_sql_gives_no_bed_twice_fifty_times(world, database, shared):
    """Past Django and past the application's role: the constraint alone."""
    second = factories.make_case(world.caseworker, person={"given_names": "Second"})
    shelter = factories.make_shelter(world.ours)
    beds = factories.beds_of(shelter, world.caseworker)
    cases = (world.case, second) if shared == "bed" else (world.case, world.case)
    given = (beds[0], beds[0]) if shared == "bed" else (beds[0], beds[1])

    def insert(case, bed):
        row = {
            "created_by_id": world.caseworker.pk, "case_id": case.pk, "person_id": case.victim_id,
            "placed_by_id": world.ours.pk, "shelter_id": shelter.pk, "bed_id": bed.pk,
        }  # fmt: skip

        def job():
            with closing(connect("DATABASE_ADMIN_URL", database)) as server, server.cursor() as cursor:
                cursor.execute(
                    f"insert into assistance_shelterstay ({', '.join(row)}, {NAMES}) values"
                    f" ({', '.join(['%s'] * len(row))}, {VALUES})",
                    [str(key) for key in row.values()],
                )

        return job

    for _time in range(TIMES):
        results = together(*map(insert, cases, given))
        refused = [result for result in results if isinstance(result, psycopg2.errors.ExclusionViolation)]
        assert len(refused) == 1, results
        with closing(connect("DATABASE_ADMIN_URL", database)) as server, server.cursor() as cursor:
            cursor.execute("set session_replication_role = replica; delete from assistance_shelterstay")
