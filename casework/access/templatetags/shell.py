"""Template tags of the page frame: icons from the sprite, and tags (icon, word and tone together)."""

from typing import Any

from django import template
from django.core.paginator import Page
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

TONES = frozenset({"", "danger", "caution", "ok", "info", "keep"})
# Pictures with a direction turn round when the page is read from right to left; clocks and ticks do not.
DIRECTED = frozenset(
    {
        "arrow-left",
        "arrow-right",
        "chevron-left",
        "chevron-right",
        "logout",
        "quick-exit",
        "send",
        "list-check",
    }
)


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """An icon of the sprite; silent unless `label` says what it stands for."""
    classes = " ".join(part for part in ("icon", "flip" if name in DIRECTED else "", css) if part)
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="{}" width="20" height="20" {} focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        spoken,
        static("icons.svg"),
        name,
    )


@register.simple_tag
def tag(tone: str, icon_name: str, word: str, css: str = "") -> SafeString:
    """A state as icon, word and colour together; raises ValueError on a tone that does not exist."""
    if tone not in TONES:
        raise ValueError(f"No such tone: {tone}")
    classes = " ".join(part for part in ("tag", f"tag-{tone}" if tone else "", css) if part)
    return format_html('<span class="{}">{} {}</span>', classes, icon(icon_name), word)


@register.inclusion_tag("_parts/reference.html")
def reference(code: str) -> dict[str, str]:
    """The reference code of a case, the only name a case has outside its own page."""
    return {"code": code}


@register.simple_tag
def options(choices: list[dict[str, Any]]) -> SafeString:
    """The options of a select, quickly: lists of all countries and languages stand on many pages."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((choice["value"], flatatt(choice["attrs"]), choice["label"]) for choice in choices),
    )


@register.filter
def page_numbers(page: Page) -> list[int | None]:
    """The page numbers to show around this one; None where some are left out."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in shown]
