"""The application on the embedded server: prepared, filled with a demonstration, served."""

import hashlib
import os
import socket
import sys
from collections.abc import Mapping, Sequence

import psycopg2

from config.embedded import EmbeddedError
from config.embedded.cluster import Cluster
from config.embedded.environment import REPOSITORY, environment
from config.embedded.processes import STOPPED, run, run_all

# They change the database itself and get the owner's and the superuser's addresses.
PRIVILEGED_COMMANDS = ("prepare_database", "migrate", "makemigrations")
# Its first administrator is made by the owner: in the application only an administrator makes another.
OWNERS_COMMANDS = (*PRIVILEGED_COMMANDS, "load_demo_data")
# A file beside the data, so that it goes when the data goes.
LARGEST_BODY = 24 * 1024 * 1024
PREPARED = "casework.prepared"
DEMO_ACCOUNTS = {
    "caseworker@demo.test": "caseworker",
    "caseworker2@demo.test": "caseworker of another organisation",
    "partner@demo.test": "shelter partner",
    "officer@demo.test": "protection officer",
    "researcher@demo.test": "researcher",
    "administrator@demo.test": "administrator",
    "auditor@demo.test": "auditor",
}


def manage(*arguments: str) -> list[str]:
    return [sys.executable, str(REPOSITORY / "manage.py"), *arguments]


def prepare(cluster: Cluster, kept: Mapping[str, str]) -> None:
    """Roles, grants and tables as this version of the code wants them; nothing is done when they are."""
    with cluster.turn("prepare"):
        version = version_of_code()
        if prepared_version(cluster) == version:
            return
        say("Preparing the database ...")
        for command in ("prepare_database", "migrate"):
            step(manage(command, "--verbosity=0"), environment_for(command, cluster, kept))
        cluster.write(PREPARED, version)


def prepared_version(cluster: Cluster) -> str:
    """The version of the code that last finished preparing this data; empty when none did."""
    path = cluster.data / PREPARED
    return path.read_text().strip() if path.exists() else ""


def version_of_code() -> str:
    """A digest of everything that decides how the database looks: models and their walls, migrations, SQL."""
    digest = hashlib.sha256()
    folders = (REPOSITORY / "casework", REPOSITORY / "config")
    code = [path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".sql")]
    for path in sorted([*code, REPOSITORY / "requirements.txt"]):
        digest.update(
            f"{path.relative_to(REPOSITORY)}\0".encode() + hashlib.sha256(path.read_bytes()).digest()
        )
    return digest.hexdigest()


def manage_by_hand(cluster: Cluster, kept: Mapping[str, str], arguments: Sequence[str]) -> int:
    """Run a management command of the person at the terminal, on a database that stands."""
    command = arguments[0] if arguments else "help"
    privileged = command in PRIVILEGED_COMMANDS
    # Whoever mends the database by hand must not be stopped by its being broken.
    if not privileged or not prepared_version(cluster):
        prepare(cluster, kept)
    try:
        return run(manage(*arguments), environment_for(command, cluster, kept))
    finally:
        if privileged:
            cluster.write(PREPARED, "changed by hand")


def environment_for(command: str, cluster: Cluster, kept: Mapping[str, str]) -> dict[str, str]:
    """The environment of a management command, by what it may do to the database."""
    variables = environment(cluster, kept, privileged=command in OWNERS_COMMANDS)
    if command == "migrate":
        # The owner takes the application's place. Beside it, on a second connection (`--database=owner`),
        # migration 0016 of django-tasks-db, which writes on the first, waits for itself for ever.
        variables["DATABASE_URL"] = variables["DATABASE_OWNER_URL"]
    if command in PRIVILEGED_COMMANDS:
        variables["PGOPTIONS"] = "-c lock_timeout=60s"
    return variables | {"DEMO_PASSWORD": kept["DEMO_PASSWORD"]}


def step(command: Sequence[str], variables: Mapping[str, str]) -> None:
    status = run(command, variables)
    if status in STOPPED:
        raise SystemExit(status)
    if status:
        raise EmbeddedError(f"`manage.py {' '.join(command[2:])}` failed (status {status}).")


def has_people(cluster: Cluster) -> bool:
    """Whether anybody has an account, so that the demonstration is never poured over real work."""
    connection = psycopg2.connect(cluster.url())
    try:
        with connection.cursor() as cursor:
            cursor.execute("select exists(select from access_staffuser)")
            return bool(cursor.fetchone()[0])
    finally:
        connection.close()


def serve(cluster: Cluster, kept: Mapping[str, str], port: int) -> int:
    """Run the web server and the worker until somebody asks to stop."""
    refuse_taken(port)
    with cluster.in_use():
        prepare(cluster, kept)
        ours = environment(cluster, kept)
        if ours["DEMO"] == "1" and not has_people(cluster):
            say("Inventing 300 people for the demonstration ...")
            load = manage("load_demo_data", "--cases", "300", "--seed", "1")
            step(load, environment_for("load_demo_data", cluster, kept))
        return run_all(
            {
                "web server": [
                    *(sys.executable, "-m", "waitress", f"--listen=127.0.0.1:{port}", "--threads=8"),
                    # A body stays in memory: waitress would put a large one into a temporary file, in plain.
                    *(f"--inbuf-overflow={LARGEST_BODY}", f"--max-request-body-size={LARGEST_BODY}"),
                    *("--ident=", "config.wsgi:application"),
                ],
                "worker": manage("db_worker", "--verbosity=0"),
            },
            ours,
            is_ready=lambda: answers(port),
            announce=lambda: announce(cluster, kept, port, demo=ours["DEMO"] == "1"),
        )


def refuse_taken(port: int) -> None:
    """Say so before any work when another program has the port."""
    with socket.socket() as probe:
        # As the web server does, so that connections of a moment ago do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise EmbeddedError(
                f"Port {port} cannot be used ({error.strerror}). Choose another: make run PORT={port + 1}"
            ) from None


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def announce(cluster: Cluster, kept: Mapping[str, str], port: int, *, demo: bool) -> None:
    """Say where the application is and, in a demonstration, who can sign in."""
    say(f"\nCasebook runs at http://127.0.0.1:{port}/  (for passkeys: http://localhost:{port}/)\n")
    if demo:
        for email, role in DEMO_ACCOUNTS.items():
            say(f"    {email:<26}{role}")
        say(f"    {'password':<26}{kept['DEMO_PASSWORD']}\n")
        if os.environ.get("DEMO_PASSWORD", kept["DEMO_PASSWORD"]) != kept["DEMO_PASSWORD"]:
            say("The accounts keep the password of their first start; DEMO_PASSWORD is not used again.\n")
    say(f"Ctrl-C stops everything; the data stays in {cluster.state}")


def say(line: str) -> None:
    print(line, flush=True)
