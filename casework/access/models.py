"""Organisations, staff, and the record of who looked at what."""

import datetime
import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.access import walls
from casework.access.database import acting_as
from casework.access.roles import Role, has_permission
from casework.standards.fields import CodedField

FACTOR_RESET_LAPSES = datetime.timedelta(days=1)


class OrganisationQuerySet(models.QuerySet):
    def manageable_by(self, user) -> "OrganisationQuerySet":
        """Administrators keep every organisation: see docs/decisions/administrators.md."""
        return self.all() if has_permission(user, "manage_staff") else self.none()


class Organisation(models.Model):
    """An organisation whose staff work here: it holds cases, shelters people, or oversees."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("short code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = CodedField("organisation_type", verbose_name=_("type"), answers=False)
    country = CodedField("country", verbose_name=_("country"), answers=False)
    is_active = models.BooleanField(_("active"), default=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        default_permissions = ()

    class Privacy:
        ordinary = ["id", "code", "name", "kind", "country", "is_active"]

    def __str__(self) -> str:
        return self.name


class StaffManager(BaseUserManager["StaffUser"]):
    def active(self):
        return self.filter(is_active=True, organisation__is_active=True)

    def manageable_by(self, user) -> models.QuerySet["StaffUser"]:
        """The accounts an administrator keeps: those of every organisation."""
        rows = self.select_related("organisation")
        return rows if has_permission(user, "manage_staff") else rows.none()


class StaffUser(AbstractBaseUser, PermissionsMixin):
    """A person who works with the system. One role, one organisation; nobody is a super-user."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("organisation"))
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    is_active = models.BooleanField(_("active"), default=True)
    confidentiality_signed_on = models.DateField(
        _("confidentiality undertaking signed on"), null=True, blank=True
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    hide_names = models.BooleanField(_("hide names"), default=False)
    has_shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    has_seen_welcome = models.BooleanField(default=False)
    case_filters = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StaffManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=models.Q(is_superuser=False), name="nobody_is_superuser"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="staff_role_is_known"),
            models.UniqueConstraint(Lower("email"), name="one_account_for_each_email"),
        ]

    class Privacy:
        ordinary = [
            "id", "email", "name", "organisation", "role", "is_active", "confidentiality_signed_on",
            "language",
            "time_zone", "hide_names", "has_shortcuts", "has_seen_welcome", "case_filters", "created_at",
            "password", "last_login", "is_superuser", "groups", "user_permissions",
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password; one kept under older rules is kept anew, by the person it is of."""

        def keep_anew(right: str) -> None:
            with acting_as(self):
                self.set_password(right)
                self.save(update_fields=["password"])

        return check_password(raw_password, self.password, keep_anew)

    @property
    def short_name(self) -> str:
        """First letter and family name, as in "L. Moreau"."""
        first, _space, rest = self.name.partition(" ")
        return f"{first[:1]}. {rest}" if rest else self.name

    @property
    def open_factor_reset(self) -> "SecondFactorReset | None":
        """The request of the last day that still waits for a second administrator."""
        since = timezone.now() - FACTOR_RESET_LAPSES
        return SecondFactorReset.objects.filter(
            staff=self, confirmed_at=None, requested_at__gte=since
        ).first()


class SecondFactorReset(models.Model):
    """An administrator asked to take away somebody's second factor; another administrator must confirm."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(StaffUser, models.PROTECT, related_name="+")
    requested_by = models.ForeignKey(StaffUser, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(StaffUser, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("requested_by")),
                name="factor_reset_needs_four_eyes",
            ),
            models.CheckConstraint(
                condition=~models.Q(staff=models.F("requested_by"))
                & (models.Q(confirmed_by=None) | ~models.Q(staff=models.F("confirmed_by"))),
                name="factor_reset_is_for_somebody_else",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None, confirmed_at=None)
                | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="factor_reset_confirmed_by_and_at",
            ),
            models.UniqueConstraint(
                fields=["staff"], condition=models.Q(confirmed_at=None), name="one_open_factor_reset"
            ),
        ]

    class Privacy:
        ordinary = ["id", "staff", "requested_by", "requested_at", "confirmed_by", "confirmed_at"]

    def __str__(self) -> str:
        return str(self.pk)


class Action(models.TextChoices):
    """What an access event says was done."""

    VIEWED = "viewed", _("viewed")
    LISTED = "listed", _("listed with names")
    REVEALED = "revealed", _("showed a secret value")
    SEARCHED = "searched", _("searched")
    EXPORTED = "exported", _("exported")
    PRINTED = "printed", _("printed")
    IMPORTED = "imported", _("imported")
    REFUSED = "refused", _("was refused")
    SIGNED_IN = "signed_in", _("signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("could not sign in")
    SIGNED_OUT = "signed_out", _("signed out")
    QUICK_EXIT = "quick_exit", _("left by quick exit")
    READ_TRAIL = "read_trail", _("read the trail")
    CHECKED_TRAIL = "checked_trail", _("checked the trail")
    CHANGED_STAFF = "changed_staff", _("changed an account")


class AccessEventQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AccessEventQuerySet":
        """The auditor reads the trail of their organisation; other people nothing by this door."""
        if user.role != Role.AUDITOR:
            return self.none()
        return self.filter(organisation_id=user.organisation_id)

    def of_case(self, case) -> "AccessEventQuerySet":
        """Who looked at one case; the caller has reached the case through `visible_to`."""
        return self.filter(case_id=case.id)


class AccessEvent(models.Model):
    """Somebody looked, searched, exported or was refused. Ids only: no names, no search text, no content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user_id = models.UUIDField(null=True, blank=True, db_index=True)
    role = models.CharField(max_length=30, blank=True)
    organisation_id = models.UUIDField(null=True, blank=True)
    action = models.CharField(max_length=30, choices=Action.choices)
    case_id = models.UUIDField(null=True, blank=True, db_index=True)
    page = models.CharField(max_length=80, blank=True)
    detail = models.CharField(max_length=120, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)

    objects = AccessEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        default_permissions = ()
        indexes = [models.Index(fields=["organisation_id", "-at"], name="access_event_by_organisation")]

    class Wall(walls.Wall):
        seen = (
            "((select sec.role()) = 'auditor' and organisation_id = (select sec.organisation_id()))"
            " or user_id = (select sec.user_id())"
            " or exists (select 1 from victims_case c where c.id = {table}.case_id)"
        )

    class Privacy:
        ordinary = [
            "id", "at", "user_id", "role", "organisation_id", "action", "case_id", "page", "detail",
            "address",
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"


class UsedToken(models.Model):
    """The token of a form that was saved, so that a second press does nothing."""

    token = models.UUIDField(primary_key=True)
    user = models.ForeignKey(StaffUser, models.CASCADE)
    used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    class Privacy:
        ordinary = ["token", "user", "used_at"]

    def __str__(self) -> str:
        return str(self.token)
