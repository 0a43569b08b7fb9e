"""The application on the embedded server: prepared, filled with a demonstration, served."""

import os
import socket
import sys
from collections.abc import Callable, Mapping, Sequence

import psycopg2

from config.embedded import EmbeddedError
from config.embedded.cluster import Cluster
from config.embedded.environment import REPOSITORY, environment
from config.embedded.processes import run, run_all

# They change the database itself and get the owner's and the superuser's addresses.
PRIVILEGED_COMMANDS = ("prepare_database", "migrate", "makemigrations")
# A file beside the data, so that it goes when the data goes.
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
    """Roles, grants and tables as this version wants them; nothing happens when they are."""
    with cluster.turn("prepare"):
        for command in ("prepare_database", "migrate"):
            step(manage(command, "--verbosity=0"), environment_for(command, cluster, kept))
        cluster.write(PREPARED, "prepared")


def environment_for(command: str, cluster: Cluster, kept: Mapping[str, str]) -> dict[str, str]:
    """The environment of a management command, by what it may do to the database."""
    variables = environment(cluster, kept, privileged=command in PRIVILEGED_COMMANDS)
    if command == "migrate":
        # The owner takes the application's place. Beside it, on a second connection (`--database=owner`),
        # migration 0016 of django-tasks-db, which writes on the first, waits for itself for ever.
        variables["DATABASE_URL"] = variables["DATABASE_OWNER_URL"]
    if command in PRIVILEGED_COMMANDS:
        variables["PGOPTIONS"] = "-c lock_timeout=60s"
    return variables | {"DEMO_PASSWORD": kept["DEMO_PASSWORD"]}


def step(command: Sequence[str], variables: Mapping[str, str]) -> None:
    status = run(command, variables)
    if status in (130, 143, 129):
        raise SystemExit(status)
    if status:
        raise EmbeddedError(f"`manage.py {' '.join(command[2:])}` failed (status {status}).")


def is_prepared(cluster: Cluster) -> bool:
    """Whether a preparation was once finished on this data; an interrupted one does not count."""
    return (cluster.data / PREPARED).exists()


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
            print("Inventing 300 people for the demonstration ...", flush=True)
            load = manage("load_demo_data", "--cases", "300", "--seed", "1")
            step(load, environment_for("load_demo_data", cluster, kept))
        return run_all(
            {
                "web server": [
                    *(sys.executable, "-m", "waitress", f"--listen=127.0.0.1:{port}", "--threads=8"),
                    *("--ident=", "config.wsgi:application"),
                ],
                "worker": manage("db_worker", "--verbosity=0"),
            },
            ours,
            is_ready=lambda: answers(port),
            announce=announcement(cluster, kept, port) if ours["DEMO"] == "1" else lambda: None,
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


def announcement(cluster: Cluster, kept: Mapping[str, str], port: int) -> Callable[[], None]:
    def announce() -> None:
        wished = os.environ.get("DEMO_PASSWORD", kept["DEMO_PASSWORD"])
        print(f"\nCasebook runs at http://127.0.0.1:{port}/  (for passkeys: http://localhost:{port}/)\n")
        for email, role in DEMO_ACCOUNTS.items():
            print(f"    {email:<26}{role}")
        print(f"    {'password':<26}{kept['DEMO_PASSWORD']}\n")
        if wished != kept["DEMO_PASSWORD"]:
            print("The accounts keep the password of their first start; DEMO_PASSWORD is not used again.\n")
        print(f"Ctrl-C stops everything; the data stays in {cluster.state}", flush=True)

    return announce
