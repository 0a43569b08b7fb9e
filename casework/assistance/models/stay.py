"""Stays in a shelter and what happened there. A bed is never given twice; a person is never in two."""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.access import grants, walls
from casework.access.models import Organisation
from casework.access.roles import Role
from casework.assistance.models.shelter import Bed, Shelter, staffed_shelters
from casework.records import CaseRecord, CaseRecordQuerySet
from casework.sealing.fields import SealedTextField
from casework.standards.fields import CodedField, CodedListField
from casework.victims.models import Case, Victim

HOUSED = ("admitted", "on_leave")
LIVE = ("requested", "held", *HOUSED)
ENDED = ("discharged", "declined", "expired")
# How long those who work in a shelter still see a stay that ended: to put a slip right, then never again.
STAFF_SEE_FOR = timedelta(days=7)
BY_STAY = "exists (select 1 from assistance_shelterstay s where s.id = {table}.stay_id)"
OWN_STAY = (
    "exists (select 1 from assistance_shelterstay s"
    " where s.id = {{table}}.stay_id and s.case_id = {{table}}.case_id)"
    " and (sec.may_enter(case_id, {maker})"
    " or {maker} = (select sec.user_id()) and stay_id in (select sec.tended_stays()))"
)


def shelters_of_cases(user) -> models.QuerySet:
    """The ids of shelters where somebody lives now whose case this person works on."""
    rows = ShelterStay.objects.filter(status__in=HOUSED, entered_in_error=False)
    if not user.is_active or user.role not in (Role.CASEWORKER, Role.PROTECTION_OFFICER):
        return rows.none().values("shelter_id")
    return rows.filter(case__in=grants.granted_cases(user)).values("shelter_id")


class ShelterStayQuerySet(CaseRecordQuerySet):
    def visible_to(self, user) -> "ShelterStayQuerySet":
        """Stays of the cases one may see, and those in a shelter one works in."""
        return self.filter(Q(case__in=Case.objects.visible_to(user)) | self.tended(user))

    def tended_by(self, user) -> "ShelterStayQuerySet":
        """Stays in the shelters this person works in: live ones, and those that ended lately."""
        return self.filter(self.tended(user))

    @staticmethod
    def tended(user) -> Q:
        lately = Q(ended_at=None) | Q(ended_at__gt=timezone.now() - STAFF_SEE_FOR)
        return lately & Q(entered_in_error=False, shelter__in=staffed_shelters(user))


def stretch(of: str) -> Func:
    """A thing during the time of the stay, as the database compares it: see the migration that makes it."""
    return Func(F(of), F("period"), function="stretch_of", output_field=models.TextField())


