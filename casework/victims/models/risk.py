"""How much danger the person is in, dated and looked at again; and what to do when danger comes."""

from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.access.walls import NEVER
from casework.records import CaseRecord, CaseRecordManager, CaseRecordQuerySet
from casework.sealing.fields import SealedTextField
from casework.standards.fields import CodedField, CodedListField
from casework.standards.lists import choices, codes

GRAVE = ("high", "extreme")


class RiskAssessmentQuerySet(CaseRecordQuerySet):
    def finished(self) -> "RiskAssessmentQuerySet":
        """Without drafts, and without what was entered in error."""
        return self.live().filter(status="finished")

    def current(self) -> "RiskAssessmentQuerySet":
        """The last finished assessment of each case."""
        later = (
            RiskAssessment.objects.finished()
            .filter(case=OuterRef("case"))
            .filter(
                Q(assessed_on__gt=OuterRef("assessed_on"))
                | Q(assessed_on=OuterRef("assessed_on"), finished_at__gt=OuterRef("finished_at"))
            )
        )
        return self.finished().filter(~Exists(later))

    def waiting(self) -> "RiskAssessmentQuerySet":
        """High and extreme ones that no protection officer has answered, nor any finished after them."""
        answers = RiskAcknowledgement.objects.live().filter(
            case=OuterRef("case"), assessment__entered_in_error=False,
            assessment__finished_at__gte=OuterRef("finished_at"),
        )  # fmt: skip
        return self.finished().filter(~Exists(answers), level__in=GRAVE)


_RiskAssessmentRows = CaseRecordManager.from_queryset(RiskAssessmentQuerySet)


class RiskAssessment(CaseRecord):
    """A dated look at danger, the person's own view first. The level is decided by people, never computed."""

    status = CodedField("risk_assessment_status", verbose_name=_("status"), answers=False, default="draft")
    assessed_on = models.DateField(_("assessed on"), default=timezone.localdate)
    own_view = SealedTextField(_("in the person’s own words"), max_length=8000)
    own_rating = CodedField("risk_level", verbose_name=_("how high the person says it is"))
    threats = CodedListField("immediate_threat", verbose_name=_("immediate threats"))
    threat_details = SealedTextField(_("what is known of the threats"), max_length=8000)
    level = CodedField("risk_level", verbose_name=_("level"), answers=False)
    reasons = SealedTextField(_("reasons for the level"), max_length=8000)
    review_on = models.DateField(_("look again on"), null=True, blank=True)
    sections_done = CodedListField("risk_section", verbose_name=_("finished sections"), answers=False)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("finished by"),
    )  # fmt: skip
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = _RiskAssessmentRows()

    class Meta(CaseRecord.Meta):
        verbose_name = _("risk assessment")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft", finished_by__isnull=True, finished_at__isnull=True)
                | Q(
                    ~Q(level=""), status="finished", finished_by__isnull=False,
                    finished_at__isnull=False, review_on__isnull=False,
                ),
                name="risk_finished_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(review_on__isnull=True) | Q(review_on__gte=F("assessed_on")),
                name="risk_looked_at_again_later",
                violation_error_message=_("The day to look again must be on or after the day of assessment."),
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(status="draft", entered_in_error=False),
                name="risk_one_draft_in_a_case",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["case", "-assessed_on", "-finished_at"], name="risk_by_case")]

    class Privacy(CaseRecord.Privacy):
        sensitive = [
            "own_view", "own_rating", "threats", "threat_details", "level", "reasons",
        ]  # fmt: skip
        ordinary = [
            *CaseRecord.Privacy.ordinary, "status", "assessed_on", "review_on", "sections_done",
            "finished_by", "finished_at",
        ]  # fmt: skip

    def clean(self) -> None:
        """“No immediate threat” stands alone."""
        if "none" in self.threats and len(self.threats) > 1:
            raise ValidationError(
                {"threats": _("“No immediate threat” stands alone: take away the other answers.")}
            )

    @property
    def is_draft(self) -> bool:
        return self.status == "draft"

    @property
    def is_grave(self) -> bool:
        """Whether a protection officer must see it."""
        return self.level in GRAVE

    @property
    def is_overdue(self) -> bool:
        return self.review_on is not None and self.review_on < timezone.localdate()


def factor_choices() -> list[tuple[str, Any]]:
    """Risk factors and protective factors; their codes differ."""
    return [*choices("risk_factor"), *choices("protective_factor")]


class RiskFactor(CaseRecord):
    """One thing that raises or lowers danger, and what was answered about it in one assessment."""

    assessment = models.ForeignKey(
        RiskAssessment, models.PROTECT, verbose_name=_("risk assessment"), editable=False
    )
    kind = CodedField("factor_kind", verbose_name=_("kind"), answers=False)
    code = models.CharField(_("factor"), max_length=60, choices=factor_choices)
    answer = CodedField("factor_answer", verbose_name=_("answer"))
    note = SealedTextField(_("note"), max_length=4000)

    class Meta(CaseRecord.Meta):
        verbose_name = _("risk or protective factor")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "kind", "code"], name="factor_once_in_an_assessment"
            )
        ]

    class Privacy(CaseRecord.Privacy):
        sensitive = ["answer", "note"]
        ordinary = [*CaseRecord.Privacy.ordinary, "assessment", "kind", "code"]

    def clean(self) -> None:
        """A factor stands in the list of its kind."""
        if self.code not in codes(f"{self.kind}_factor"):
            raise ValidationError({"code": _("“%(value)s” is not in the list.") % {"value": self.code}})


