"""The browser of the tests: found on the machine, else fetched."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from config.embedded import EmbeddedError

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """The path of Chromium: named by CHROMIUM_PATH, on PATH, Debian's package or Playwright's own."""
    path = os.environ.get("CHROMIUM_PATH") or on_path() or from_debian() or from_playwright()
    if not path:
        raise EmbeddedError(
            "The browser tests need Chromium. Install it with one of\n"
            "    apt-get install chromium\n"
            f"    {sys.executable} -m playwright install --with-deps chromium\n"
            "or name one that you have: CHROMIUM_PATH=/path/to/chromium make test"
        )
    return path


def on_path() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def from_debian() -> str | None:
    """Install Debian's package, when we may."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("Installing Chromium with apt-get, for the browser tests ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-qq", "--no-install-recommends", "chromium"]
    if succeeds(install, quiet) or (
        succeeds(["apt-get", "update", "-qq"], quiet) and succeeds(install, quiet)
    ):
        return on_path()
    return None


def from_playwright() -> str | None:
    """Fetch Playwright's own build; its system libraries too when we may."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    if not Path(path).exists():
        print("Fetching Chromium with Playwright, for the browser tests ...", flush=True)
        libraries = ["--with-deps"] if os.geteuid() == 0 else []
        succeeds([sys.executable, "-m", "playwright", "install", *libraries, "chromium"], dict(os.environ))
    return path if succeeds([path, "--version"], dict(os.environ)) else None


def succeeds(command: list[str], environment: dict[str, str]) -> bool:
    try:
        done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    except OSError:
        return False
    return done.returncode == 0
