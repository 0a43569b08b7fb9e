"""Every check of the code, one after the other; all of them run, so that one look shows all that is wrong."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
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
    return lambda: succeeds(sys.executable, "-m", "config.embedded", "offline", *arguments)


def succeeds(*command: str) -> bool:
    # Without a server, makemigrations cannot compare with the applied migrations: that is not its task here.
    quiet = {**os.environ, "PYTHONWARNINGS": "ignore:Got an error checking a consistent migration history"}
    return subprocess.run(command, cwd=REPOSITORY, env=quiet, check=False).returncode == 0


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
    return not templates or succeeds(str(PROGRAMS / "djhtml"), "--check", "--tabwidth=2", *templates)


def no_registry_named() -> bool:
    """Packages come from wherever this machine gets them: no host of a registry stands in the tree."""
    found = [
        f"{path.relative_to(REPOSITORY)}: {host}"
        for path in tracked_files()
        for host in REGISTRY_HOSTS
        if host.encode() in path.read_bytes()
    ]
    print("\n".join(found))
    return not found


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
