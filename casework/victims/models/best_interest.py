"""The best interests of the child: assessed by those who work with the child, determined by a panel."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.records import CaseRecord
from casework.sealing.fields import SealedTextField
from casework.standards.fields import CodedField

LONG = 8000
WRITING = ("recorded", "changed")  # reasons in the history that say somebody wrote the text


class BestInterest(CaseRecord):
    """A best interests assessment, or a determination that a panel decides. Decided, it stands."""

    kind = CodedField("best_interest_kind", verbose_name=_("kind"), answers=False)
    status = CodedField(
        "best_interest_status", verbose_name=_("status"), answers=False, default="draft", editable=False
    )
    question = CodedField("best_interest_question", verbose_name=_("question to decide"), answers=False)
    question_details = SealedTextField(_("the question in words"), max_length=2000)
    child_view = SealedTextField(
        _("the child’s own view"), max_length=LONG,
        help_text=_("In the child’s own words. If the child was not heard, say why."),
    )  # fmt: skip
    family_view = SealedTextField(_("views of the family"), max_length=LONG)
    guardian_view = SealedTextField(_("view of the guardian"), max_length=LONG)
    safety = SealedTextField(_("safety"), max_length=LONG)
    care = SealedTextField(_("care and accommodation"), max_length=LONG)
    health = SealedTextField(_("health"), max_length=LONG)
    education = SealedTextField(_("education"), max_length=LONG)
    identity = SealedTextField(_("identity, language, culture and religion"), max_length=LONG)
    options = SealedTextField(_("options weighed"), max_length=LONG)
    recommendation = SealedTextField(_("recommendation"), max_length=LONG)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("handed in by"),
    )  # fmt: skip
    submitted_at = models.DateTimeField(_("handed in at"), null=True, blank=True, editable=False)
    outcome = CodedField("best_interest_outcome", verbose_name=_("outcome"), answers=False)
    decision = SealedTextField(_("decision"), max_length=4000)
    decision_reasons = SealedTextField(_("reasons of the panel"), max_length=LONG)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("approved by"),
    )  # fmt: skip
    follow_up_on = models.DateField(_("follow-up due on"), null=True, blank=True)
    followed_up_on = models.DateField(_("followed up on"), null=True, blank=True)
    follow_up_note = SealedTextField(_("what the follow-up found"), max_length=4000)
    reopening_reason = SealedTextField(_("why it is reopened"), max_length=2000)

    class Meta(CaseRecord.Meta):
        verbose_name = _("best interests")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="assessment", status__in=["draft", "finished"])
                | Q(kind="determination", status__in=["draft", "before_panel", "decided", "reopened"]),
                name="best_interest_status_is_known",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status="decided", decided_on__isnull=False, decided_by__isnull=False) & ~Q(outcome="")
                )
                | (~Q(status="decided") & Q(decided_on__isnull=True, decided_by__isnull=True, outcome="")),
                name="best_interest_decided_in_full",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | (
                    ~Q(decided_by=F("created_by"))
                    & Q(submitted_by__isnull=False)
                    & ~Q(decided_by=F("submitted_by"))
                ),
                name="best_interest_four_eyes",
                violation_error_message=_("Somebody else than the author decides."),
            ),
            models.CheckConstraint(
                condition=Q(follow_up_on__isnull=True)
                | Q(decided_on__isnull=True)
                | Q(follow_up_on__gte=F("decided_on")),
                name="best_interest_followed_up_after_decision",
                violation_error_message=_("The follow-up is on or after the day of the decision."),
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        sensitive = [
            "question", "question_details", "child_view", "family_view", "guardian_view", "safety", "care",
            "health", "education", "identity", "options", "recommendation", "outcome", "decision",
            "decision_reasons", "follow_up_note", "reopening_reason",
        ]  # fmt: skip
        ordinary = [
            *CaseRecord.Privacy.ordinary, "kind", "status", "submitted_by", "submitted_at", "decided_on",
            "decided_by", "follow_up_on", "followed_up_on",
        ]  # fmt: skip

    # The parts of the text, each with a page of its own; the child's view comes first.
    PARTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "child": ("child_view",),
        "question": ("question", "question_details"),
        "family": ("family_view", "guardian_view"),
        "safety": ("safety", "care"),
        "wellbeing": ("health", "education"),
        "identity": ("identity",),
        "options": ("options", "recommendation"),
    }
    DECISION = ("outcome", "decision", "decision_reasons", "decided_on")

    @property
    def is_open(self) -> bool:
        """Whether the text may still be changed."""
        return self.status in ("draft", "reopened")

    @property
    def needs_panel(self) -> bool:
        return self.kind == "determination"

    def was_written_by(self, user) -> bool:
        """Whether somebody began, handed in or changed the text: they do not decide on it."""
        if user.pk in (self.created_by_id, self.submitted_by_id):
            return True
        rows = type(self).history.filter(id=self.pk, history_user=user)
        return rows.filter(history_change_reason__in=WRITING).exists()


class PanelMember(CaseRecord):
    """Somebody on the panel of a determination: a person of staff, or somebody from outside by name."""

    best_interest = models.ForeignKey(
        BestInterest, models.PROTECT, related_name="panel", verbose_name=_("best interests"), editable=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("person of staff"),
    )  # fmt: skip
    name = SealedTextField(_("name"), max_length=200)
    role = SealedTextField(_("part on the panel"), max_length=200)
    organisation = SealedTextField(_("organisation"), max_length=200)
    is_chair = models.BooleanField(_("chairs the panel"), default=False)

    class Meta(CaseRecord.Meta):
        verbose_name = _("panel member")
        constraints = [
            models.UniqueConstraint(
                fields=["best_interest"],
                condition=Q(is_chair=True, entered_in_error=False),
                name="panel_has_one_chair",
                violation_error_message=_("Somebody else chairs this panel already."),
            ),
            models.UniqueConstraint(
                fields=["best_interest", "user"],
                condition=Q(entered_in_error=False),
                name="staff_once_on_a_panel",
                violation_error_message=_("This person is on the panel already."),
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        identifying = ["name"]
        sensitive = ["role", "organisation"]
        ordinary = [*CaseRecord.Privacy.ordinary, "best_interest", "user", "is_chair"]

    @property
    def called(self) -> str:
        """The name as it is shown."""
        return self.user.name if self.user else self.name

    def clean(self) -> None:
        """A member is somebody."""
        if not self.user_id and not self.name:
            raise ValidationError(
                {"name": _("write the name, or choose a person of staff.")}, code="panel_member_without_name"
            )
