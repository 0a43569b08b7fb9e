"""The case: one organisation's work with one person, from first contact to closure."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from casework.access import grants, walls
from casework.access.apart import cases_kept_from
from casework.access.models import Organisation
from casework.access.roles import Role
from casework.records import CaseRecord, Recorded, RecordedQuerySet
from casework.sealing.fields import SealedTextField
from casework.standards.fields import CodedField
from casework.victims.models.person import Victim

CLOSED = ("Closed", "ClosedReferred")


class CaseQuerySet(RecordedQuerySet):
    def visible_to(self, user) -> "CaseQuerySet":
        """The cases this person may see: a protection officer all of their organisation, others by grant.

        Whoever is kept out of a case does not see it, whatever their role.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        seen = Q(pk__in=grants.granted_cases(user))
        if user.role == Role.PROTECTION_OFFICER:
            seen |= Q(organisation_id=user.organisation_id)
        return self.filter(seen).exclude(pk__in=cases_kept_from(user))

    def open(self) -> "CaseQuerySet":
        return self.exclude(status__in=CLOSED)


class Case(Recorded):
    """One organisation's case file about one person (HTCDS cas_). Called by its reference, never a name."""

    reference = models.CharField(_("reference"), max_length=40, unique=True, editable=False)
    victim = models.ForeignKey(Victim, models.PROTECT, verbose_name=_("person"), editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), editable=False
    )
    status = CodedField("case_status", verbose_name=_("status"), answers=False, default="Active")
    origin = CodedField("case_origin", verbose_name=_("how they came"))
    is_in_danger = CodedField("yes_no", verbose_name=_("in danger now"))
    opened_on = models.DateField(_("opened on"), default=timezone.localdate)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closure_reason = SealedTextField(_("reason for case closure"), subject="victim_id", max_length=4000)
    previous_case = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("earlier case")
    )

    objects = CaseQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = _("case")
        default_permissions = ("view", "change")
        indexes = [
            models.Index(fields=["organisation", "-updated_at"], name="case_by_organisation"),
            models.Index(fields=["victim"], name="case_by_victim"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["Active", "FollowUp", *CLOSED]), name="case_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=CLOSED, closed_on__isnull=False)
                | (~Q(status__in=CLOSED) & Q(closed_on__isnull=True)),
                name="case_closed_has_its_day",
            ),
        ]

    class Wall(walls.Wall):
        seen = (
            "(organisation_id = (select sec.overseen_organisation())"
            " and {table}.id not in (select sec.kept_from()))"
            " or {table}.id in (select sec.granted_cases())"
        )
        entered = (
            "organisation_id = (select sec.registering_organisation())"
            f" and {walls.MADE_BY_ONESELF} and sec.may_open_case(victim_id)"
        )
        changed = "sec.may_change({table}.id)"
        history_seen = walls.SEEN_BY_CASE.format(column="id")
        # A case being opened is granted to its holder only after its first history row.
        history_entered = f"{changed} or sec.may_grant({{table}}.id)"

    class Privacy(Recorded.Privacy):
        sensitive = ["closure_reason", "origin", "is_in_danger"]
        ordinary = [
            *Recorded.Privacy.ordinary, "reference", "victim", "organisation", "status", "opened_on",
            "closed_on", "previous_case",
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference

    @property
    def is_closed(self) -> bool:
        return self.status in CLOSED


class CaseUserObjectPermission(UserObjectPermissionBase):
    """A grant on one case to one person, given by assignment or live referral and removed with it."""

    content_object = models.ForeignKey(Case, models.CASCADE)

    class Wall(walls.Wall):
        seen = "user_id = (select sec.user_id()) or " + walls.SEEN_BY_CASE.format(column="content_object_id")
        entered = removed = "sec.may_grant(content_object_id)"

    class Privacy:
        ordinary = ["id", "permission", "user", "content_object"]


class CaseAssignment(CaseRecord):
    """Somebody works on a case: one holder, and the team around them. Live until it is ended."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person of staff"))
    kind = CodedField("assignment_kind", verbose_name=_("part in the case"), answers=False, default="holder")
    assigned_on = models.DateField(_("since"), default=timezone.localdate)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta(CaseRecord.Meta):
        verbose_name = _("assignment")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind="holder", ended_at=None), name="case_has_one_holder"
            ),
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(ended_at=None), name="staff_assigned_once_to_a_case"
            ),
        ]
        indexes = [models.Index(fields=["user", "ended_at"], name="assignment_by_user")]

    class Privacy(CaseRecord.Privacy):
        ordinary = [*CaseRecord.Privacy.ordinary, "user", "kind", "assigned_on", "ended_at"]


class CaseStage(CaseRecord):
    """Where one of the six stages of a case stands. A stage without a row is still to come."""

    stage = CodedField("case_stage", verbose_name=_("stage"), answers=False)
    state = CodedField("stage_state", verbose_name=_("state"), answers=False, default="open")
    since = models.DateField(_("since"), default=timezone.localdate)

    class Meta(CaseRecord.Meta):
        verbose_name = _("stage")
        constraints = [models.UniqueConstraint(fields=["case", "stage"], name="stage_once_in_a_case")]

    class Privacy(CaseRecord.Privacy):
        ordinary = [*CaseRecord.Privacy.ordinary, "stage", "state", "since"]
