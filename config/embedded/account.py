"""The operating system's account that runs PostgreSQL, which refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from functools import cached_property
from pathlib import Path
from typing import Any

from config.embedded import EmbeddedError


class ServerAccount:
    """Who runs the server: ourselves, or an unprivileged account of its own when we are root."""

    NAME = "pgserver"

    @cached_property
    def ours(self) -> str:
        """The name of the account we run as."""
        try:
            return pwd.getpwuid(os.geteuid()).pw_name
        except KeyError:
            raise EmbeddedError(
                f"The user number {os.geteuid()} has no name here. Add it to /etc/passwd."
            ) from None

    @cached_property
    def is_ours(self) -> bool:
        return os.geteuid() != 0

    @cached_property
    def identity(self) -> dict[str, Any]:
        """What subprocess needs to run a program as this account, without root's groups."""
        return {} if self.is_ours else {"user": self.NAME, "group": self.NAME, "extra_groups": []}

    def hand_over(self, path: Path) -> None:
        """Give a path to this account. A path that a stranger made beforehand is refused."""
        owners = {os.geteuid()} if self.is_ours else {0, pwd.getpwnam(self.NAME).pw_uid}
        if path.is_symlink() or path.stat().st_uid not in owners:
            raise EmbeddedError(
                f"{path} belongs to somebody else. Remove it, or set STATE_DIR to another directory."
            )
        if not self.is_ours:
            shutil.chown(path, self.NAME, self.NAME)

    def let_through(self, state: Path, installed: Path) -> None:
        """Let this account reach its programs and its data: pass through directories, not list them."""
        if self.is_ours:
            return
        self.make()
        for path in (state, *state.parents, *installed.parents):
            add_permission(path, 0o001)
        for path in (installed, *installed.rglob("*")):
            runnable = path.is_dir() or path.stat().st_mode & 0o100
            add_permission(path, 0o005 if runnable else 0o004)

    def make(self) -> None:
        try:
            pwd.getpwnam(self.NAME)
        except KeyError:
            command = ["useradd", "--system", "--user-group", "--shell", "/usr/sbin/nologin", self.NAME]
            try:
                subprocess.run(command, check=True)
            except (OSError, subprocess.CalledProcessError):
                raise EmbeddedError(
                    f"PostgreSQL cannot run as root. Make an account for it ({' '.join(command)}), "
                    "or start again as an ordinary user."
                ) from None


def add_permission(path: Path, bits: int) -> None:
    mode = path.stat().st_mode
    if mode & bits != bits:
        path.chmod(mode | bits)
