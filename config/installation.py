"""Install what the application needs beside the checkout; runs on a bare Python, before any package is there.

Each step remembers a digest of its inputs: a second run does nothing, a changed input runs it again.
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parent.parent
VENV = REPOSITORY / ".venv"
PYTHON = VENV / "bin" / "python"
STATE = Path(os.environ.get("STATE_DIR") or REPOSITORY / "var").resolve()
REMEMBERED = VENV / "setup.json"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20


class Step(NamedTuple):
    """One thing to install or build: from which files, into which, and how."""

    title: str
    inputs: tuple[Path, ...]
    outputs: tuple[Path, ...]
    make: Callable[[], None]


class InstallationError(Exception):
    """Something is missing on this machine; the message says what to do."""


def steps() -> list[Step]:
    catalogues = sorted(REPOSITORY.glob("locale/*/LC_MESSAGES/*.po"))
    requirements = (REPOSITORY / "requirements.txt", REPOSITORY / "requirements-dev.txt")
    packages = (REPOSITORY / "package.json", REPOSITORY / "package-lock.json")
    static = REPOSITORY / "static"
    return [
        Step("Python packages", requirements, (PYTHON,), install_python_packages),
        Step(
            "web packages",
            packages,
            (REPOSITORY / "node_modules" / ".package-lock.json",),
            install_web_packages,
        ),
        Step("web assets", (*packages, REPOSITORY / "assets"), (static / "app.css",), build_assets),
        Step(
            "translations",
            tuple(catalogues),
            tuple(path.with_suffix(".mo") for path in catalogues),
            lambda: compile_translations(catalogues),
        ),
        Step(
            f"static files in {STATE}",
            (static, *requirements, REPOSITORY / "config" / "settings.py"),
            (STATE / "static" / "staticfiles.json",),
            collect_static_files,
        ),
    ]


def install() -> None:
    """Bring the installation up to date; two at once take turns."""
    with turn():
        make_virtual_environment()
        remembered = json.loads(REMEMBERED.read_text()) if REMEMBERED.exists() else {}
        for step in steps():
            digest = digest_of(step.inputs)
            if remembered.get(step.title) == digest and all(path.exists() for path in step.outputs):
                continue
            say(f"Installing {step.title} ...")
            step.make()
            remembered[step.title] = digest
            fresh = REMEMBERED.with_suffix(".new")
            fresh.write_text(json.dumps(remembered, indent=1))
            fresh.rename(REMEMBERED)


@contextmanager
def turn() -> Iterator[None]:
    lock = REPOSITORY / "var" / "setup.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def digest_of(inputs: Iterable[Path]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for path in inputs:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                digest.update(str(file.relative_to(REPOSITORY)).encode() + b"\0")
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def make_virtual_environment() -> None:
    """A virtual environment with pip; one that was interrupted or lost its Python is made anew."""
    if PYTHON.exists() and succeeds(PYTHON, "-c", "import pip"):
        return
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        raise InstallationError(
            f"This Python cannot make virtual environments. Run: apt-get install {package}"
        )
    say("Making a virtual environment ...")
    run(sys.executable, "-m", "venv", "--clear", VENV)


def install_python_packages() -> None:
    # Wheels only, each with a known hash: nothing that is downloaded runs while it is installed.
    run(
        *(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"),
        *("--require-hashes", "--only-binary=:all:"),
        *("-r", REPOSITORY / "requirements.txt", "-r", REPOSITORY / "requirements-dev.txt"),
    )


def install_web_packages() -> None:
    run(
        "npm",
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--no-update-notifier",
        "--loglevel=error",
        path=with_node(),
    )


def build_assets() -> None:
    run("node", REPOSITORY / "assets" / "build.mjs", path=with_node())


def with_node() -> str:
    """A PATH with Node: the machine's own if it is new enough, else the one among the Python packages."""
    path = os.environ.get("PATH", os.defpath)
    if shutil.which("npm") and node_version() >= OLDEST_NODE:
        return path
    return f"{VENV / 'bin'}{os.pathsep}{path}"


def node_version() -> int:
    try:
        answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(answer.lstrip("v").split(".")[0])


def compile_translations(catalogues: Iterable[Path]) -> None:
    for catalogue in catalogues:
        language = catalogue.parent.parent.name
        compiled = catalogue.with_suffix(".mo")
        run(
            *(PYTHON, "-m", "babel.messages.frontend", "--quiet", "compile"),
            *("-l", language, "-i", catalogue, "-o", compiled),
        )


def collect_static_files() -> None:
    run(PYTHON, "-m", "config.embedded", "offline", "collectstatic", "--noinput", "--clear", "--verbosity=0")


def run(*command: "str | Path", path: str | None = None) -> None:
    environment = {**os.environ, "PATH": path} if path else dict(os.environ)
    try:
        subprocess.run([str(part) for part in command], cwd=REPOSITORY, env=environment, check=True)
    except subprocess.CalledProcessError as error:
        shown = " ".join(str(part) for part in command)
        raise InstallationError(f"This command failed (status {error.returncode}): {shown}") from None


def succeeds(*command: "str | Path") -> bool:
    done = subprocess.run([str(part) for part in command], capture_output=True, check=False)
    return done.returncode == 0


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    try:
        if sys.version_info < OLDEST_PYTHON:
            raise InstallationError("Python 3.11 or newer is needed. Name one: make setup PYTHON=python3.12")
        install()
    except InstallationError as error:
        sys.exit(str(error))
