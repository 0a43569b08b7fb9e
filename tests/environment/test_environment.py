"""What the processes of the application are told: enough, and never the owner's or superuser's address."""

import base64
from pathlib import Path

import pytest

from config.embedded.application import environment_for
from config.embedded.cluster import Cluster
from config.embedded.environment import environment, kept_secrets, read_secrets


def test_secrets_are_made_once_and_readable_by_their_owner_alone(tmp_path: Path) -> None:
    first = kept_secrets(tmp_path)
    assert kept_secrets(tmp_path) == first
    assert (tmp_path / "secrets.env").stat().st_mode & 0o777 == 0o600
    assert kept_secrets(tmp_path / "another") != first


def test_a_new_secret_is_added_and_the_old_ones_stay(tmp_path: Path) -> None:
    kept_secrets(tmp_path)
    path = tmp_path / "secrets.env"
    lines = [line for line in path.read_text().splitlines() if not line.startswith("AUDIT_SIGNING_KEY=")]
    path.write_text("\n".join(lines) + "\n")
    before = read_secrets(path)
    after = kept_secrets(tmp_path)
    assert {name: after[name] for name in before} == before
    assert after["AUDIT_SIGNING_KEY"]


@pytest.mark.parametrize("name", ["DUPLICATE_TOKEN_KEY", "DATABASE_CONTEXT_KEY", "AUDIT_SIGNING_KEY"])
def test_keys_are_32_bytes(tmp_path: Path, name: str) -> None:
    assert len(base64.b64decode(kept_secrets(tmp_path)[name], validate=True)) == 32


def test_key_encryption_keys_carry_their_id(tmp_path: Path) -> None:
    name, key = kept_secrets(tmp_path)["KEY_ENCRYPTION_KEYS"].split(":")
    assert name
    assert len(base64.b64decode(key, validate=True)) == 32


def test_demo_password_is_the_one_asked_for_at_first_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "first wish of fifteen")
    assert kept_secrets(tmp_path)["DEMO_PASSWORD"] == "first wish of fifteen"
    monkeypatch.setenv("DEMO_PASSWORD", "second wish of fifteen")
    assert kept_secrets(tmp_path)["DEMO_PASSWORD"] == "first wish of fifteen"


def test_serving_processes_never_see_the_owner_or_the_superuser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_ADMIN_URL", "postgres://postgres@/left-over")
    monkeypatch.setenv("OWNER_PASSWORD", "left over")
    kept = kept_secrets(tmp_path)
    told = environment(Cluster(tmp_path), kept)
    assert not {"DATABASE_ADMIN_URL", "DATABASE_OWNER_URL", "OWNER_PASSWORD", "DEMO_PASSWORD"} & set(told)
    assert not [name for name, value in told.items() if kept["OWNER_PASSWORD"] in value]
    assert "casework_app:" in told["DATABASE_URL"]
    assert "casework_audit:" in told["DATABASE_AUDIT_URL"]


@pytest.mark.parametrize(
    ("command", "role", "privileged"),
    [
        ("migrate", "casework_owner", True),
        ("prepare_database", "casework_app", True),
        ("check", "casework_app", False),
    ],
)
def test_only_commands_that_change_the_database_get_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, role: str, privileged: bool
) -> None:
    for name in ("DATABASE_ADMIN_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(name, raising=False)
    told = environment_for(command, Cluster(tmp_path), kept_secrets(tmp_path))
    assert f"//{role}:" in told["DATABASE_URL"]
    assert ("DATABASE_ADMIN_URL" in told) is privileged
    assert ("DATABASE_OWNER_URL" in told) is privileged
