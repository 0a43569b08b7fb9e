"""Shelters with their rooms and beds, and who works there. Where they are is kept apart, in place.py."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.access import walls
from casework.access.models import Organisation
from casework.access.roles import Role
from casework.records import Recorded, RecordedQuerySet
from casework.standards.fields import CodedListField

OFFICER, ADMINISTRATOR = Role.PROTECTION_OFFICER, Role.ADMINISTRATOR
WORKERS = (Role.CASEWORKER, Role.SHELTER_PARTNER)
BY_SHELTER = "exists (select 1 from assistance_shelter h where h.id = {table}.shelter_id)"
BY_ROOM = "exists (select 1 from assistance_room r where r.id = {table}.room_id)"


def staffed_shelters(user) -> models.QuerySet:
    """The ids of the shelters this person works in now: the same rows as the database's own wall reads."""
    rows = ShelterStaff.objects.filter(user=user, ended_at=None)
    return (rows if user.is_active and user.role in WORKERS else rows.none()).values("shelter_id")


class ShelterQuerySet(RecordedQuerySet):
    def visible_to(self, user) -> "ShelterQuerySet":
        """Caseworkers and officers see every shelter; others those they work in or answer for."""
        if not user.is_active:
            return self.none()
        if user.role in (Role.CASEWORKER, OFFICER):
            return self.all()
        if user.role == ADMINISTRATOR:
            return self.filter(organisation_id=user.organisation_id)
        return self.filter(pk__in=staffed_shelters(user))

    def manageable_by(self, user) -> "ShelterQuerySet":
        """The shelters of the organisation, for its protection officers and administrators."""
        if not user.is_active or user.role not in (OFFICER, ADMINISTRATOR):
            return self.none()
        return self.filter(organisation_id=user.organisation_id)


