"""Pages stay light: what goes over a slow line, compressed as it is sent."""

from pathlib import Path

import brotli
import pytest

from tests.addresses import Addresses

STATIC = Path(__file__).parents[2] / "static"
ON_EVERY_PAGE = ["tabler.min.css", "app.css", "htmx.min.js", "app.js", "icons.svg", "favicon.svg"]
FIRST_VISIT, LATER_PAGE, SPRITE = 120_000, 25_000, 15_000
PAGES = ["my-day", "case-list", "case-detail", "case-identification", "case-person-edit", "person-register"]


def weight(content: bytes) -> int:
    return len(brotli.compress(content))


def test_first_visit_and_later_pages_keep_their_budget(world, sign_in):
    assets = sum(weight((STATIC / name).read_bytes()) for name in ON_EVERY_PAGE)
    client, addresses = sign_in(world.caseworker), Addresses(world)
    pages = {name: weight(client.get(addresses.of(name)).content) for name in PAGES}
    assert {name: size for name, size in pages.items() if size > LATER_PAGE} == {}
    assert assets + max(pages.values()) <= FIRST_VISIT


def test_the_sprite_of_icons_is_small():
    assert (STATIC / "icons.svg").stat().st_size <= SPRITE


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_but_our_own_files_is_loaded(world, visit, live_server, language):
    window, asked = visit(world.caseworker, language), []
    window.page.on("request", lambda request: asked.append(request.url))
    window.open(f"/cases/{world.case.pk}/")
    window.page.wait_for_load_state("networkidle")
    assert asked
    assert [url for url in asked if not url.startswith(live_server.url)] == []
