"""Papers of the person: where each is, what it says, and whether somebody looked at it closely."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.records import CaseRecord
from casework.sealing.fields import SealedDateField, SealedTextField
from casework.standards.fields import CodedField, CodedListField


class TravelDocument(CaseRecord):
    """One travel or identity document, in hand or not. A document held by the trafficker is recorded too."""

    kind = CodedField("document_kind", verbose_name=_("kind of document"))
    holder = CodedField("document_holder", verbose_name=_("where it is"))
    holder_details = SealedTextField(_("where exactly"), max_length=300)
    issuing_state = CodedField("country", verbose_name=_("issued by the state of"))
    issuing_authority = SealedTextField(_("issuing authority"), max_length=200)
    number = SealedTextField(_("document number"), max_length=60)
    surname = SealedTextField(_("surname on the document"), max_length=200)
    given_names = SealedTextField(_("given names on the document"), max_length=200)
    birth_date = SealedDateField(_("date of birth on the document"))
    sex = CodedField("document_sex", verbose_name=_("sex on the document"), answers=False)
    nationality = CodedField("country", verbose_name=_("nationality on the document"))
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    machine_zone = SealedTextField(_("machine-readable zone"), max_length=300)

    class Meta(CaseRecord.Meta):
        verbose_name = _("travel or identity document")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | Q(issued_on__isnull=True)
                | Q(expires_on__gte=F("issued_on")),
                name="document_expires_after_its_issue",
                violation_error_message=_("A document expires on or after the day it was issued."),
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        identifying = [
            "number", "surname", "given_names", "birth_date", "machine_zone", "holder_details",
            "issuing_authority",
        ]  # fmt: skip
        sensitive = ["kind", "holder", "issuing_state", "sex", "nationality"]
        ordinary = [*CaseRecord.Privacy.ordinary, "issued_on", "expires_on"]

    @property
    def has_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < timezone.localdate()


class DocumentExamination(CaseRecord):
    """One look at a document along the checklist. What is in none of the three lists was not looked at."""

    document = models.ForeignKey(
        TravelDocument,
        models.PROTECT,
        related_name="examinations",
        verbose_name=_("document"),
        editable=False,
    )
    examined_on = models.DateField(_("examined on"), default=timezone.localdate)
    examined_by = SealedTextField(_("examined by"), max_length=200, help_text=_("Empty when it was you."))
    fits = CodedListField("document_check", verbose_name=_("yes"), answers=False)
    does_not_fit = CodedListField("document_check", verbose_name=_("no"), answers=False)
    cannot_tell = CodedListField("document_check", verbose_name=_("cannot tell"), answers=False)
    conclusion = CodedField("examination_conclusion", verbose_name=_("conclusion"), answers=False)
    note = SealedTextField(_("note"), max_length=4000)

    class Meta(CaseRecord.Meta):
        verbose_name = _("examination of a document")
        constraints = [
            models.CheckConstraint(
                condition=~(
                    Q(fits__overlap=F("does_not_fit"))
                    | Q(fits__overlap=F("cannot_tell"))
                    | Q(does_not_fit__overlap=F("cannot_tell"))
                ),
                name="examination_answers_once",
            ),
            models.CheckConstraint(
                condition=Q(conclusion__in=["", "no_doubt", "doubt", "cannot_tell"]),
                name="examination_conclusion_is_known",
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        sensitive = ["examined_by", "fits", "does_not_fit", "cannot_tell", "conclusion", "note"]
        ordinary = [*CaseRecord.Privacy.ordinary, "document", "examined_on"]

    ANSWERS = ("fits", "does_not_fit", "cannot_tell")


class ExpertExamination(CaseRecord):
    """A request to somebody who knows documents better, and what they answered."""

    document = models.ForeignKey(
        TravelDocument, models.PROTECT, related_name="expert_examinations", verbose_name=_("document"),
        editable=False,
    )  # fmt: skip
    asked_whom = SealedTextField(_("asked whom"), max_length=200)
    question = SealedTextField(_("question"), max_length=2000)
    asked_on = models.DateField(_("asked on"), default=timezone.localdate)
    due_on = models.DateField(_("answer expected by"), null=True, blank=True)
    status = CodedField(
        "expert_status", verbose_name=_("status"), answers=False, default="asked", editable=False
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    conclusion = CodedField("examination_conclusion", verbose_name=_("conclusion"), answers=False)
    answer = SealedTextField(_("answer"), max_length=8000)

    class Meta(CaseRecord.Meta):
        verbose_name = _("expert examination")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["asked", "answered", "cancelled"]), name="expert_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status="answered", answered_on__isnull=False)
                | (~Q(status="answered") & Q(answered_on__isnull=True)),
                name="expert_answer_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("asked_on")),
                name="expert_answer_is_due_after_asking",
                violation_error_message=_("The answer is expected on or after the day it was asked for."),
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        sensitive = ["asked_whom", "question", "conclusion", "answer"]
        ordinary = [*CaseRecord.Privacy.ordinary, "document", "asked_on", "due_on", "status", "answered_on"]
