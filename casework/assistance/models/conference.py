"""Case conferences: several services speak of one case, and decide who does what."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.assistance.models.task import Task
from casework.records import CaseRecord
from casework.sealing.fields import SealedTextField


class CaseConference(CaseRecord):
    """One meeting about one case: who took part, what was to be spoken of, and what was said."""

    held_on = models.DateField(_("day"))
    held_at = models.TimeField(_("time"), null=True, blank=True)
    participants = SealedTextField(_("who takes part"), max_length=2000)
    agenda = SealedTextField(_("what to speak of"), max_length=4000)
    discussion = SealedTextField(_("what was said"), max_length=20000)

    class Meta(CaseRecord.Meta):
        verbose_name = _("case conference")

    class Privacy(CaseRecord.Privacy):
        identifying = ["participants"]
        sensitive = ["agenda", "discussion"]
        ordinary = [*CaseRecord.Privacy.ordinary, "held_on", "held_at"]


class ConferenceDecision(CaseRecord):
    """What was decided, with the task that follows from it, where somebody does it by a day."""

    conference = models.ForeignKey(
        CaseConference, models.PROTECT, verbose_name=_("case conference"), editable=False
    )
    what = SealedTextField(_("decision"), max_length=2000)
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, verbose_name=_("task"), editable=False
    )

    class Meta(CaseRecord.Meta):
        verbose_name = _("decision of a conference")

    class Privacy(CaseRecord.Privacy):
        sensitive = ["what"]
        ordinary = [*CaseRecord.Privacy.ordinary, "conference", "task"]
