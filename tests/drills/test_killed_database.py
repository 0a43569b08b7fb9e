"""P14: what was acknowledged is there after kill -9 of the database, and the trail is whole."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest
from django.db import DatabaseError, connection

from casework.access.database import acting_as
from casework.assistance.models import AssistanceService
from casework.assistance.services import log_service
from config.embedded.application import manage
from config.embedded.cluster import Cluster
from config.embedded.environment import REPOSITORY
from config.embedded.trial import trial

ENOUGH = 300
ROUNDS = 3


def test_a_torn_connection_keeps_what_was_acknowledged_and_nothing_else(world, superuser):
    kept = AssistanceService(case=world.case, service="counselling", note="acknowledged")
    lost = AssistanceService(case=world.case, service="counselling", note="never acknowledged")
    with acting_as(world.caseworker):
        log_service(service=kept, by=world.caseworker)
    with pytest.raises(DatabaseError), acting_as(world.caseworker):
        log_service(service=lost, by=world.caseworker)
        with superuser.cursor() as cursor:
            cursor.execute("select pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
    connection.close()
    with superuser.cursor() as cursor:
        cursor.execute("select id::text from assistance_assistanceservice")
        assert [key for (key,) in cursor.fetchall()] == [str(kept.pk)]
        cursor.execute("select count(*) from assistance_historicalassistanceservice")
        assert cursor.fetchone() == (1,)
        cursor.execute("select * from sec.first_break()")
        assert cursor.fetchall() == []


@pytest.fixture
def killable() -> Iterator[tuple[Cluster, dict[str, str]]]:
    """A durable server of its own with a small demonstration in it."""
    with trial(durable=True) as environment:
        variables = {**environment, "DJANGO_SETTINGS_MODULE": "config.settings_test"}
        owner = {**variables, "DATABASE_URL": variables["DATABASE_OWNER_URL"]}
        subprocess.run(manage("migrate", "-v0"), env=owner, check=True)
        load = manage("load_demo_data", "--cases=20", "--password=for a drill only")
        subprocess.run(load, env=variables, check=True)
        yield Cluster(Path(variables["STATE_DIR"])), variables


@pytest.mark.drill
def test_no_acknowledged_write_is_lost_by_kill_9_under_load(killable):
    cluster, variables = killable
    acknowledged: list[str] = []
    for _round in range(ROUNDS):
        acknowledged += written_until_killed(cluster, variables)
        cluster.start()
        services = {line.split()[1] for line in acknowledged if line.startswith("service")}
        readings = {tuple(line.split()[1:]) for line in acknowledged if line.startswith("reading")}
        with closing(psycopg2.connect(cluster.url())) as database, database.cursor() as cursor:
            cursor.execute("select id::text from assistance_assistanceservice")
            assert services <= {key for (key,) in cursor.fetchall()}
            cursor.execute("select id::text from assistance_historicalassistanceservice")
            assert services <= {key for (key,) in cursor.fetchall()}
            cursor.execute("select case_id::text, detail from access_accessevent where action = 'viewed'")
            assert readings <= set(cursor.fetchall())
            cursor.execute("select * from sec.first_break()")
            assert cursor.fetchall() == []
    assert len(services) >= ROUNDS * ENOUGH // 4 and readings


def written_until_killed(cluster: Cluster, variables: dict[str, str]) -> list[str]:
    """What the writers acknowledged before the whole server was killed under their hands."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.drills.writer"], cwd=REPOSITORY, env=variables, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as writer:  # fmt: skip
        lines = [writer.stdout.readline() for _line in range(ENOUGH)]
        server = cluster.process()
        processes = [server, *server.children(recursive=True)]
        for process in processes:
            process.kill()
        psutil.wait_procs(processes, timeout=30)
        lines += writer.stdout.readlines()
        assert writer.wait(timeout=60) == 0
    assert len(lines) >= ENOUGH and all(lines)
    # A last line may have been cut by nothing: the writer itself was not killed.
    return lines
