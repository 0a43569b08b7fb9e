"""Hearings: the day and the hour by the clock of the place, and every time that was given before."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.assistance.models.legal import LegalProceeding
from casework.records import CaseRecord, CaseRecordManager, CaseRecordQuerySet
from casework.sealing.fields import SealedTextField, kept_sealed
from casework.standards.fields import CodedField, CodedListField


def check_zone(name: str) -> None:
    """Raise when no clock goes by this name."""
    if name not in available_timezones():
        raise ValidationError(_("This time zone is not known. Choose one of the list."))


def midnight(day: date) -> datetime:
    """The beginning of a day where the reader is."""
    return timezone.make_aware(datetime.combine(day, time.min))


class HearingQuerySet(CaseRecordQuerySet):
    def standing(self) -> "HearingQuerySet":
        """Without what was entered in error, itself or with its proceeding."""
        return self.live().filter(proceeding__entered_in_error=False)

    def on_days(self, first: date, last: date) -> "HearingQuerySet":
        """Hearings from one day to another, as the days are where the reader is."""
        hours = Q(starts_at__gte=midnight(first), starts_at__lt=midnight(last + timedelta(days=1)))
        return self.filter(Q(hour__isnull=True, day__range=(first, last)) | Q(hour__isnull=False) & hours)


class Hearing(CaseRecord):
    """One appointment of a proceeding. What counts is the clock of the place; the moment follows from it."""

    proceeding = models.ForeignKey(
        LegalProceeding, models.PROTECT, verbose_name=_("legal proceeding"), editable=False
    )
    kind = CodedField("hearing_kind", verbose_name=_("kind of hearing"), answers=False)
    day = models.DateField(_("day"))
    hour = models.TimeField(_("hour"), null=True, blank=True)
    time_zone = models.CharField(_("time zone of the place"), max_length=60, validators=[check_zone])
    starts_at = models.DateTimeField(_("moment"), editable=False, db_index=True)
    status = CodedField(
        "hearing_status", verbose_name=_("state"), answers=False, default="planned", editable=False
    )
    place = SealedTextField(_("place"), max_length=300)
    companion = SealedTextField(_("who goes along"), max_length=300)
    language = CodedField("language", verbose_name=_("language"), answers=False)
    interpreter = SealedTextField(_("interpreter"), max_length=200)
    protection = CodedListField("hearing_protection", verbose_name=_("protection at the hearing"))
    attended = CodedField("yes_no", verbose_name=_("the person was there"))
    outcome = SealedTextField(_("what came of it"), max_length=4000)

    objects = CaseRecordManager.from_queryset(HearingQuerySet)()

    class Meta(CaseRecord.Meta):
        verbose_name = _("hearing")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["planned", "held", "cancelled"]), name="hearing_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status="held") | Q(attended=""), name="hearing_attended_was_held"
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        identifying = ["place", "companion", "interpreter"]
        sensitive = ["kind", "protection", "attended", "outcome"]
        ordinary = [
            *CaseRecord.Privacy.ordinary, "proceeding", "day", "hour", "time_zone", "starts_at", "status",
            "language",
        ]  # fmt: skip

    def clean(self) -> None:
        """An hour that the clocks jump over does not exist on that day."""
        if self.day and self.hour and self.time_zone in available_timezones():
            there = self.moment.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(self.time_zone))
            if there.time() != self.hour:
                raise ValidationError(
                    {"hour": _("on that day the clocks go forward over this hour. Check the letter.")}
                )

    def keep(self, *, by, reason: str = "") -> None:
        """The moment is worked out anew each time, whichever of day, hour and place has changed."""
        if self.time_zone in available_timezones():
            self.starts_at = self.moment
        super().keep(by=by, reason=reason)

    @property
    def moment(self) -> datetime:
        """When it begins; without an hour, the beginning of the day there.

        Of an hour that comes twice, when clocks go back, the first: better too early than too late.
        """
        return datetime.combine(self.day, self.hour or time.min, ZoneInfo(self.time_zone))

    @property
    def day_here(self) -> date:
        """The day where the reader is; a day without an hour stays the day it is."""
        return timezone.localdate(self.starts_at) if self.hour else self.day

    @property
    def missing(self) -> list[str]:
        """What a person may need there and nobody has arranged; nothing is opened to tell."""
        with kept_sealed():
            companion, interpreter = self.companion, self.interpreter
        found = []
        if not companion:
            found.append(gettext("nobody goes along yet"))
        if self.case.victim.needs_interpreter == "yes" and not interpreter:
            found.append(gettext("no interpreter yet"))
        return found


class HearingMove(CaseRecord):
    """A hearing was moved: the time it had before, and who moved it."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, verbose_name=_("hearing"), editable=False)
    day = models.DateField(_("day before"), editable=False)
    hour = models.TimeField(_("hour before"), null=True, blank=True, editable=False)
    reason = CodedField("hearing_move_reason", verbose_name=_("reason"), answers=False)

    class Meta(CaseRecord.Meta):
        verbose_name = _("move of a hearing")

    class Privacy(CaseRecord.Privacy):
        sensitive = ["reason"]
        ordinary = [*CaseRecord.Privacy.ordinary, "hearing", "day", "hour"]
