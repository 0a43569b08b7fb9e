"""How a person came to us: who told us, where, what was seen, and what was needed at once."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.records import CaseRecord
from casework.sealing.fields import SealedTextField
from casework.standards.fields import CodedField, CodedListField


class FirstContact(CaseRecord):
    """A first contact of any origin, or a further one. Nothing in it is compulsory."""

    contacted_on = models.DateField(_("day of the contact"), default=timezone.localdate)
    contacted_at = models.TimeField(_("hour"), null=True, blank=True)
    origin = CodedField("case_origin", verbose_name=_("contact through"))
    channel = CodedField("first_contact_channel", verbose_name=_("how the contact was made"), answers=False)
    place = SealedTextField(_("place"), max_length=300)
    informant = CodedField("informant", verbose_name=_("who told us"))
    informant_organisation = SealedTextField(_("their organisation"), max_length=200)
    informant_name = SealedTextField(_("their name"), max_length=200)
    account = SealedTextField(_("what was seen or said"), max_length=8000)
    immediate_needs = CodedListField("immediate_need", verbose_name=_("needed at once"))
    needs_met = CodedListField("immediate_need", verbose_name=_("given at once"), answers=False)
    language = CodedField("language", verbose_name=_("language of the contact"))
    interpreter = SealedTextField(_("interpreter"), max_length=200)
    wishes_anonymity = CodedField("yes_no", verbose_name=_("wants to stay anonymous"))
    may_contact_again = CodedField("yes_no", verbose_name=_("may we contact the person again"))

    class Meta(CaseRecord.Meta):
        verbose_name = _("first contact")
        constraints = [
            models.CheckConstraint(
                condition=Q(needs_met__contained_by=F("immediate_needs")),
                name="needs_met_were_needed",
                violation_error_message=_("What was given at once must be among what was needed."),
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        identifying = ["place", "informant_organisation", "informant_name", "interpreter"]
        sensitive = [
            "origin", "informant", "account", "immediate_needs", "needs_met", "language",
            "wishes_anonymity", "may_contact_again",
        ]  # fmt: skip
        ordinary = [*CaseRecord.Privacy.ordinary, "contacted_on", "contacted_at", "channel"]
