"""Consent: per purpose and recipient, given or refused by someone, in a form and a language, until a day."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.records import CaseRecord, CaseRecordManager, CaseRecordQuerySet
from casework.sealing.fields import SealedTextField
from casework.standards.fields import CodedField


class ConsentQuerySet(CaseRecordQuerySet):
    def in_force(self) -> "ConsentQuerySet":
        """Given, not withdrawn or replaced, and not past its last day."""
        today = timezone.localdate()
        return self.live().filter(Q(expires_on__isnull=True) | Q(expires_on__gte=today), status="given")

    def answers(self) -> "ConsentQuerySet":
        """What was answered, without what a later answer replaced; the newest first."""
        return self.live().exclude(status="superseded").order_by("-given_on", "-created_at")


class Consent(CaseRecord):
    """What the person answered when asked whether one thing may be done with their data (HTCDS con_)."""

    purpose = CodedField("consent_purpose", verbose_name=_("purpose"), answers=False)
    recipient = models.CharField(_("recipient"), max_length=200, blank=True)
    status = CodedField("consent_status", verbose_name=_("answer"), answers=False)
    form = CodedField("consent_form", verbose_name=_("form"), answers=False)
    given_by = CodedField("consent_giver", verbose_name=_("given by"), answers=False, default="self")
    giver_name = SealedTextField(_("name of the guardian or representative"), max_length=200)
    assent = CodedField("yes_no", verbose_name=_("the child agrees too"))
    language = CodedField("language", verbose_name=_("language"), answers=False)
    interpreter = SealedTextField(_("interpreter"), max_length=200)
    certified_by = models.CharField(_("certified by"), max_length=200, blank=True)
    text_version = models.CharField(_("version of the text"), max_length=40, blank=True)
    kept_where = SealedTextField(_("where the sheet or the recording is kept"), max_length=300)
    legal_basis = CodedField("legal_basis", verbose_name=_("legal basis"), answers=False)
    given_on = models.DateField(_("date"), default=timezone.localdate)
    expires_on = models.DateField(_("until"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    # The seven questions of the HTCDS guidance, each with its own answer.
    agrees_to_interview = CodedField("yes_no", verbose_name=_("agrees to the interview"))
    knows_purpose = CodedField("yes_no", verbose_name=_("was told the purpose of the interview"))
    knows_use = CodedField("yes_no", verbose_name=_("was told how the data is and may be used"))
    knows_research = CodedField("yes_no", verbose_name=_("was told about research without identity"))
    knows_access = CodedField("yes_no", verbose_name=_("was told of the right to ask for their data"))
    knows_storage = CodedField("yes_no", verbose_name=_("was told how long the data is kept"))
    knows_withdrawal = CodedField("yes_no", verbose_name=_("was told how to withdraw consent"))

    objects = CaseRecordManager.from_queryset(ConsentQuerySet)()

    class Meta(CaseRecord.Meta):
        verbose_name = _("consent")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_at__isnull=False)
                | (~Q(status="withdrawn") & Q(withdrawn_at__isnull=True)),
                name="consent_withdrawn_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=models.F("given_on")),
                name="consent_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(given_by="self", giver_name__isnull=True)
                | (~Q(given_by="self") & Q(giver_name__isnull=False)),
                name="consent_of_a_guardian_has_a_name",
                violation_error_message=_("Name the guardian or representative who answered, and only then."),
            ),
            models.CheckConstraint(
                condition=~Q(form="verbal_certified") | ~Q(certified_by=""),
                name="consent_spoken_is_certified",
                violation_error_message=_("Say who certifies the spoken answer."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["given", "refused", "withdrawn", "superseded"]),
                name="consent_status_is_known",
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        identifying = ["giver_name", "interpreter", "kept_where"]
        sensitive = [
            "purpose", "recipient", "status", "assent", "agrees_to_interview", "knows_purpose", "knows_use",
            "knows_research", "knows_access", "knows_storage", "knows_withdrawal",
        ]  # fmt: skip
        ordinary = [
            *CaseRecord.Privacy.ordinary, "form", "given_by", "language", "certified_by", "text_version",
            "legal_basis", "given_on", "expires_on", "withdrawn_at",
        ]  # fmt: skip

    QUESTIONS = (
        "agrees_to_interview", "knows_purpose", "knows_use", "knows_research", "knows_access",
        "knows_storage", "knows_withdrawal",
    )  # fmt: skip

    def validate_constraints(self, exclude=None) -> None:
        """Left to the database: a sealed name has no value that could be compared before it is saved."""

    @property
    def missing_for_child(self) -> str:
        """For a child the guardian agrees and the child agrees: what is missing, in a sentence."""
        if not self.case.victim.is_treated_as_child:
            return ""
        if self.given_by == "self":
            return gettext("The guardian has not agreed yet.")
        if self.assent == "no":
            return gettext("The child does not agree.")
        if self.assent != "yes" and self.given_by != "both":
            return gettext("The child has not been asked, or did not say yes.")
        return ""

    @property
    def is_in_force(self) -> bool:
        return self.status == "given" and (self.expires_on is None or self.expires_on >= timezone.localdate())
