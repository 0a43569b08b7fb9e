"""What a child's case needs: the age looked at without presumption, a guardian, and the way to the family."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.records import CaseRecord, CaseRecordManager, CaseRecordQuerySet
from casework.sealing.fields import SealedTextField
from casework.standards.fields import CodedField, CodedListField
from casework.victims.models.person import ADULT_AT

MOST_YEARS = 120
NEEDS_AGREEMENT = _(
    "a medical examination needs the person’s own agreement. Choose “Yes”, or another method."
)
IN_DOUBT_A_CHILD = _("the lowest age, with its margin, is under 18. In doubt the person is a child.")


class AgeAssessmentQuerySet(CaseRecordQuerySet):
    def ends_doubt(self, victim) -> bool:
        """Whether the newest assessment of a person was decided, and says that they are an adult."""
        rows = self.live().filter(case__victim=victim).order_by("-created_at")
        return rows.values_list("conclusion", flat=True).first() == "adult"


class AgeAssessment(CaseRecord):
    """Why an age is in doubt, how it was looked at, and what was concluded. The birth date stays as it is."""

    begun_on = models.DateField(_("begun on"), default=timezone.localdate)
    doubt = SealedTextField(_("why the age is in doubt"), max_length=4000)
    own_statement = SealedTextField(_("what the person says about their age"), max_length=4000)
    documents_considered = SealedTextField(_("documents considered"), max_length=4000)
    methods = CodedListField("age_method", verbose_name=_("methods"), answers=False)
    was_informed = CodedField(
        "yes_no", verbose_name=_("was told what the method involves, and that it may be refused")
    )
    person_agrees = CodedField("yes_no", verbose_name=_("the person agrees to the method"))
    guardian_agrees = CodedField("yes_no", verbose_name=_("the guardian agrees to the method"))
    assessed_by = SealedTextField(_("organisation that assesses"), max_length=200)
    assessors = SealedTextField(_("names of the assessors"), max_length=500)
    lowest_age = models.PositiveSmallIntegerField(
        _("lowest age found"), null=True, blank=True, validators=[MaxValueValidator(MOST_YEARS)],
        help_text=_("In years."),
    )  # fmt: skip
    highest_age = models.PositiveSmallIntegerField(
        _("highest age found"), null=True, blank=True, validators=[MaxValueValidator(MOST_YEARS)],
        help_text=_("In years."),
    )  # fmt: skip
    margin = models.PositiveSmallIntegerField(
        _("margin of error"), null=True, blank=True, validators=[MaxValueValidator(MOST_YEARS)],
        help_text=_("In years either way, rounded up. It widens the range."),
    )  # fmt: skip
    conclusion = CodedField("age_conclusion", verbose_name=_("conclusion"), answers=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    appeal_told = CodedField("yes_no", verbose_name=_("was told how to appeal"))

    objects = CaseRecordManager.from_queryset(AgeAssessmentQuerySet)()

    class Meta(CaseRecord.Meta):
        verbose_name = _("age assessment")
        constraints = [
            models.CheckConstraint(
                condition=Q(conclusion="", decided_on__isnull=True)
                | (~Q(conclusion="") & Q(decided_on__isnull=False)),
                name="age_conclusion_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(conclusion__in=["", "child", "adult", "undetermined"]),
                name="age_conclusion_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(methods__contains=["medical"]) | Q(person_agrees="yes"),
                name="medical_age_method_is_agreed",
                violation_error_message=NEEDS_AGREEMENT,
            ),
            models.CheckConstraint(
                condition=Q(lowest_age__isnull=True, highest_age__isnull=True)
                | Q(lowest_age__isnull=False, highest_age__isnull=False, highest_age__gte=F("lowest_age")),
                name="age_range_is_in_order",
                violation_error_message=_("Write both ages, the lowest first, or neither."),
            ),
            models.CheckConstraint(
                condition=~Q(conclusion="adult")
                | Q(lowest_age__isnull=True)
                | Q(lowest_age__gte=Coalesce(F("margin"), 0) + ADULT_AT),
                name="in_doubt_a_child",
                violation_error_message=IN_DOUBT_A_CHILD,
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        identifying = ["assessors"]
        sensitive = [
            "doubt", "own_statement", "documents_considered", "methods", "was_informed", "person_agrees",
            "guardian_agrees", "assessed_by", "lowest_age", "highest_age", "margin", "conclusion",
            "appeal_told",
        ]  # fmt: skip
        ordinary = [*CaseRecord.Privacy.ordinary, "begun_on", "decided_on"]

    @property
    def is_decided(self) -> bool:
        return bool(self.conclusion)

    def clean(self) -> None:
        """A medical method only with agreement; "adult" only when no part of the range is under 18."""
        if "medical" in self.methods and self.person_agrees != "yes":
            raise ValidationError({"person_agrees": NEEDS_AGREEMENT})
        if (
            self.conclusion == "adult"
            and self.lowest_age is not None
            and (self.lowest_age - (self.margin or 0) < ADULT_AT)
        ):
            raise ValidationError({"conclusion": IN_DOUBT_A_CHILD})


class GuardianQuerySet(CaseRecordQuerySet):
    def who_may_act(self) -> "GuardianQuerySet":
        """Guardians in office who are not suspected of a part in the exploitation."""
        today = timezone.localdate()
        return (
            self.live()
            .exclude(suspected="yes")
            .filter(
                Q(until__isnull=True) | Q(until__gte=today), Q(ended_on__isnull=True) | Q(ended_on__gt=today)
            )
        )


class Guardian(CaseRecord):
    """Who speaks for the child. A guardian suspected of a part in the exploitation must not act."""

    kind = CodedField("guardian_kind", verbose_name=_("kind of guardian"), answers=False)
    name = SealedTextField(_("name of the guardian"), max_length=200)
    contact = SealedTextField(_("how to reach the guardian"), max_length=500)
    is_safe = CodedField("yes_no", verbose_name=_("contact with the guardian is safe for the child"))
    suspected = CodedField("yes_no", verbose_name=_("suspected of a part in the exploitation"))
    checked_on = models.DateField(_("conflict of interest looked at on"), null=True, blank=True)
    conflict = SealedTextField(_("what was found"), max_length=4000)
    appointed_by = SealedTextField(_("appointed by"), max_length=200)
    appointed_on = models.DateField(_("appointed on"), null=True, blank=True)
    until = models.DateField(_("appointed until"), null=True, blank=True)
    ended_on = models.DateField(_("guardianship ended on"), null=True, blank=True)
    end_reason = SealedTextField(_("why it ended"), max_length=1000)

    objects = CaseRecordManager.from_queryset(GuardianQuerySet)()

    class Meta(CaseRecord.Meta):
        verbose_name = _("guardian")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True)
                | Q(appointed_on__isnull=True)
                | Q(until__gte=F("appointed_on")),
                name="guardian_ends_after_appointment",
                violation_error_message=_("“Appointed until” is on or after the day of appointment."),
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        identifying = ["name", "contact"]
        sensitive = ["kind", "is_safe", "suspected", "conflict", "appointed_by", "end_reason"]
        ordinary = [*CaseRecord.Privacy.ordinary, "checked_on", "appointed_on", "until", "ended_on"]

    @property
    def has_ended(self) -> bool:
        """Ended, or past the last day of the appointment."""
        today = timezone.localdate()
        return (self.ended_on is not None and self.ended_on <= today) or (
            self.until is not None and self.until < today
        )

    @property
    def may_act(self) -> bool:
        return self.suspected != "yes" and not self.has_ended


class FamilyTracing(CaseRecord):
    """The search for relatives: only if the child wants it, and no contact before the family is assessed."""

    child_agrees = CodedField("yes_no", verbose_name=_("the child agrees to the search"))
    sought = SealedTextField(_("who is sought"), max_length=2000)
    through = SealedTextField(
        _("through whom"), max_length=500, help_text=_("For example the Red Cross, or a partner there.")
    )
    begun_on = models.DateField(_("begun on"), default=timezone.localdate)
    steps = SealedTextField(_("steps taken"), max_length=8000)
    contact_on = models.DateField(_("contact made on"), null=True, blank=True)
    contact_restored = CodedField("yes_no", verbose_name=_("contact is restored"))
    outcome = SealedTextField(_("outcome"), max_length=4000)
    ended_on = models.DateField(_("search ended on"), null=True, blank=True)

    class Meta(CaseRecord.Meta):
        verbose_name = _("family tracing")

    class Privacy(CaseRecord.Privacy):
        identifying = ["sought"]
        sensitive = ["child_agrees", "through", "steps", "contact_restored", "outcome"]
        ordinary = [*CaseRecord.Privacy.ordinary, "begun_on", "contact_on", "ended_on"]


class FamilyAssessment(CaseRecord):
    """Whether the family that is sought is safe for the child, and why."""

    tracing = models.ForeignKey(
        FamilyTracing, models.PROTECT, related_name="assessments", verbose_name=_("family tracing"),
        editable=False,
    )  # fmt: skip
    safety = CodedField("family_safety", verbose_name=_("is the family safe for the child"), answers=False)
    assessed_on = models.DateField(_("assessed on"), default=timezone.localdate)
    assessed_by = SealedTextField(_("who assessed"), max_length=200)
    reasons = SealedTextField(_("reasons"), max_length=8000)

    class Meta(CaseRecord.Meta):
        verbose_name = _("family assessment")
        constraints = [
            models.CheckConstraint(
                condition=Q(safety__in=["safe", "not_safe", "unclear"]), name="family_safety_is_known"
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        identifying = ["assessed_by"]
        sensitive = ["safety", "reasons"]
        ordinary = [*CaseRecord.Privacy.ordinary, "tracing", "assessed_on"]
