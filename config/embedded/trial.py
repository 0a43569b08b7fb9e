"""A server for one command, thrown away afterwards: tests, benchmarks, drills."""

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

WHOLE_SUITE = ("-n", "2", "--dist=worksteal", "--cov", "--cov-report=term-missing:skip-covered")


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
        return run(command, variables | {"CHROMIUM_PATH": browser})
