"""How the person may be reached without putting them in danger, and the organisations around the case."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.records import CaseRecord
from casework.sealing.fields import SealedTextField
from casework.standards.fields import CodedField, CodedListField


class ContactPoint(CaseRecord):
    """One channel to the person, and the rule for using it. The rule is shown before the number."""

    kind = CodedField("contact_kind", verbose_name=_("channel"), answers=False)
    value = SealedTextField(_("number or address"), max_length=300)
    safety = CodedField("contact_safety", verbose_name=_("is it safe"), answers=False, default="not_known")
    from_hour = models.TimeField(_("from"), null=True, blank=True)
    to_hour = models.TimeField(_("to"), null=True, blank=True)
    days = CodedListField(
        "weekday", verbose_name=_("safe days"), answers=False, help_text=_("None chosen means any day.")
    )
    time_zone = SealedTextField(_("time zone of these hours"), max_length=60)
    answered_by = SealedTextField(
        _("who may answer"), max_length=300, help_text=_("And what to say when somebody else does.")
    )
    may_leave_message = CodedField("yes_no", verbose_name=_("leave a message"))
    hide_own_number = CodedField("yes_no", verbose_name=_("call with our number withheld"))
    rule = SealedTextField(_("rule"), max_length=300, help_text=_("For example: never a voice call."))
    code_word = SealedTextField(_("code word"), max_length=80)
    street = SealedTextField(_("street"), max_length=300)
    postal_code = SealedTextField(_("postal code"), max_length=30)
    city = SealedTextField(_("city"), max_length=200)
    state = SealedTextField(_("state or province"), max_length=200)
    country = CodedField("country", verbose_name=_("country"), answers=False)
    latitude = SealedTextField(_("latitude"), max_length=30)
    longitude = SealedTextField(_("longitude"), max_length=30)

    class Meta(CaseRecord.Meta):
        verbose_name = _("contact point")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_hour__isnull=True, to_hour__isnull=True)
                | models.Q(from_hour__isnull=False, to_hour__isnull=False),
                name="safe_hours_come_in_pairs",
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        identifying = [
            "value", "rule", "code_word", "answered_by", "time_zone", "street", "postal_code", "city",
            "state", "latitude", "longitude",
        ]  # fmt: skip
        sensitive = [
            "safety", "from_hour", "to_hour", "days", "may_leave_message", "hide_own_number", "country",
        ]  # fmt: skip
        ordinary = [*CaseRecord.Privacy.ordinary, "kind"]


class NeverContact(CaseRecord):
    """Somebody who must never be contacted about the person, nor answer in their place."""

    name = SealedTextField(_("name"), max_length=200)
    relationship = SealedTextField(_("relationship to the person"), max_length=200)
    why = SealedTextField(_("why"), max_length=2000)
    numbers = SealedTextField(
        _("numbers and addresses"), max_length=1000, help_text=_("Phone numbers or e-mail, one on each line.")
    )

    class Meta(CaseRecord.Meta):
        verbose_name = _("person never to be contacted")

    class Privacy(CaseRecord.Privacy):
        identifying = ["name", "relationship", "why", "numbers"]


class ConnectedOrganisation(CaseRecord):
    """An organisation in the story of the case: it referred the person here, or received them from us."""

    class Part(models.TextChoices):
        REFERRING = "referring", _("referred the person to us")
        REFERRED = "referred", _("received the person from us")

    part = models.CharField(_("part in the case"), max_length=20, choices=Part.choices)
    name = SealedTextField(_("organisation"), max_length=200)
    kind = CodedField("organisation_type", verbose_name=_("type"))
    caseworker_name = SealedTextField(_("primary caseworker there"), max_length=200)
    referred_on = models.DateField(_("date of referral"), null=True, blank=True, default=timezone.localdate)
    reason = CodedField("referral_reason", verbose_name=_("reason for referral"))
    details = SealedTextField(_("details"), max_length=4000)

    class Meta(CaseRecord.Meta):
        verbose_name = _("connected organisation")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(part__in=["referring", "referred"]), name="connected_part_is_known"
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        identifying = ["caseworker_name"]
        sensitive = ["name", "kind", "reason", "details"]
        ordinary = [*CaseRecord.Privacy.ordinary, "part", "referred_on"]
