"""The embedded server: shared, started again after anything, and closed to strangers."""

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from config.embedded import EmbeddedError
from config.embedded.cluster import Cluster
from config.embedded.environment import REPOSITORY

OTHER_USER = """
import sys
from pathlib import Path
from config.embedded.cluster import Cluster
with Cluster(Path(sys.argv[1]), durable=False).in_use():
    print("in use", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def state() -> Iterator[Path]:
    # Not pytest's own directory: the account that runs the server may not enter it when we are root.
    made = Path(tempfile.mkdtemp(prefix="casework with spaces "))
    yield made
    shutil.rmtree(made)


@pytest.fixture
def cluster(state: Path) -> Cluster:
    return Cluster(state, durable=False)


@pytest.fixture
def other_user(state: Path) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, "-c", OTHER_USER, str(state)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in use\n"
        yield process
        process.kill()


def ask(cluster: Cluster, question: str) -> object:
    connection = psycopg2.connect(cluster.url(database="postgres"))
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def test_server_stops_when_the_last_user_leaves_and_keeps_the_data(cluster: Cluster) -> None:
    with cluster.in_use():
        ask(cluster, "create table kept as select 42 as answer")
    assert cluster.process() is None
    with cluster.in_use():
        assert ask(cluster, "select answer from kept") == 42


def test_server_stays_while_another_process_uses_it(
    cluster: Cluster, other_user: "subprocess.Popen[str]"
) -> None:
    before = cluster.process()
    with cluster.in_use():
        assert cluster.process() == before
    assert cluster.process() == before
    other_user.communicate("")
    assert cluster.process() is None


def test_a_killed_user_does_not_keep_the_server_for_ever(
    cluster: Cluster, other_user: "subprocess.Popen[str]"
) -> None:
    other_user.kill()
    other_user.wait()
    assert cluster.process() is not None
    with cluster.in_use():
        pass
    assert cluster.process() is None


def test_a_killed_server_starts_again_although_its_number_was_taken(cluster: Cluster) -> None:
    # By a process of the same account: PostgreSQL itself sees through any other.
    stranger = subprocess.Popen(["sleep", "60"], cwd="/", **cluster.account.identity)
    with stranger, cluster.in_use():
        server = cluster.process()
        assert server is not None
        server.send_signal(signal.SIGKILL)
        server.wait()
        remains = cluster.data / "postmaster.pid"
        _number, rest = remains.read_text().split("\n", 1)
        remains.write_text(f"{stranger.pid}\n{rest}")
        assert cluster.process() is None
        cluster.start()
        assert ask(cluster, "select 1") == 1
        stranger.kill()


def test_a_half_made_data_directory_is_made_anew() -> None:
    state = Path(tempfile.mkdtemp(prefix="casework-half-"))
    try:
        (state / "postgres.new").mkdir()
        (state / "postgres.new" / "PG_VERSION").write_text("18\n")
        cluster = Cluster(state, durable=False)
        with cluster.in_use():
            assert ask(cluster, "select 1") == 1
    finally:
        shutil.rmtree(state)


def test_login_roles_need_their_password_and_the_superuser_the_socket(cluster: Cluster) -> None:
    with cluster.in_use():
        ask(cluster, "drop role if exists visitor")
        ask(cluster, "create role visitor login password 'right: @/ one'")
        psycopg2.connect(cluster.url("visitor", "right: @/ one", "postgres")).close()
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            psycopg2.connect(cluster.url("visitor", "wrong", "postgres"))
        stored = "select rolpassword like 'SCRAM-SHA-256$%' from pg_authid where rolname = 'visitor'"
        assert ask(cluster, stored) is True
        ask(cluster, "create role second superuser login")
        with pytest.raises(psycopg2.OperationalError):
            psycopg2.connect(cluster.url("second", "", "postgres"))
        ask(cluster, "drop role second")


def test_nothing_listens_on_the_network_and_errors_keep_statements_out_of_the_log(cluster: Cluster) -> None:
    with cluster.in_use():
        assert ask(cluster, "select current_setting('listen_addresses')") == ""
        with pytest.raises(psycopg2.errors.DivisionByZero):
            ask(cluster, "select 'Planted Name', 1 / (select 0)")
        with pytest.raises(psycopg2.errors.InvalidTextRepresentation):
            ask(cluster, "select cast(lower('OTHER ') || 'x' as integer)")
    log = cluster.log.read_text()
    assert "division by zero" in log
    assert "Planted Name" not in log


def test_a_socket_directory_of_somebody_else_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    with cluster.in_use():
        pass
    shutil.rmtree(cluster.socket_directory)
    cluster.socket_directory.symlink_to(tmp_path)
    try:
        with pytest.raises(EmbeddedError, match="belongs to somebody else"), cluster.in_use():
            pytest.fail("started in a directory that is not ours")
    finally:
        cluster.socket_directory.unlink()


def test_a_path_too_long_for_a_socket_moves_it_to_the_temporary_directory(tmp_path: Path) -> None:
    near, far = Cluster(Path("/srv/casework")), Cluster(tmp_path / ("long" * 30))
    assert near.socket_directory == Path("/srv/casework/socket")
    assert far.socket_directory.parent == Path(tempfile.gettempdir()).resolve()
    assert far.socket_directory != Cluster(tmp_path / ("tall" * 30)).socket_directory
