"""What every template keeps to: no inline style or script, known icons, the htmx settings of the guide."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ICONS = {path.stem for path in (ROOT / "assets" / "icons").glob("*.svg")}
INLINE = re.compile(
    r"""\s(style|on[a-z]+|hx-on[^=]*|hx-push-url)\s*=|hx-vals\s*=\s*['"]js:|<style""", re.IGNORECASE
)
SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)
ICON = re.compile(r"""{%\s*(?:icon\s+"([^"]+)"|tag\s+\S+\s+"([^"]+)")""")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_has_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text()
    assert not INLINE.search(text)
    for attributes in SCRIPT.findall(text):
        assert "src=" in attributes or 'type="application/json"' in attributes


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_asks_only_for_icons_of_the_sprite(path: Path) -> None:
    asked = {name for pair in ICON.findall(path.read_text()) for name in pair if name}
    assert asked <= ICONS


def test_htmx_keeps_no_page_in_the_browser() -> None:
    settings = re.search(
        r"""name="htmx-config" content='([^']+)'""", (ROOT / "templates" / "base.html").read_text()
    )
    assert settings
    assert json.loads(settings[1]) == {
        "historyCacheSize": 0,
        "refreshOnHistoryMiss": True,
        "includeIndicatorStyles": False,
        "allowEval": False,
        "selfRequestsOnly": True,
    }


@pytest.mark.parametrize("path", sorted((ROOT / "assets" / "css").glob("*.css")), ids=lambda path: path.name)
def test_style_sheet_uses_logical_sides_only(path: Path) -> None:
    sided = re.compile(
        r"[{;\s](?:(?:margin|padding|border)-(?:left|right)|left|right|float:\s*(?:left|right)|text-align:\s*(?:left|right))\s*[:;]"
    )
    assert not sided.search(path.read_text())
