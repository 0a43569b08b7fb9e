"""What every page's frame needs to know: navigation by role, hidden names, the other language."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from casework.access.roles import has_permission

# (label, URL name, permission), in the order of the bar.
NAVIGATION = [
    (_("My day"), "my-day", "view_own_day"),
    (_("My cases"), "case-list", "view_case"),
    (_("Shelters"), "shelter-board", "view_shelters"),
    (_("Workbooks"), "workbook-list", "import_workbook"),
    (_("Staff"), "staff-list", "manage_staff"),
    (_("Trail"), "trail", "read_trail"),
]


def shell(request: HttpRequest) -> dict[str, object]:
    """Context of base.html."""
    other = next(code for code, _name in settings.LANGUAGES if code != (get_language() or "en")[:2])
    context: dict[str, object] = {
        "product_name": settings.PRODUCT_NAME,
        "other_language": {"code": other, "name": get_language_info(other)["name_local"].capitalize()},
        "exit_url": settings.QUICK_EXIT_URL,
        "help_contact": settings.HELP_CONTACT,
        "is_demo": settings.DEMO,
    }
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        context |= {
            "navigation": navigation(request),
            "hide_names": user.hide_names,
            "shortcuts_off": not user.has_shortcuts,
            "idle_seconds": settings.SESSION_IDLE_SECONDS,
        }
    return context


def navigation(request: HttpRequest) -> list[dict[str, object]]:
    """The links of the bar that this role can follow; "page" marks the present one, True its section."""
    links: list[dict[str, object]] = []
    for label, name, permission in NAVIGATION:
        if has_permission(request.user, permission):
            url = reverse(name)
            within = name != "my-day" and request.path.startswith(url)
            links.append({"label": label, "url": url, "current": "page" if request.path == url else within})
    return links