class Shelter(Recorded):
    """A place to stay, called by its code name. Where it is stands in ShelterPlace and nowhere else."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), editable=False
    )
    code_name = models.CharField(
        _("code name"), max_length=60, unique=True, help_text=_("Not the real name. Everybody sees it.")
    )
    area = models.CharField(
        _("area"), max_length=120, blank=True, help_text=_("A town or region, never an address.")
    )
    takes = CodedListField("shelter_group", verbose_name=_("who it takes"), answers=False)
    access = CodedListField("shelter_access", verbose_name=_("what it offers"), answers=False)
    languages = CodedListField("language", verbose_name=_("languages spoken"), answers=False)
    is_confidential = models.BooleanField(_("confidential place"), default=True)
    hotline = models.CharField(
        _("number for placements"), max_length=60, blank=True,
        help_text=_("The number others call to ask for a bed, not that of the house."),
    )  # fmt: skip
    contact_from = models.TimeField(_("reached from"), null=True, blank=True)
    contact_to = models.TimeField(_("reached until"), null=True, blank=True)
    rules_text = models.TextField(_("house rules"), max_length=8000, blank=True)
    rules_version = models.CharField(_("version of the house rules"), max_length=40, blank=True)
    confirmed_at = models.DateTimeField(_("figures confirmed at"), null=True, blank=True, editable=False)

    objects = ShelterQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = _("shelter")
        ordering = ["code_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contact_from=None, contact_to=None)
                | Q(contact_from__isnull=False, contact_to__isnull=False),
                name="shelter_hours_come_in_pairs",
                violation_error_message=_("Give both hours of contact, or none."),
            ),
        ]

    class Wall(walls.Wall):
        seen = (
            "(select sec.role()) in ('caseworker', 'protection_officer')"
            " or organisation_id = (select sec.managed_organisation())"
            " or {table}.id in (select sec.staffed_shelters())"
        )
        entered = f"organisation_id = (select sec.managed_organisation()) and {walls.MADE_BY_ONESELF}"
        changed = (
            "organisation_id = (select sec.managed_organisation())"
            " or {table}.id in (select sec.staffed_shelters())"
        )
        history_seen = history_entered = "exists (select 1 from assistance_shelter h where h.id = {table}.id)"

    class Privacy(Recorded.Privacy):
        ordinary = [
            *Recorded.Privacy.ordinary, "organisation", "code_name", "area", "takes", "access", "languages",
            "is_confidential", "hotline", "contact_from", "contact_to", "rules_text", "rules_version",
            "confirmed_at",
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.code_name


class ShelterPartQuerySet(RecordedQuerySet):
    """What belongs to a shelter is seen by whoever sees the shelter."""

    path = "shelter"

    def visible_to(self, user) -> "ShelterPartQuerySet":
        return self.filter(**{f"{self.path}__in": Shelter.objects.visible_to(user)})


class Room(Recorded):
    """A room of a shelter, and what it is fit for."""

    shelter = models.ForeignKey(Shelter, models.PROTECT, verbose_name=_("shelter"), editable=False)
    name = models.CharField(_("room"), max_length=40)
    access = CodedListField("shelter_access", verbose_name=_("what it offers"), answers=False)

    objects = ShelterPartQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = _("room")
        constraints = [
            models.UniqueConstraint(
                fields=["shelter", "name"], name="room_once_in_a_shelter",
                violation_error_message=_("This shelter has a room of that name already."),
            ),
        ]  # fmt: skip

    class Wall(walls.Wall):
        seen = BY_SHELTER
        entered = f"shelter_id in (select sec.managed_shelters()) and {walls.MADE_BY_ONESELF}"
        changed = "shelter_id in (select sec.managed_shelters())"
        history_seen = history_entered = BY_SHELTER

    class Privacy(Recorded.Privacy):
        ordinary = [*Recorded.Privacy.ordinary, "shelter", "name", "access"]

    def __str__(self) -> str:
        return self.name


class BedQuerySet(ShelterPartQuerySet):
    path = "room__shelter"


class Bed(Recorded):
    """One place in a room. Whether it is free follows from the stays; only "out of use" is set by hand."""

    room = models.ForeignKey(Room, models.PROTECT, verbose_name=_("room"), editable=False)
    name = models.CharField(_("bed"), max_length=40)
    is_out_of_use = models.BooleanField(_("out of use"), default=False)

    objects = BedQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = _("bed (place)")
        constraints = [models.UniqueConstraint(fields=["room", "name"], name="bed_once_in_a_room")]

    class Wall(walls.Wall):
        seen = BY_ROOM
        entered = (
            "exists (select 1 from assistance_room r where r.id = {table}.room_id"
            " and r.shelter_id in (select sec.managed_shelters()))"
            " and created_by_id = (select sec.user_id())"
        )
        changed = (
            "exists (select 1 from assistance_room r where r.id = {table}.room_id"
            " and (r.shelter_id in (select sec.managed_shelters())"
            " or r.shelter_id in (select sec.staffed_shelters())))"
        )
        history_seen = history_entered = BY_ROOM

    class Privacy(Recorded.Privacy):
        ordinary = [*Recorded.Privacy.ordinary, "room", "name", "is_out_of_use"]

    def __str__(self) -> str:
        return self.name


class ShelterStaffQuerySet(RecordedQuerySet):
    def visible_to(self, user) -> "ShelterStaffQuerySet":
        """Oneself, and everybody of a shelter one answers for."""
        return self.filter(Q(user=user) | Q(shelter__in=Shelter.objects.manageable_by(user)))


class ShelterStaff(Recorded):
    """Somebody works in a shelter, until it is ended. What they see of its stays ends with it."""

    shelter = models.ForeignKey(Shelter, models.PROTECT, verbose_name=_("shelter"), editable=False)
    user: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person of staff"), editable=False,
        related_name="+",
    )  # fmt: skip
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)

    objects = ShelterStaffQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = _("work in a shelter")
        constraints = [
            models.UniqueConstraint(
                fields=["shelter", "user"], condition=Q(ended_at=None), name="staff_once_in_a_shelter"
            ),
        ]

    class Wall(walls.Wall):
        seen = "user_id = (select sec.user_id()) or shelter_id in (select sec.managed_shelters())"
        entered = f"shelter_id in (select sec.managed_shelters()) and {walls.MADE_BY_ONESELF}"
        changed = "shelter_id in (select sec.managed_shelters())"
        history_seen = "exists (select 1 from assistance_shelterstaff w where w.id = {table}.id)"
        history_entered = "shelter_id in (select sec.managed_shelters())"

    class Privacy(Recorded.Privacy):
        ordinary = [*Recorded.Privacy.ordinary, "shelter", "user", "ended_at"]

    def __str__(self) -> str:
        return str(self.pk)
