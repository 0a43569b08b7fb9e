"""What the shell posts to: quick exit, hidden names, staying signed in; and the help page."""

import time
from contextlib import suppress

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from casework.access import audit
from casework.access.mixins import PermissionMixin, StaffRequest
from casework.access.models import Action

CLEARED = '"cache", "cookies", "storage"'


# A stale token must not keep the session open; at worst a stranger's page signs somebody out.
@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(login_not_required, name="dispatch")
class QuickExitView(View):
    """Ends the session and leaves for a neutral page, without a question."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            with suppress(audit.AuditUnavailable):
                audit.record_request(request, Action.QUICK_EXIT)
            logout(request)
        response = HttpResponseRedirect(settings.QUICK_EXIT_URL)
        response["Clear-Site-Data"] = CLEARED
        return response


class HideNamesView(PermissionMixin, View):
    """Turns names into references everywhere until it is turned off again."""

    permission = "view_own_day"

    def post(self, request: StaffRequest) -> HttpResponse:
        user = request.user
        user.hide_names = not user.hide_names
        user.save(update_fields=["hide_names"])
        return redirect(back_to(request))


class SessionKeepView(PermissionMixin, View):
    """The answer to "Stay signed in"."""

    permission = "view_own_day"

    def post(self, request: HttpRequest) -> HttpResponse:
        request.session["seen_at"] = int(time.time())
        return HttpResponse(status=204)


@method_decorator(login_not_required, name="dispatch")
class HelpView(TemplateView):
    """How to find one's way and whom to call."""

    template_name = "access/help_page.html"


def back_to(request: HttpRequest) -> str:
    """The page the form came from, when it is one of ours."""
    wanted = request.POST.get("next") or request.META.get("HTTP_REFERER", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("my-day")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere; nothing was saved."""
    return render(request, "403_csrf.html", status=403)
