"""What happened to the person, and who calls it what. Status is a dated claim; several may stand together."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.records import CaseRecord
from casework.sealing.fields import SealedDateField, SealedTextField
from casework.standards.fields import CodedField, CodedListField


class StatusClaim(CaseRecord):
    """What one kind of organisation said about the person's trafficking status on one day."""

    status = CodedField("trafficking_status", verbose_name=_("status"), answers=False)
    deciding_organisation = CodedField("deciding_organisation", verbose_name=_("according to"), answers=False)
    organisation_name = models.CharField(_("name of the organisation"), max_length=200, blank=True)
    decided_on = models.DateField(_("date"), default=timezone.localdate)
    decision = CodedField("status_decision", verbose_name=_("kind of decision"), answers=False)
    screening = models.ForeignKey(
        "victims.Screening", models.PROTECT, null=True, blank=True, editable=False,
        verbose_name=_("based on the screening"),
    )  # fmt: skip
    reference_number = SealedTextField(_("reference number of the decision"), max_length=120)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    appeal_until = models.DateField(_("appeal possible until"), null=True, blank=True)
    legal_effect = SealedTextField(_("legal effect"), max_length=2000)
    reasons = SealedTextField(_("reasons"), max_length=4000)

    class Meta(CaseRecord.Meta):
        verbose_name = _("status claim")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("decided_on")),
                name="claim_is_valid_from_its_day",
                violation_error_message=_("The decision cannot end before the day it was made."),
            ),
            models.CheckConstraint(
                condition=Q(appeal_until__isnull=True) | Q(appeal_until__gte=models.F("decided_on")),
                name="claim_appeal_ends_after_its_day",
                violation_error_message=_("An appeal cannot end before the day of the decision."),
            ),
            models.CheckConstraint(
                condition=Q(screening__isnull=True) | Q(decision="screening"),
                name="claim_from_screening_says_so",
                violation_error_message=_("This claim came from a screening: its kind of decision stays."),
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        identifying = ["reference_number"]
        sensitive = ["status", "deciding_organisation", "organisation_name", "legal_effect", "reasons"]
        ordinary = [
            *CaseRecord.Privacy.ordinary, "decided_on", "decision", "screening", "valid_until",
            "appeal_until",
        ]  # fmt: skip

    @property
    def has_letter(self) -> bool:
        """Whether it is a decision of which the person gets a letter."""
        return self.decision in ("reasonable_grounds", "conclusive")


class TraffickingExperience(CaseRecord):
    """How the person was recruited, controlled and exploited (HTCDS vic_)."""

    relationship_to_trafficker = CodedField(
        "relationship_to_trafficker", verbose_name=_("relationship to the trafficker")
    )
    age_when_trafficked = models.PositiveSmallIntegerField(
        _("age when trafficked"), null=True, blank=True, validators=[MaxValueValidator(120)],
        help_text=_("In years, when first trafficked."),
    )  # fmt: skip
    recruitment_methods = CodedListField("method_of_recruitment", verbose_name=_("methods of recruitment"))
    recruitment_platforms = CodedListField("website_or_app", verbose_name=_("recruitment websites and apps"))
    recruitment_location = SealedTextField(_("location of recruitment"), max_length=300)
    control_methods = CodedListField("method_of_control", verbose_name=_("methods of control"))
    exploitation_types = CodedListField("type_of_exploitation", verbose_name=_("types of exploitation"))
    labour_industries = CodedListField("industry", verbose_name=_("forced labour industry"))
    sexual_exploitation_types = CodedListField(
        "type_of_sex_exploitation", verbose_name=_("types of sexual exploitation")
    )
    exploitation_platforms = CodedListField(
        "website_or_app", verbose_name=_("exploitation websites and apps")
    )
    exploitation_location = SealedTextField(_("location of exploitation"), max_length=300)
    vulnerabilities = CodedListField("vulnerability", verbose_name=_("vulnerabilities"))
    vulnerability_details = SealedTextField(_("details of vulnerabilities"), max_length=4000)

    class Meta(CaseRecord.Meta):
        verbose_name = _("trafficking experience")
        constraints = [models.UniqueConstraint(fields=["case"], name="experience_once_in_a_case")]

    class Privacy(CaseRecord.Privacy):
        sensitive = [
            "relationship_to_trafficker", "age_when_trafficked", "recruitment_methods",
            "recruitment_platforms", "recruitment_location", "control_methods",
            "exploitation_types", "labour_industries", "sexual_exploitation_types",
            "exploitation_platforms", "exploitation_location", "vulnerabilities", "vulnerability_details",
        ]  # fmt: skip


class TraffickingEvent(CaseRecord):
    """A place and a time of recruitment, transit or exploitation (HTCDS hte_)."""

    kind = CodedField("event_type", verbose_name=_("what happened"), answers=False)
    occurred_on = SealedDateField(_("when"))
    country = CodedField("country", verbose_name=_("country"))
    state = SealedTextField(_("state or province"), max_length=200)
    city = SealedTextField(_("city"), max_length=200)
    street = SealedTextField(_("street"), max_length=300)
    postal_code = SealedTextField(_("postal code"), max_length=30)
    latitude = SealedTextField(_("latitude"), max_length=30)
    longitude = SealedTextField(_("longitude"), max_length=30)
    description = SealedTextField(_("description"), max_length=8000)

    class Meta(CaseRecord.Meta):
        verbose_name = _("trafficking event")

    class Privacy(CaseRecord.Privacy):
        sensitive = [
            "kind", "occurred_on", "country", "state", "city", "street", "postal_code", "latitude",
            "longitude", "description",
        ]  # fmt: skip
