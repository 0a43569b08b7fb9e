"""What the settings read from the environment: database addresses, and secrets made at first start."""

import base64
import fcntl
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from config.embedded.cluster import Cluster

REPOSITORY = Path(__file__).resolve().parents[2]
# Only commands that change the database itself see these: never the process that answers requests.
PRIVILEGED = ("DATABASE_OWNER_URL", "DATABASE_ADMIN_URL")


def state_directory() -> Path:
    """Where the database, the secrets and the collected assets live."""
    return Path(os.environ.get("STATE_DIR") or REPOSITORY / "var").resolve()


def key() -> str:
    """A key of 32 random bytes."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def spoken_password() -> str:
    """A password that can be typed from a screen: 75 bits, no letters that look alike."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(3))


RECIPES: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(50),
    "KEY_ENCRYPTION_KEYS": lambda: f"first:{key()}",
    "DUPLICATE_TOKEN_KEY": key,
    "DATABASE_CONTEXT_KEY": key,
    "AUDIT_SIGNING_KEY": key,
    "OWNER_PASSWORD": lambda: secrets.token_urlsafe(24),
    "APP_PASSWORD": lambda: secrets.token_urlsafe(24),
    "AUDIT_PASSWORD": lambda: secrets.token_urlsafe(24),
    "DEMO_PASSWORD": lambda: os.environ.get("DEMO_PASSWORD") or spoken_password(),
}
# They never reach a process of the application under these names.
KEPT_BACK = ("OWNER_PASSWORD", "APP_PASSWORD", "AUDIT_PASSWORD", "DEMO_PASSWORD")


def kept_secrets(state: Path) -> dict[str, str]:
    """The secrets of this directory, made once: without them the data cannot be read again."""
    state.mkdir(parents=True, exist_ok=True)
    path = state / "secrets.env"
    with (state / "secrets.lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        kept = read_secrets(path)
        missing = {name: make() for name, make in RECIPES.items() if name not in kept}
        if missing:
            kept |= missing
            write_secrets(path, kept)
    return kept


def read_secrets(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def write_secrets(path: Path, values: Mapping[str, str]) -> None:
    """Replace the file in one step, readable by its owner alone."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write("# Made at first start. Losing this file means losing everything that is sealed.\n")
        file.writelines(f"{name}={value}\n" for name, value in values.items())
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)


def environment(cluster: Cluster, kept: Mapping[str, str], *, privileged: bool = False) -> dict[str, str]:
    """The environment of a process of the application; owner and superuser only when `privileged`."""
    ours = {name: value for name, value in kept.items() if name not in KEPT_BACK}
    ours |= {
        "DATABASE_URL": cluster.url("casework_app", kept["APP_PASSWORD"]),
        "DATABASE_AUDIT_URL": cluster.url("casework_audit", kept["AUDIT_PASSWORD"]),
        "STATE_DIR": str(cluster.state),
    }
    if privileged:
        ours["DATABASE_OWNER_URL"] = cluster.url("casework_owner", kept["OWNER_PASSWORD"])
        ours["DATABASE_ADMIN_URL"] = cluster.url(database="postgres")
    inherited = {name: value for name, value in os.environ.items() if name not in (*PRIVILEGED, *KEPT_BACK)}
    return {"DEMO": "1", **inherited, **ours}
