"""Every check of the code, one after the other; all of them run, so that one look shows all that is wrong."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from config.embedded.application import manage
from config.embedded.cluster import Cluster
from config.embedded.environment import REPOSITORY, environment, kept_secrets, state_directory

PROGRAMS = Path(sys.executable).parent
# In parts, so that this list does not find itself.
REGISTRY_HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("proxy", "golang", "org"),
    )
)


def program(name: str, *arguments: str) -> Callable[[], bool]:
    """A check done by an installed program."""
    return lambda: succeeds(str(PROGRAMS / name), *arguments)


def management(*arguments: str) -> Callable[[], bool]:
    """A check done by a management command that needs no database."""
    return lambda: succeeds(*manage(*arguments))


def succeeds(*command: str) -> bool:
    return subprocess.run(command, cwd=REPOSITORY, env=variables(), check=False).returncode == 0


@cache
def variables() -> dict[str, str]:
    """The settings want their secrets, for the plugin of mypy as well; no server needs to run."""
    state = state_directory()
    # Without a server, makemigrations cannot compare with the applied migrations: that is not its task here.
    quiet = {"PYTHONWARNINGS": "ignore:Got an error checking a consistent migration history"}
    return environment(Cluster(state), kept_secrets(state)) | quiet


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
    )
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in map(REPOSITORY.joinpath, names) if path.is_file()]


def templates_indented() -> bool:
    templates = [
        str(path) for path in tracked_files() if path.suffix == ".html" and "templates" in path.parts
    ]
    return not templates or succeeds(str(PROGRAMS / "djhtml"), "--check", "--tabwidth=4", *templates)


def no_registry_named() -> bool:
    found = registries_named_in(tracked_files())
    print("\n".join(found), end="\n" if found else "")
    return not found


def registries_named_in(paths: Iterable[Path]) -> list[str]:
    """Packages come from wherever a machine gets them: no host of a registry stands in the tree."""
    return [
        f"{path}: {host}" for path in paths for host in REGISTRY_HOSTS if host.encode() in path.read_bytes()
    ]


CHECKS: dict[str, Callable[[], bool]] = {
    "ruff check": program("ruff", "check", "--quiet"),
    "ruff format": program("ruff", "format", "--check", "--quiet"),
    "mypy": program("mypy", "--no-error-summary"),
    "djhtml": templates_indented,
    "migrations complete": management("makemigrations", "--check", "--dry-run", "--verbosity=1"),
    "generated docs fresh": management("write_docs", "--check"),
    "translations complete": management("check_messages"),
    "no registry named": no_registry_named,
}


def main() -> int:
    failed = []
    for name, check in CHECKS.items():
        started = time.monotonic()
        passed = check()
        print(f"{'ok  ' if passed else 'FAIL'} {name} ({time.monotonic() - started:.1f} s)", flush=True)
        if not passed:
            failed.append(name)
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
