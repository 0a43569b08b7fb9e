"""Counsel, proceedings, decisions, protection of witnesses, permits. Taking part is the person's choice."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.records import CaseRecord
from casework.sealing.fields import SealedTextField
from casework.standards.fields import CodedField, CodedListField

# The person's wish ends a proceeding for now, never for good: see the workflow.
ENDED = ("closed", "stopped")
STATUSES = ("prepared", "filed", "under_way", "decided", "appealed", *ENDED)


def first_and_last(name: str, first: str = "starts_on", last: str = "ends_on") -> models.CheckConstraint:
    """The last day is not before the first."""
    return models.CheckConstraint(
        condition=Q(**{f"{first}__isnull": True})
        | Q(**{f"{last}__isnull": True})
        | Q(**{f"{last}__gte": F(first)}),
        name=name,
        violation_error_message=_("The last day lies before the first one. Check both."),
    )


class LegalCounsel(CaseRecord):
    """Who speaks for the person in law: for which proceedings, and from when to when."""

    name = SealedTextField(_("name"), max_length=200)
    organisation = SealedTextField(_("organisation"), max_length=200)
    reached_by = SealedTextField(_("how to reach"), max_length=300)
    matters = CodedListField("proceeding_kind", verbose_name=_("for which proceedings"), answers=False)
    is_legal_aid = CodedField("yes_no", verbose_name=_("paid by legal aid"))
    mandate_signed_on = models.DateField(_("mandate signed on"), null=True, blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta(CaseRecord.Meta):
        verbose_name = _("legal counsel")
        constraints = [first_and_last("counsel_ends_after_it_began")]

    class Privacy(CaseRecord.Privacy):
        identifying = ["name", "organisation", "reached_by"]
        sensitive = ["matters"]
        ordinary = [*CaseRecord.Privacy.ordinary, "is_legal_aid", "mandate_signed_on", "starts_on", "ends_on"]

    @property
    def is_over(self) -> bool:
        return self.ends_on is not None and self.ends_on < timezone.localdate()


class LegalProceeding(CaseRecord):
    """One proceeding, the part the person has in it, and whether the person wants to take part.

    The answer opens and closes nothing: no help, no permit, no step of the proceeding depends on it.
    """

    kind = CodedField("proceeding_kind", verbose_name=_("kind of proceeding"), answers=False)
    roles = CodedListField("proceeding_role", verbose_name=_("part of the person"))
    country = CodedField("country", verbose_name=_("country"), answers=False)
    court = SealedTextField(_("court or office, and place"), max_length=300)
    file_number = SealedTextField(_("file number"), max_length=100)
    status = CodedField(
        "proceeding_status", verbose_name=_("state"), answers=False, default="prepared", editable=False
    )
    status_on = models.DateField(_("since"), default=timezone.localdate, editable=False)
    participation = CodedField("participation", verbose_name=_("what the person wants"))
    participation_on = models.DateField(_("asked on"), null=True, blank=True)
    knows_may_change = CodedField("yes_no", verbose_name=_("was told that one may change one’s mind"))
    wish = SealedTextField(_("in the person’s own words"), max_length=2000)
    note = SealedTextField(_("note"), max_length=4000)

    class Meta(CaseRecord.Meta):
        verbose_name = _("legal proceeding")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="proceeding_status_is_known"),
            models.CheckConstraint(
                condition=Q(participation="", participation_on=None)
                | (~Q(participation="") & Q(participation_on__isnull=False)),
                name="participation_has_its_day",
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        identifying = ["court", "file_number"]
        sensitive = ["kind", "roles", "participation", "wish", "note"]
        ordinary = [
            *CaseRecord.Privacy.ordinary, "country", "status", "status_on", "participation_on",
            "knows_may_change",
        ]  # fmt: skip

    @property
    def is_over(self) -> bool:
        return self.status in ENDED


class LegalDecision(CaseRecord):
    """What a court or an office decided, until when one may appeal, and what the person wants."""

    proceeding = models.ForeignKey(
        LegalProceeding, models.PROTECT, verbose_name=_("legal proceeding"), editable=False
    )
    kind = CodedField("legal_decision_kind", verbose_name=_("what was decided"), answers=False)
    outcome = CodedField("legal_decision_outcome", verbose_name=_("outcome"), answers=False)
    decided_by = SealedTextField(_("who decided"), max_length=300)
    decided_on = models.DateField(_("decided on"), default=timezone.localdate)
    text = SealedTextField(_("what it says"), max_length=4000)
    appeal_until = models.DateField(_("appeal possible until"), null=True, blank=True)
    appeal = CodedField("appeal_answer", verbose_name=_("appeal"), answers=False, editable=False)
    appeal_on = models.DateField(_("noted on"), null=True, blank=True, editable=False)

    class Meta(CaseRecord.Meta):
        verbose_name = _("legal decision")
        constraints = [
            first_and_last("appeal_ends_after_the_decision", "decided_on", "appeal_until"),
            models.CheckConstraint(
                condition=Q(appeal="", appeal_on=None) | (~Q(appeal="") & Q(appeal_on__isnull=False)),
                name="appeal_has_its_day",
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        identifying = ["decided_by"]
        sensitive = ["kind", "outcome", "text", "appeal"]
        ordinary = [*CaseRecord.Privacy.ordinary, "proceeding", "decided_on", "appeal_until", "appeal_on"]

    @property
    def is_open(self) -> bool:
        """Whether one may still appeal and nobody has said what the person wants."""
        return not self.appeal and self.appeal_until is not None and self.days_left >= 0

    @property
    def days_left(self) -> int:
        """Days until the last day for an appeal; negative when it is past."""
        return _days_until(self.appeal_until)


class WitnessProtection(CaseRecord):
    """One measure that protects the person as a witness: who ordered it, from when to when."""

    kind = CodedField("protection_measure", verbose_name=_("measure"), answers=False)
    ordered_by = CodedField("protection_orderer", verbose_name=_("ordered by"))
    starts_on = models.DateField(_("first day"), default=timezone.localdate)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    note = SealedTextField(_("note"), max_length=2000)

    class Meta(CaseRecord.Meta):
        verbose_name = _("protection measure")
        constraints = [first_and_last("measure_ends_after_it_began")]

    class Privacy(CaseRecord.Privacy):
        sensitive = ["kind", "ordered_by", "note"]
        ordinary = [*CaseRecord.Privacy.ordinary, "starts_on", "ends_on"]

    @property
    def is_over(self) -> bool:
        return self.ends_on is not None and self.ends_on < timezone.localdate()


class ResidencePermit(CaseRecord):
    """A right to stay: on which ground, from when to when. The next permit is a record of its own."""

    kind = CodedField("permit_kind", verbose_name=_("kind of permit"), answers=False)
    country = CodedField("country", verbose_name=_("country"), answers=False)
    ground = CodedField("permit_ground", verbose_name=_("ground"))
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    renewal_asked_on = models.DateField(_("renewal asked for on"), null=True, blank=True)
    conditions = SealedTextField(_("conditions"), max_length=2000)

    class Meta(CaseRecord.Meta):
        verbose_name = _("residence permit")
        constraints = [first_and_last("permit_ends_after_it_was_issued", "issued_on", "expires_on")]

    class Privacy(CaseRecord.Privacy):
        sensitive = ["kind", "country", "ground", "conditions"]
        ordinary = [*CaseRecord.Privacy.ordinary, "issued_on", "expires_on", "renewal_asked_on"]

    @property
    def days_left(self) -> int:
        """Days until its last day; negative when it is past."""
        return _days_until(self.expires_on)


def _days_until(day: date | None) -> int:
    return ((day or timezone.localdate()) - timezone.localdate()).days
