"""A browser for the whole run, and pages in it signed in as any person of the world."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests import factories

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
COMPUTER, PHONE, NARROW = (
    {"width": 1366, "height": 768},
    {"width": 390, "height": 844},
    {"width": 320, "height": 640},
)
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium")
    # Playwright keeps an event loop in this thread; Django would take our own queries for its.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def world(world):
    """The world with something to read on every page of its case."""
    factories.add_records(world.case, world.caseworker)
    return world


class Visit:
    """One browser window: its page, where the application is, and what the browser complained of."""

    def __init__(self, context, address: str) -> None:
        self.context, self.address = context, address
        self.page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message) -> None:
        # Answers such as 403 or 422 are no fault of the page.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def open(self, path: str):
        return self.page.goto(self.address + path)


@pytest.fixture
def visit(chromium, live_server):
    """`visit(person, language)` opens a window, signed in when a person is given."""
    windows = []

    def begin(person=None, language: str = "en", size: dict[str, int] = COMPUTER) -> Visit:
        context = chromium.new_context(viewport=size, locale=language)
        context.set_default_timeout(15000)
        windows.append(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if person is not None:
            client = Client()
            client.force_login(person)
            cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
        )
        # Nothing outside this machine is asked, the page behind quick exit included.
        context.route(
            lambda url: not url.startswith(live_server.url),
            lambda route: route.fulfill(body="<title>Elsewhere</title>", content_type="text/html"),
        )
        return Visit(context, live_server.url)

    yield begin
    for context in windows:
        context.close()
