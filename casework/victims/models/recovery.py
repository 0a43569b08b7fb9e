"""The recovery and reflection period: time to recover and to decide, whatever is decided."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.records import CaseRecord
from casework.sealing.fields import SealedTextField
from casework.standards.fields import CodedField
from casework.standards.recovery import LEAST_DAYS

LEAST = timedelta(days=LEAST_DAYS)

# Why a period may end early: the person's own wish, what article 13 of the Council of Europe Convention
# names, and what makes it pointless. Refusing to work with the authorities is none of them, and no code for
# it may be added: the Convention gives the period so that the person can decide freely.
END_REASONS = ("persons_wish", "public_order", "improper_claim", "longer_protection", "left_country", "died")


class RecoveryPeriod(CaseRecord):
    """At least thirty days in which nobody may be removed from the country. Help does not depend on it."""

    country = CodedField("country", verbose_name=_("country"), answers=False)
    trigger = CodedField("recovery_trigger", verbose_name=_("begins with"), answers=False)
    starts_on = models.DateField(_("first day"), default=timezone.localdate)
    ends_on = models.DateField(_("last day"))
    status = CodedField(
        "recovery_status", verbose_name=_("state"), answers=False, default="running", editable=False
    )
    ended_on = models.DateField(_("ended early on"), null=True, blank=True, editable=False)
    end_reason = CodedField(
        "recovery_end_reason", verbose_name=_("reason for the early end"), answers=False, editable=False
    )
    note = SealedTextField(_("note"), max_length=2000)

    class Meta(CaseRecord.Meta):
        verbose_name = _("recovery and reflection period")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on") + LEAST),
                name="recovery_lasts_thirty_days",
                violation_error_message=_("The period lasts at least 30 days from its first day."),
            ),
            models.CheckConstraint(
                condition=Q(status="running", ended_on__isnull=True, end_reason="")
                | Q(status="ended_early", ended_on__isnull=False, end_reason__in=END_REASONS),
                name="recovery_early_end_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(ended_on__gte=F("starts_on"), ended_on__lte=F("ends_on")),
                name="recovery_ends_early_within_itself",
                violation_error_message=_("The early end lies between the first and the last day."),
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        sensitive = ["country", "trigger", "end_reason", "note"]
        ordinary = [*CaseRecord.Privacy.ordinary, "starts_on", "ends_on", "status", "ended_on"]

    @property
    def last_day(self) -> date:
        """The day it ends, or ended early."""
        return self.ended_on or self.ends_on

    @property
    def days(self) -> int:
        """How many days it lasts, from the first to the last."""
        return (self.ends_on - self.starts_on).days

    @property
    def days_left(self) -> int:
        """Days from today to the last day; negative when it is past."""
        return (self.last_day - timezone.localdate()).days

    @property
    def has_begun(self) -> bool:
        return self.starts_on <= timezone.localdate()

    @property
    def days_gone(self) -> int:
        """Days from the first one to today, at most all of them."""
        return min(max((timezone.localdate() - self.starts_on).days, 0), self.days)

    @property
    def is_running(self) -> bool:
        """Neither ended early nor past its last day."""
        return self.status == "running" and self.days_left >= 0


class RecoveryExtension(CaseRecord):
    """A period was made longer: from which last day to which, and why."""

    period = models.ForeignKey(
        RecoveryPeriod, models.PROTECT, related_name="extensions", editable=False, verbose_name=_("period")
    )
    from_day = models.DateField(_("last day before"), editable=False)
    to_day = models.DateField(_("new last day"))
    reason = CodedField("recovery_extension_reason", verbose_name=_("reason"), answers=False)
    note = SealedTextField(_("note"), max_length=2000)

    class Meta(CaseRecord.Meta):
        verbose_name = _("extension of the recovery period")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day__gt=F("from_day")),
                name="recovery_extension_is_longer",
                violation_error_message=_("The new last day lies after the present one."),
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        sensitive = ["reason", "note"]
        ordinary = [*CaseRecord.Privacy.ordinary, "period", "from_day", "to_day"]
