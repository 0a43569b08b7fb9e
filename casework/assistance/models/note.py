"""What was heard, seen and said in a case, in the words of whoever was there."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.access import walls
from casework.records import CaseRecord, CaseRecordManager, CaseRecordQuerySet
from casework.sealing.fields import SealedTextField
from casework.standards.fields import CodedField
from casework.victims.models.apart import overseen_cases


class CaseNoteQuerySet(CaseRecordQuerySet):
    def visible_to(self, user) -> Self:
        """Those of the case; restricted ones only for their author and who answers for the case."""
        mine_to_read = Q(is_restricted=False) | Q(created_by=user) | Q(case__in=overseen_cases(user))
        return super().visible_to(user).filter(mine_to_read)


class CaseNote(CaseRecord):
    """A note about one moment of a case. Corrected by its author; its history keeps what it said before."""

    is_restrictable = True

    kind = CodedField("note_kind", verbose_name=_("what kind of note"), answers=False)
    happened_on = models.DateField(_("day"), default=timezone.localdate)
    happened_at = models.TimeField(_("time"), null=True, blank=True)
    text = SealedTextField(_("note"), max_length=20000)
    is_restricted = models.BooleanField(_("only for me and the protection officer"), default=False)

    objects = CaseRecordManager.from_queryset(CaseNoteQuerySet)()

    class Meta(CaseRecord.Meta):
        verbose_name = _("case note")
        indexes = [models.Index(fields=["case", "-happened_on"], name="note_by_case")]
        constraints = [models.CheckConstraint(condition=Q(text__isnull=False), name="note_says_something")]

    class Wall(CaseRecord.Wall):
        seen = (
            f"{walls.SEEN_BY_CASE.format(column='case_id')}"
            f" and (not is_restricted or {walls.MADE_BY_ONESELF} or sec.oversees(case_id))"
        )
        history_seen = "exists (select 1 from assistance_casenote n where n.id = {table}.id)"

    class Privacy(CaseRecord.Privacy):
        sensitive = ["kind", "text"]
        ordinary = [*CaseRecord.Privacy.ordinary, "happened_on", "happened_at", "is_restricted"]