class ShelterStay(CaseRecord):
    """One person in one bed of one shelter. Those who work there read it without reading the case.

    What they may know stands here and is sealed under a key of the stay: reference, needs, and a first name
    only where the person wants it told.
    """

    reference = models.CharField(_("reference"), max_length=40, editable=False)
    person = models.ForeignKey(Victim, models.PROTECT, verbose_name=_("person"), editable=False)
    placed_by = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation of the case"), editable=False,
        related_name="+",
    )  # fmt: skip
    shelter = models.ForeignKey(Shelter, models.PROTECT, verbose_name=_("shelter"), editable=False)
    bed = models.ForeignKey(Bed, models.PROTECT, verbose_name=_("bed (place)"), null=True, blank=True)
    moved_from = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("moved from"), null=True, blank=True, editable=False
    )
    status = CodedField("stay_status", verbose_name=_("state"), answers=False, default="requested")
    period = DateTimeRangeField(_("bed given from and until"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    expected_until = models.DateField(_("planned last day"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    end_reason = CodedField("stay_end_reason", verbose_name=_("reason"), answers=False)
    destination = CodedField("stay_destination", verbose_name=_("where to"))
    left_at = models.DateTimeField(_("on leave since"), null=True, blank=True)
    back_by = models.DateTimeField(_("expected back by"), null=True, blank=True)
    needs = CodedListField("stay_need", verbose_name=_("what the shelter should provide"))
    children = models.PositiveSmallIntegerField(_("children who stay with the person"), null=True, blank=True)
    adults = models.PositiveSmallIntegerField(
        _("other adults who stay with the person"), null=True, blank=True
    )
    discloses = CodedField(
        "stay_name", verbose_name=_("what the shelter is told"), answers=False, default="reference"
    )
    first_name = SealedTextField(_("first name told to the shelter"), subject="id", max_length=80)
    rules_answer = CodedField("rules_answer", verbose_name=_("answer to the house rules"))
    rules_version = models.CharField(_("version of the house rules"), max_length=40, blank=True)
    rules_language = CodedField("language", verbose_name=_("language of the house rules"), answers=False)
    rules_asked_on = models.DateField(_("house rules explained on"), null=True, blank=True)

    # Without the case: those who work in the shelter do not see it.
    objects = ShelterStayQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(CaseRecord.Meta):
        verbose_name = _("stay in a shelter")
        indexes = [models.Index(fields=["shelter", "status"], name="stay_by_shelter")]
        constraints = [
            ExclusionConstraint(
                name="bed_never_given_twice",
                expressions=[(stretch("bed"), "&&")],
                condition=Q(entered_in_error=False),
                violation_error_message=_("Somebody else was given this bed meanwhile. Choose another bed."),
            ),
            ExclusionConstraint(
                name="person_never_in_two_beds",
                expressions=[(stretch("person"), "&&")],
                condition=Q(entered_in_error=False, status__in=[*HOUSED, "discharged"]),
                violation_error_message=_(
                    "This person is in a bed already. Move the person, or end that stay."
                ),
            ),
            ExclusionConstraint(
                name="person_holds_one_bed",
                expressions=[(stretch("person"), "&&")],
                condition=Q(entered_in_error=False, status="held"),
                violation_error_message=_("A bed is held for this person already. Give it back first."),
            ),
            models.CheckConstraint(condition=Q(status__in=[*LIVE, *ENDED]), name="stay_status_is_known"),
            models.CheckConstraint(
                condition=Q(status__in=["requested", "declined"])
                | Q(bed__isnull=False, period__isnull=False),
                name="stay_given_has_its_bed",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=HOUSED) | Q(period__upper_inf=True), name="stay_lasts_until_it_ends"
            ),
            models.CheckConstraint(
                condition=Q(status__in=LIVE, ended_at=None) | Q(status__in=ENDED, ended_at__isnull=False),
                name="stay_ended_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["discharged", "declined"]) | ~Q(end_reason=""),
                name="stay_ended_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(status="on_leave", left_at__isnull=False, back_by__isnull=False)
                | (~Q(status="on_leave") & Q(left_at=None, back_by=None)),
                name="leave_has_its_return",
            ),
            models.CheckConstraint(
                condition=Q(discloses="first_name") | Q(first_name__isnull=True),
                name="stay_tells_no_name_unasked",
            ),
            models.CheckConstraint(
                condition=Q(rules_answer="", rules_asked_on=None)
                | (~Q(rules_answer="") & Q(rules_asked_on__isnull=False)),
                name="rules_answer_has_its_day",
            ),
        ]

    class Wall(walls.Wall):
        seen = f"{walls.SEEN_BY_CASE.format(column='case_id')} or {{table}}.id in (select sec.tended_stays())"
        history_seen = seen
        entered = (
            "sec.may_enter(case_id, created_by_id)"
            f" or {walls.MADE_BY_ONESELF} and sec.may_house(case_id, shelter_id)"
        )
        changed = "sec.may_change(case_id) or {table}.id in (select sec.tended_stays())"
        history_entered = (
            "sec.may_enter(case_id, history_user_id)"
            " or history_user_id = (select sec.user_id()) and {table}.id in (select sec.tended_stays())"
        )

    class Privacy(CaseRecord.Privacy):
        identifying = ["first_name"]
        sensitive = ["needs", "end_reason", "destination"]
        ordinary = [
            *CaseRecord.Privacy.ordinary, "reference", "person", "placed_by", "shelter", "bed", "moved_from",
            "status", "period", "arrived_at", "expected_until", "ended_at", "left_at", "back_by", "children",
            "adults", "discloses", "rules_answer", "rules_version", "rules_language", "rules_asked_on",
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} ({self.reference})"

    def validate_constraints(self, exclude=None) -> None:
        """Left to the database: a form cannot tell an empty sealed value from a full one."""

    @property
    def held_until(self):
        """Until when a held bed is kept; None when none is held."""
        return self.period.upper if self.status == "held" and self.period else None

    @property
    def is_lapsed(self) -> bool:
        """Whether the time of a hold is over, so that anybody may be given the bed."""
        return self.held_until is not None and self.held_until <= timezone.now()

    @property
    def is_late(self) -> bool:
        """Whether somebody on leave should be back by now."""
        return self.back_by is not None and self.back_by < timezone.now()

    @property
    def is_over(self) -> bool:
        return self.status in ENDED

    @property
    def people(self) -> int:
        """How many people live there by this stay."""
        return 1 + (self.children or 0) + (self.adults or 0)


class IncidentQuerySet(CaseRecordQuerySet):
    def visible_to(self, user) -> "IncidentQuerySet":
        """Incidents of the stays one may see."""
        return self.filter(stay__in=ShelterStay.objects.visible_to(user))


class Incident(CaseRecord):
    """What happened during a stay, how grave, what was done. Never changed, only followed up."""

    stay = models.ForeignKey(ShelterStay, models.PROTECT, verbose_name=_("stay in a shelter"), editable=False)
    occurred_on = models.DateField(_("day"), default=timezone.localdate)
    occurred_at = models.TimeField(_("time"), null=True, blank=True)
    kind = CodedField("incident_kind", verbose_name=_("what kind"), answers=False)
    severity = CodedField("incident_severity", verbose_name=_("how grave"), answers=False)
    involved = CodedListField("incident_person", verbose_name=_("who else was part of it"))
    people = SealedTextField(
        _("references of the people involved"), subject="stay_id", max_length=300,
        help_text=_("For example: Acacia 417. Never a name."),
    )  # fmt: skip
    what_happened = SealedTextField(_("what happened"), subject="stay_id", max_length=8000)
    actions = CodedListField("incident_action", verbose_name=_("what was done"), answers=False)
    follow_up = SealedTextField(_("follow-up"), subject="stay_id", max_length=4000)
    followed_up_at = models.DateTimeField(_("followed up at"), null=True, blank=True, editable=False)

    objects = IncidentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(CaseRecord.Meta):
        verbose_name = _("incident")
        constraints = [
            models.CheckConstraint(
                condition=Q(severity__in=["minor", "serious", "severe"]), name="incident_severity_is_known"
            ),
            models.CheckConstraint(
                condition=Q(follow_up__isnull=True) | Q(followed_up_at__isnull=False),
                name="incident_followed_up_has_its_time",
            ),
        ]

    class Wall(walls.Wall):
        seen = history_seen = BY_STAY
        entered = OWN_STAY.format(maker="created_by_id")
        changed = "sec.may_change(case_id) or stay_id in (select sec.tended_stays())"
        history_entered = OWN_STAY.format(maker="history_user_id")

    class Privacy(CaseRecord.Privacy):
        identifying = ["people"]
        sensitive = ["kind", "severity", "involved", "what_happened", "actions", "follow_up"]
        ordinary = [*CaseRecord.Privacy.ordinary, "stay", "occurred_on", "occurred_at", "followed_up_at"]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
