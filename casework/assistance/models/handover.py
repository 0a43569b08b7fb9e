"""A caseload that changed hands: who told whom, for both of them and for the officer who did it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.access import walls
from casework.records import Recorded, RecordedQuerySet


class HandoverQuerySet(RecordedQuerySet):
    def visible_to(self, user) -> Self:
        """Those one did, and those that gave or took cases of one's own."""
        return self.filter(Q(created_by=user) | Q(leaver=user) | Q(receiver=user))


class Handover(Recorded):
    """So many open cases went from one person of staff to another in one step. Which ones, the cases say."""

    leaver: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("held by before"),
        editable=False,
    )  # fmt: skip
    receiver: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("held by now"),
        editable=False,
    )  # fmt: skip
    number = models.PositiveSmallIntegerField(_("number of cases"))

    objects = HandoverQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = _("handover")
        constraints = [
            models.CheckConstraint(condition=~Q(leaver=F("receiver")), name="handover_is_to_somebody_else")
        ]

    class Wall(walls.Wall):
        seen = f"{walls.MADE_BY_ONESELF} or (select sec.user_id()) in (leaver_id, receiver_id)"
        history_seen = "exists (select 1 from assistance_handover h where h.id = {table}.id)"
        entered = f"{walls.MADE_BY_ONESELF} and (select sec.overseen_organisation()) is not null"
        history_entered = entered

    class Privacy(Recorded.Privacy):
        ordinary = [*Recorded.Privacy.ordinary, "leaver", "receiver", "number"]

    def __str__(self) -> str:
        return str(self.pk)
