"""One's own account, signing out, and the page of a first password."""

from typing import Any

from allauth.account.views import LogoutView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import FormView

from casework.access import audit, services
from casework.access.database import acting_as
from casework.access.forms import FirstPasswordForm, PreferencesForm
from casework.access.means import PasswordLink
from casework.access.mixins import PermissionMixin
from casework.access.models import Action, StaffUser
from casework.access.views.staff import role_card

# The language stays, so the cookies are not cleared: the session's own is deleted by the server.
CLEARED_ON_SIGN_OUT = '"cache", "storage"'


class AccountView(PermissionMixin, FormView):
    """What people set for themselves, and the way to their password, factors and sessions."""

    permission = "view_own_day"
    template_name = "access/account_detail.html"
    form_class = PreferencesForm
    success_url = reverse_lazy("my-account")

    def get_initial(self) -> dict[str, Any]:
        user = self.request.user
        return {"name": user.name, "language": user.language, "time_zone": user.time_zone,
                "has_shortcuts": user.has_shortcuts}  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(card=role_card(self.request.user.role), **kwargs)

    def form_valid(self, form: PreferencesForm) -> HttpResponse:
        services.change_preferences(**form.cleaned_data, by=self.request.user)
        response = super().form_valid(form)
        language = form.cleaned_data["language"]
        if language:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                secure=settings.SECURE,
                httponly=True,
                samesite="Lax",
            )
        else:
            response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        with translation.override(language or translation.get_language()):
            messages.success(self.request, _("Your settings are saved."))
        return response


class SignOutView(LogoutView):
    """Ends the session; the browser forgets the pages it kept."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = CLEARED_ON_SIGN_OUT
        return response


@method_decorator(login_not_required, name="dispatch")
class FirstPasswordView(PasswordResetConfirmView):
    """The page behind a password link; an old, used or forged link says only that it is no longer good."""

    template_name = "access/password_first.html"
    form_class = FirstPasswordForm
    token_generator = PasswordLink()
    success_url = reverse_lazy("account_login")

    def get_user(self, uidb64: str) -> StaffUser | None:
        staff = super().get_user(uidb64)
        return staff if staff is not None and staff.is_active and staff.organisation.is_active else None

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        staff = form.user
        # The link has proved who this is: the database lets people set their own password only.
        with acting_as(staff):
            response = super().form_valid(form)
        address = self.request.META.get("REMOTE_ADDR") or None
        audit.record(
            Action.CHANGED_STAFF,
            by=staff,
            detail=f"password {staff.pk}",
            page="password-first",
            address=address,
        )
        messages.success(self.request, _("Your password is set. Sign in with it now."))
        return response
