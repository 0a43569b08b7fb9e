"""Organisations, staff, and the record of who looked at what."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from casework.access import walls
from casework.access.roles import Role
from casework.standards.fields import CodedField


class Organisation(models.Model):
    """An organisation whose staff work here: it holds cases, shelters people, or oversees."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("short code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = CodedField("organisation_type", verbose_name=_("type"), answers=False)
    country = CodedField("country", verbose_name=_("country"), answers=False)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["name"]
        default_permissions = ()

    class Privacy:
        ordinary = ["id", "code", "name", "kind", "country", "is_active"]

    def __str__(self) -> str:
        return self.name


class StaffManager(BaseUserManager["StaffUser"]):
    def get_by_natural_key(self, email: str) -> "StaffUser":
        return self.get(email__iexact=email)

    def active(self):
        return self.filter(is_active=True, organisation__is_active=True)


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
            "id", "email", "name", "organisation", "role", "is_active", "confidentiality_signed_on", "language",
            "time_zone", "hide_names", "has_shortcuts", "has_seen_welcome", "case_filters", "created_at",
            "password", "last_login", "is_superuser", "groups", "user_permissions",
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """First letter and family name, as in "L. Moreau"."""
        first, _space, rest = self.name.partition(" ")
        return f"{first[:1]}. {rest}" if rest else self.name


class Action(models.TextChoices):
    """What an access event says was done."""

    VIEWED = "viewed", _("viewed")
    LISTED = "listed", _("listed with names")
    REVEALED = "revealed", _("showed a secret value")
    SEARCHED = "searched", _("searched")
    EXPORTED = "exported", _("exported")
    IMPORTED = "imported", _("imported")
    REFUSED = "refused", _("was refused")
    SIGNED_IN = "signed_in", _("signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("could not sign in")
    SIGNED_OUT = "signed_out", _("signed out")
    QUICK_EXIT = "quick_exit", _("left by quick exit")
    READ_TRAIL = "read_trail", _("read the trail")
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
            "id", "at", "user_id", "role", "organisation_id", "action", "case_id", "page", "detail", "address",
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
