"""How sign-in behaves: no self sign-up, one message for every failure, the trail told of each attempt."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from casework.access import audit
from casework.access.database import set_context, subject_of
from casework.access.models import Action


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators; allauth only lets their holders in."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail, password or code is not right."),
        "account_inactive": _("E-mail, password or code is not right."),
        "incorrect_code": _("E-mail, password or code is not right."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def is_safe_url(self, url) -> bool:
        return bool(url) and url.startswith("/") and super().is_safe_url(url)


@receiver(user_logged_in)
def signed_in(sender, request, user, **kwargs) -> None:
    audit.record_request(request, Action.SIGNED_IN)
    set_context(subject_of(user))


@receiver(user_logged_out)
def signed_out(sender, request, user, **kwargs) -> None:
    if user is not None:
        audit.record(Action.SIGNED_OUT, by=user)


@receiver(user_login_failed)
def sign_in_failed(sender, request=None, **kwargs) -> None:
    if request is not None:
        audit.record_request(request, Action.SIGN_IN_FAILED)
