"""Screening: sets of indicators, the structured talk in which they are asked, and each answer."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from casework.records import CaseRecord
from casework.sealing.fields import SealedTextField
from casework.standards.fields import CodedField, CodedListField
from casework.standards.languages import resolve_language

ENDED = ("finished", "stopped")


def _in_readers_language(english: str, french: str) -> str:
    return french if (get_language() or "en").startswith("fr") else english


class IndicatorSetQuerySet(models.QuerySet):
    def active(self) -> "IndicatorSetQuerySet":
        """The sets to screen with: the newest version of each."""
        return self.filter(is_current=True)


class IndicatorSet(models.Model):
    """One version of a set of indicators. Data of the field, not of a case: only the owner of the database
    writes it, by a command; a version that was used never changes.
    """

    code = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField()
    title_en = models.CharField(max_length=200)
    title_fr = models.CharField(max_length=200)
    source = models.CharField(max_length=500)
    country = CodedField("country", answers=False)
    persons = CodedField("indicator_persons", answers=False)
    rule = CodedField("indicator_rule", answers=False)
    is_current = models.BooleanField(default=True)

    objects = IndicatorSetQuerySet.as_manager()

    # The application may read it and nothing else.
    written_by_owner = True

    class Meta:
        verbose_name = _("set of indicators")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="indicator_set_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(is_current=True), name="indicator_set_has_one_current"
            ),
        ]

    class Privacy:
        ordinary = [
            "id", "code", "version", "title_en", "title_fr", "source", "country", "persons", "rule",
            "is_current",
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    @property
    def title(self) -> str:
        return _in_readers_language(self.title_en, self.title_fr)


class Indicator(models.Model):
    """One indicator of a set: the label for staff, and the question as it is asked, by language."""

    indicator_set = models.ForeignKey(IndicatorSet, models.PROTECT, related_name="indicators")
    number = models.PositiveSmallIntegerField()
    part = models.PositiveSmallIntegerField()
    dimension = CodedField("indicator_dimension", answers=False)
    code = models.SlugField(max_length=60)
    strength = CodedField("indicator_strength", answers=False)
    is_hard = models.BooleanField(default=False)
    label_en = models.CharField(max_length=200)
    label_fr = models.CharField(max_length=200)
    hint_en = models.CharField(max_length=300, blank=True)
    hint_fr = models.CharField(max_length=300, blank=True)
    wordings = models.JSONField(default=dict)  # question by ISO 639-3 code

    written_by_owner = True

    class Meta:
        verbose_name = _("indicator")
        default_permissions = ()
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["indicator_set", "number"], name="indicator_number_once_in_set"),
        ]

    class Privacy:
        ordinary = [
            "id", "indicator_set", "number", "part", "dimension", "code", "strength", "is_hard", "label_en",
            "label_fr", "hint_en", "hint_fr", "wordings",
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.dimension} {self.code}"

    @property
    def label(self) -> str:
        return _in_readers_language(self.label_en, self.label_fr)

    @property
    def hint(self) -> str:
        return _in_readers_language(self.hint_en, self.hint_fr)

    def wording(self) -> str:
        """The question in the language of the reader, else in one that exists."""
        reader = resolve_language((get_language() or "en")[:2]) or "eng"
        return self.wordings.get(reader) or next(iter(self.wordings.values()), self.label)

    def wording_in(self, language: str) -> str:
        """The question in a language of the interview; empty without one, or when it is shown already."""
        asked = self.wordings.get(language, "")
        return "" if asked == self.wording() else asked


class Screening(CaseRecord):
    """A structured talk with indicators: paused, resumed by a colleague, or stopped at any part."""

    indicator_set = models.ForeignKey(
        IndicatorSet, models.PROTECT, verbose_name=_("set of indicators"), editable=False
    )
    status = CodedField("screening_status", verbose_name=_("status"), answers=False, default="in_progress")
    language = CodedField("language", verbose_name=_("language"), answers=False)
    interpreter = SealedTextField(_("interpreter"), max_length=200)
    place_kind = CodedField("screening_place", verbose_name=_("kind of place"), answers=False)
    present = CodedListField("screening_presence", verbose_name=_("who else was present"), answers=False)
    part = models.PositiveSmallIntegerField(_("part reached"), default=1)
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    paused_at = models.DateTimeField(_("paused at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    stop_reason = CodedField("screening_stop_reason", verbose_name=_("why it stopped"), answers=False)

    class Meta(CaseRecord.Meta):
        verbose_name = _("screening")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["in_progress", "paused", *ENDED]), name="screening_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=ENDED, ended_at__isnull=False)
                | (~Q(status__in=ENDED) & Q(ended_at__isnull=True)),
                name="screening_ended_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(status="paused", paused_at__isnull=False)
                | (~Q(status="paused") & Q(paused_at__isnull=True)),
                name="screening_paused_has_its_time",
            ),
            models.CheckConstraint(
                condition=(Q(status="stopped") & ~Q(stop_reason=""))
                | (~Q(status="stopped") & Q(stop_reason="")),
                name="screening_stopped_has_its_reason",
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        identifying = ["interpreter"]
        sensitive = ["place_kind", "present", "stop_reason"]
        ordinary = [
            *CaseRecord.Privacy.ordinary, "indicator_set", "status", "language", "part", "started_at",
            "paused_at", "ended_at",
        ]  # fmt: skip

    @property
    def is_under_way(self) -> bool:
        return self.status not in ENDED


class ScreeningAnswer(CaseRecord):
    """The answer to one indicator. No row, or an empty answer: it was not asked."""

    screening = models.ForeignKey(Screening, models.PROTECT, related_name="answers", editable=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name=_("indicator"), editable=False)
    answer = CodedField("yes_no", verbose_name=_("answer"))
    own_words = SealedTextField(_("in the person’s own words"), max_length=2000)

    class Meta(CaseRecord.Meta):
        verbose_name = _("screening answer")
        constraints = [
            models.UniqueConstraint(
                fields=["screening", "indicator"], name="indicator_answered_once_in_a_screening"
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        sensitive = ["answer", "own_words"]
        ordinary = [*CaseRecord.Privacy.ordinary, "screening", "indicator"]
