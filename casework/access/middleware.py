"""What every request passes: privacy headers, session limits, the second factor, the database context."""

import time

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from casework.access.audit import AuditUnavailable, record_request
from casework.access.database import set_context, subject_of
from casework.access.models import Action, StaffUser

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "fullscreen", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "usb", "browsing-topics",
    )
)  # fmt: skip


class PrivacyHeadersMiddleware:
    """Nothing is kept by browsers or shared caches, and no page asks for the camera or the place."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response


class SessionLimitsMiddleware:
    """A session ends after 15 minutes without a request and after 8 hours whatever happens."""

    WRITE_EVERY_SECONDS = 30

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            started = request.session.setdefault("started_at", now)
            seen = request.session.setdefault("seen_at", now)
            if (
                now - seen > settings.SESSION_IDLE_SECONDS
                or now - started > settings.SESSION_ABSOLUTE_SECONDS
                or not request.user.is_active
                or not request.user.organisation.is_active
            ):
                logout(request)
            else:
                if now - seen >= self.WRITE_EVERY_SECONDS:
                    request.session["seen_at"] = now
                self._apply_preferences(request, request.user)
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def _apply_preferences(self, request: HttpRequest, user: StaffUser) -> None:
        if user.time_zone:
            timezone.activate(user.time_zone)
        if user.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()


class SecondFactorMiddleware:
    """Outside the demo nobody works without a passkey or an authenticator: first sign-in sets one up."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if (
            not settings.SECOND_FACTOR_REQUIRED
            or not request.user.is_authenticated
            or is_mfa_enabled(request.user)
        ):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name.startswith(("mfa_", "account_")) or name in ("set_language", "quick-exit", "session-keep"):
            return None
        return redirect("mfa_index")


class DatabaseContextMiddleware:
    """One transaction for each request, in which PostgreSQL knows and has verified who is asking."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            set_context(subject_of(request.user))
            response = self.get_response(request)
            if response.streaming:
                # Rows are read while the context still stands.
                response.streaming_content = list(response.streaming_content)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, PermissionDenied):
            try:
                record_request(request, Action.REFUSED)
            except AuditUnavailable as unavailable:
                exception = unavailable
        if isinstance(exception, AuditUnavailable):
            return render(request, "503.html", status=503)
        return None
