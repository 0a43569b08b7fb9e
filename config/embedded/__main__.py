"""`python -m config.embedded`: what `make run`, `make manage` and `make test` call."""

import argparse
import os
import shlex
import sys
from collections.abc import Sequence

from config.embedded import EmbeddedError
from config.embedded.application import manage, manage_by_hand, prepare, serve
from config.embedded.cluster import Cluster
from config.embedded.environment import environment, kept_secrets, state_directory
from config.embedded.processes import STOPPED, listen_to_signals, run
from config.embedded.trial import run_on_trial, test


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m config.embedded", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="prepare the database and serve the application")
    for name, help_line in {
        "manage": "run a management command on the application's database",
        "env": "run a command with the application's environment, or print it",
        "offline": "run a management command that needs no database",
        "trial": "run a command on a durable database of its own, thrown away afterwards",
        "test": "run the tests on a database of their own",
    }.items():
        command = commands.add_parser(name, help=help_line)
        command.add_argument("rest", nargs=argparse.REMAINDER, metavar="-- ARGUMENTS")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    options = parse(arguments)
    rest = [] if options.command == "serve" else options.rest
    rest = rest[1:] if rest[:1] == ["--"] else rest
    if options.command == "test":
        return test(rest)
    if options.command == "trial":
        return run_on_trial(rest, durable=True)

    state = state_directory()
    cluster, kept = Cluster(state), kept_secrets(state)
    if options.command == "offline":
        return run(manage(*rest), environment(cluster, kept))
    if options.command == "serve":
        return serve(cluster, kept, chosen_port())
    with cluster.in_use():
        if options.command == "manage":
            return manage_by_hand(cluster, kept, rest)
        prepare(cluster, kept)
        return with_environment(rest, environment(cluster, kept))


def chosen_port() -> int:
    value = os.environ.get("PORT") or "8000"
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise EmbeddedError(f"PORT={value} is not a port: choose a number from 1 to 65535.")
    return int(value)


def with_environment(command: Sequence[str], variables: dict[str, str]) -> int:
    if command:
        return run(command, variables)
    for name in sorted(set(variables) - set(os.environ)):
        print(f"export {name}={shlex.quote(variables[name])}")
    return 0


if __name__ == "__main__":
    listen_to_signals()
    try:
        sys.exit(main(sys.argv[1:]))
    except EmbeddedError as error:
        sys.exit(str(error))
    except SystemExit as leaving:
        # Stopped by the person: for a server that is no failure.
        if sys.argv[1:2] == ["serve"] and leaving.code in STOPPED:
            sys.exit(0)
        raise
