"""Icons, tags and page numbers as they reach the page."""

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template

from casework.access.templatetags.shell import icon, page_numbers, tag


def render(source: str, **context: object) -> str:
    return Template("{% load shell %}" + source).render(Context(context))


def test_icon_is_silent_without_a_label() -> None:
    assert 'aria-hidden="true"' in icon("lock")
    assert "aria-label" not in icon("lock")


def test_icon_speaks_its_label_escaped() -> None:
    html = icon("lock", label='"><script>')
    assert 'role="img"' in html
    assert "<script>" not in html


@pytest.mark.parametrize(
    ("name", "mirrored"), [("arrow-left", True), ("send", True), ("clock", False), ("check", False)]
)
def test_icon_with_a_direction_is_mirrored(name: str, mirrored: bool) -> None:
    assert ("flip" in icon(name).split('"')[1].split()) is mirrored


def test_tag_holds_icon_word_and_tone() -> None:
    html = tag("danger", "alert-triangle", "High <b>")
    assert 'class="tag tag-danger"' in html
    assert "#alert-triangle" in html
    assert "High &lt;b&gt;" in html


def test_tag_of_an_unknown_tone_is_refused() -> None:
    with pytest.raises(ValueError, match="purple"):
        tag("purple", "lock", "Kept")


def test_reference_is_isolated_from_the_text_around_it() -> None:
    assert "<bdi>Acacia 417</bdi>" in render("{% reference code %}", code="Acacia 417")


def test_page_numbers_leave_gaps() -> None:
    assert page_numbers(Paginator(range(500), 25).page(7)) == [1, None, 6, 7, 8, None, 20]
