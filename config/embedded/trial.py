"""A server for one command, thrown away afterwards: tests, benchmarks, drills."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from config.embedded.application import manage, step
from config.embedded.browser import chromium
from config.embedded.cluster import Cluster
from config.embedded.environment import environment, kept_secrets
from config.embedded.processes import deaf_to_signals, run

WHOLE_SUITE = ("-n", "2", "--cov", "--cov-report=term-missing:skip-covered")
# What protects people is run to its last branch.
TO_THE_LAST_BRANCH = (
    "casework/sealing/*",
    "casework/access/*",
    "casework/*/policies.py",
    "casework/*/workflow.py",
    "casework/*/services.py",
    "casework/*/services/*",
)


@contextmanager
def trial(*, durable: bool) -> Iterator[dict[str, str]]:
    """The environment of an empty database with its roles, gone on leaving."""
    state = Path(tempfile.mkdtemp(prefix="casework-trial-"))
    cluster = Cluster(state, durable=durable)
    try:
        with cluster.in_use():
            variables = environment(cluster, kept_secrets(state), privileged=True)
            step(manage("prepare_database", "--verbosity=0"), variables)
            yield variables
    finally:
        with deaf_to_signals():
            shutil.rmtree(state, ignore_errors=True)
            shutil.rmtree(cluster.socket_directory, ignore_errors=True)


def run_on_trial(command: Sequence[str], *, durable: bool) -> int:
    """Run any command on a database of its own."""
    with trial(durable=durable) as variables:
        return run(command, variables)


def test(arguments: Sequence[str]) -> int:
    """Run the tests; without arguments all of them, with the bar on what they reach."""
    browser = chromium()
    with trial(durable=False) as variables:
        command = [sys.executable, "-m", "pytest", *(arguments or WHOLE_SUITE)]
        status = run(command, variables | {"CHROMIUM_PATH": browser})
    return status if status or arguments else check_last_branches()


def check_last_branches() -> int:
    """Ask for every branch of what protects people, of what the whole suite has just run."""
    print(f"\nEvery branch is run in {', '.join(TO_THE_LAST_BRANCH)}:", flush=True)
    report = [sys.executable, "-m", "coverage", "report", f"--include={','.join(TO_THE_LAST_BRANCH)}"]
    status = run([*report, "--fail-under=100"], os.environ)
    if status:
        print(
            "The branches above are run by no test. Show by a test what each does for a person, "
            "or take it out when nothing can reach it.",
            file=sys.stderr,
        )
    return status
