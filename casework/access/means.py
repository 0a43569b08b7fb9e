"""With what people sign in: their second factors, their open sessions, their first password."""

import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.sessions.models import Session
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from casework.access.models import StaffUser


class PasswordLink(PasswordResetTokenGenerator):
    """A signed link for one password: void once a password is set or somebody signed in, or in time."""

    key_salt = "casework.access.means.PasswordLink"

    def address(self, staff: StaffUser) -> str:
        """The path of the page on which this person sets their password."""
        person = urlsafe_base64_encode(force_bytes(staff.pk))
        return reverse("password-first", args=[person, self.make_token(staff)])

    @property
    def lapses_at(self) -> datetime.datetime:
        """Until when a link made now works."""
        return timezone.now() + datetime.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def with_means(rows: QuerySet[StaffUser]) -> QuerySet[StaffUser]:
    """The same accounts with `has_factor` and `live_sessions`, in one query."""
    # Recovery codes alone are no second factor: they exist only beside one.
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    return rows.annotate(
        has_factor=Exists(factors), live_sessions=Coalesce(Subquery(_live_sessions().values("total")), 0)
    )


def _live_sessions() -> QuerySet:
    """Sessions not ended and used within the idle limit, counted for each person."""
    since = timezone.now() - datetime.timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    kept = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=timezone.now())
    return (
        UserSession.objects.filter(Exists(kept), user=OuterRef("pk"), last_seen_at__gt=since)
        .values("user")
        .annotate(total=Count("pk"))
    )
