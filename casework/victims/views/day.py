"""My day: what to do first, for every role."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from casework.access.mixins import PermissionMixin, StaffRequest
from casework.access.roles import Role
from casework.victims import day
from casework.victims.views.frame import WorkMixin


class DayView(WorkMixin, TemplateView):
    """What to do first. References only, never a name."""

    permission = "view_own_day"
    http_method_names = ["get", "head"]

    PAGES: dict[str, tuple[str, Callable[..., dict[str, Any]]]] = {
        Role.CASEWORKER: ("victims/day_caseworker.html", day.of_caseworker),
        Role.PROTECTION_OFFICER: ("victims/day_officer.html", day.of_officer),
        Role.AUDITOR: ("victims/day_auditor.html", day.of_auditor),
        Role.ADMINISTRATOR: ("victims/day_administrator.html", day.of_administrator),
        Role.SHELTER_PARTNER: ("victims/day_partner.html", day.of_nobody_else),
        Role.RESEARCHER: ("victims/day_researcher.html", day.of_nobody_else),
    }

    def get_template_names(self) -> list[str]:
        template, _content = self.PAGES[self.request.user.role]
        return [template]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        _template, content = self.PAGES[self.request.user.role]
        return super().get_context_data(today=timezone.localdate(), **content(self.request.user), **kwargs)


class WelcomeSeenView(PermissionMixin, View):
    """The explanation of quick exit was read."""

    permission = "view_own_day"
    http_method_names = ["post"]

    def post(self, request: StaffRequest) -> HttpResponse:
        request.user.has_seen_welcome = True
        request.user.save(update_fields=["has_seen_welcome"])
        return redirect("my-day")
