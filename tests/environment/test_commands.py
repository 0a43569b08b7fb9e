"""The commands of the Makefile, and what installs and checks."""

import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from config import checks, installation
from config.embedded.environment import REPOSITORY

MAKEFILE = (REPOSITORY / "Makefile").read_text()
PROJECT = (REPOSITORY / "pyproject.toml").read_text()


def test_make_alone_lists_every_command_with_its_help() -> None:
    said = subprocess.run(["make"], cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    declared = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert declared
    for command in declared[1].split():
        assert re.search(rf"^  make {command} +\S", said, re.MULTILINE), command


def test_a_taken_port_is_refused_before_any_work(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "config.embedded", "serve"],
            cwd=REPOSITORY,
            env={"PORT": str(port), "STATE_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "PORT=" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "postgres").exists()


def test_every_dependency_says_what_it_is_for() -> None:
    entries = re.findall(r'^    "[a-z][^"]*",?(.*)$', PROJECT.split("[tool.", 1)[0], re.MULTILINE)
    listed = tomllib.loads(PROJECT)
    assert len(entries) == len(listed["project"]["dependencies"]) + len(listed["dependency-groups"]["dev"])
    assert all(re.search(r"# \w", comment) for comment in entries)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pinned_package_has_a_hash(name: str) -> None:
    text = (REPOSITORY / name).read_text()
    pins = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert pins
    for pin in pins:
        assert re.match(r"[a-z0-9-]+(\[[a-z,]+\])?==\S+", pin), pin
        assert "--hash=sha256:" in pin, pin


def test_every_dependency_is_pinned() -> None:
    listed = tomllib.loads(PROJECT)
    wanted = [*listed["project"]["dependencies"], *listed["dependency-groups"]["dev"]]
    pinned = "\n".join(
        (REPOSITORY / name).read_text() for name in ("requirements.txt", "requirements-dev.txt")
    )
    for requirement in wanted:
        name = re.split(r"[\[~>=<]", requirement)[0]
        assert re.search(rf"^{re.escape(name)}==", pinned, re.MULTILINE), name


def test_a_registry_in_the_tree_is_found(tmp_path: Path) -> None:
    clean, guilty = tmp_path / "clean", tmp_path / "guilty"
    clean.write_text("packages come from the machine's own registry")
    guilty.write_text(f"index = {checks.REGISTRY_HOSTS[0]}")
    assert checks.registries_named_in([clean, guilty]) == [f"{guilty}: {checks.REGISTRY_HOSTS[0]}"]


def test_the_digest_of_a_step_changes_with_names_and_contents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installation, "REPOSITORY", tmp_path)
    folder = tmp_path / "assets"
    folder.mkdir()
    seen = {installation.digest_of([folder])}
    (folder / "app.css").write_text("a {}")
    seen.add(installation.digest_of([folder]))
    (folder / "app.css").write_text("b {}")
    seen.add(installation.digest_of([folder]))
    (folder / "app.css").rename(folder / "other.css")
    seen.add(installation.digest_of([folder]))
    assert len(seen) == 4
    assert installation.digest_of([folder]) in seen


def test_a_machine_without_node_uses_the_one_among_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert installation.with_node().startswith(f"{installation.VENV / 'bin'}:")