NAMES_THE_AUTHOR = (
    "exists (select 1 from victims_riskassessment a where a.id = assessment_id"
    " and a.case_id = {table}.case_id and a.status = 'finished' and a.finished_by_id = author_id)"
)


class RiskAcknowledgement(CaseRecord):
    """A protection officer has seen a high or extreme risk, and says what follows. Never changed later."""

    assessment = models.ForeignKey(
        RiskAssessment, models.PROTECT, verbose_name=_("risk assessment"), editable=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("assessed by"),
        editable=False,
    )  # fmt: skip
    decision = CodedField("risk_decision", verbose_name=_("decision"), answers=False, blank=False)
    look_again_on = models.DateField(_("look again on"), null=True, blank=True)
    note = SealedTextField(_("note"), max_length=4000)

    class Meta(CaseRecord.Meta):
        verbose_name = _("acknowledgement of a risk")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"], name="risk_acknowledged_once",
                violation_error_message=_("Another protection officer has answered meanwhile."),
            ),
            # Four eyes: the wall below makes sure that this author is the author of the assessment.
            models.CheckConstraint(
                condition=~Q(author=F("created_by")), name="risk_acknowledged_by_another",
                violation_error_message=_("Another protection officer must acknowledge what you wrote."),
            ),
            models.CheckConstraint(
                condition=Q(decision="sooner", look_again_on__isnull=False)
                | (~Q(decision="sooner") & Q(look_again_on__isnull=True)),
                name="risk_sooner_has_its_day",
            ),
        ]  # fmt: skip

    class Wall(CaseRecord.Wall):
        changed = NEVER
        entered = f"{CaseRecord.Wall.entered} and sec.oversees(case_id) and {NAMES_THE_AUTHOR}"

    class Privacy(CaseRecord.Privacy):
        sensitive = ["decision", "note"]
        ordinary = [*CaseRecord.Privacy.ordinary, "assessment", "author", "look_again_on"]


class SafetyPlan(CaseRecord):
    """What to do when danger comes, in the person's words. A new plan replaces the one before it."""

    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    status = CodedField("safety_plan_status", verbose_name=_("status"), answers=False, default="current")
    warning_signs = SealedTextField(_("warning signs"), max_length=8000)
    safe_places = SealedTextField(_("places to go"), max_length=8000)
    call_first = SealedTextField(_("who to call first"), max_length=4000)
    agreed_code = SealedTextField(_("word or sign agreed for danger"), max_length=300)

    class Meta(CaseRecord.Meta):
        verbose_name = _("safety plan")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(status="current", entered_in_error=False),
                name="safety_plan_one_in_use",
            ),
            models.UniqueConstraint(fields=["case", "version"], name="safety_plan_version_once"),
            models.CheckConstraint(
                condition=Q(status__in=["current", "superseded"]), name="safety_plan_status_is_known"
            ),
        ]  # fmt: skip

    class Privacy(CaseRecord.Privacy):
        identifying = ["safe_places", "call_first", "agreed_code"]
        sensitive = ["warning_signs"]
        ordinary = [*CaseRecord.Privacy.ordinary, "version", "status"]

    TEXTS = ("warning_signs", "safe_places", "call_first", "agreed_code")


class SafetyAction(CaseRecord):
    """One step of the safety plan: who does what by when, and whether it was done."""

    plan = models.ForeignKey(SafetyPlan, models.PROTECT, verbose_name=_("safety plan"), editable=False)
    what = SealedTextField(_("what is to be done"), max_length=1000)
    actor = CodedField("safety_actor", verbose_name=_("who does it"), answers=False)
    actor_name = SealedTextField(_("who exactly"), max_length=300)
    due_on = models.DateField(_("by"), null=True, blank=True)
    status = CodedField("safety_action_status", verbose_name=_("status"), answers=False, default="planned")
    done_on = models.DateField(_("done on"), null=True, blank=True)
    reason = SealedTextField(_("why it was not done"), max_length=2000)

    class Meta(CaseRecord.Meta):
        verbose_name = _("step of the safety plan")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="done", done_on__isnull=False)
                | Q(status__in=["planned", "not_done"], done_on__isnull=True),
                name="safety_action_done_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(status="not_done") | Q(reason__isnull=True),
                name="safety_action_reason_when_not_done",
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        identifying = ["actor_name"]
        sensitive = ["what", "reason"]
        ordinary = [*CaseRecord.Privacy.ordinary, "plan", "actor", "due_on", "status", "done_on"]

    @property
    def is_late(self) -> bool:
        due = cast(Any, self.due_on)
        return self.status == "planned" and due is not None and due < timezone.localdate()
