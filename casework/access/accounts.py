"""How sign-in behaves: no self sign-up, one message for every failure, the trail told of each attempt."""

from contextlib import suppress

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from casework.access import audit
from casework.access.database import set_context, subject_of
from casework.access.models import Action
from casework.sealing.keyring import keyring


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


class StaffMFAAdapter(DefaultMFAAdapter):
    """Secrets of authenticators are sealed: the database alone cannot make a code."""

    DOMAIN = "second-factor"
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": StaffAccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        return keyring().seal_secret(self.DOMAIN, text)

    def decrypt(self, encrypted_text: str) -> str:
        return keyring().open_secret(self.DOMAIN, encrypted_text)


class StaffBackend(AuthenticationBackend):
    """The right password of a suspended account is answered like a wrong one."""

    def user_can_authenticate(self, user) -> bool:
        return super().user_can_authenticate(user) and user.organisation.is_active

    @classmethod
    def _stash_user(cls, _user):
        # allauth would remember the person and lead them to a page that says the account is inactive.
        return super()._stash_user(None)


@receiver(user_logged_in)
def signed_in(sender, request, user, **kwargs) -> None:
    audit.record_request(request, Action.SIGNED_IN)
    set_context(subject_of(user))


@receiver(user_logged_out)
def signed_out(sender, request, user, **kwargs) -> None:
    # Leaving shows nothing, so nobody is kept inside because the trail cannot be written.
    with suppress(audit.AuditUnavailable):
        audit.record(Action.SIGNED_OUT, by=user)


@receiver(user_login_failed)
def sign_in_failed(sender, credentials, request=None, **kwargs) -> None:
    """The trail says whose account was tried, when there is one; never what was typed."""
    email = credentials.get("email") or ""
    tried = get_user_model().objects.filter(email__iexact=email).first()
    # Tried from a terminal, there is no request and no address.
    address = getattr(request, "META", {}).get("REMOTE_ADDR") or None
    audit.record(Action.SIGN_IN_FAILED, by=tried, page="account_login", address=address)
