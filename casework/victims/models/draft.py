"""What somebody typed into a form and has not saved yet."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.access import walls
from casework.sealing.fields import SealedTextField
from casework.victims.models.case import Case


class DraftQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """One's own, in the cases one still sees: what others typed is theirs until they save it."""
        return self.filter(created_by=user, case__in=Case.objects.visible_to(user))


class Draft(models.Model):
    """What one person typed into one form of a case: sealed, and gone once it is saved or discarded.

    It is no record: it has no history, and nobody but its author reads it. No timer deletes it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    case = models.ForeignKey(Case, models.PROTECT, verbose_name=_("case"), editable=False)
    # Of the form: it holds ids, never a name.
    address = models.CharField(max_length=300, editable=False)
    typed = SealedTextField(_("what was typed"))
    created_at = models.DateTimeField(auto_now_add=True)
    kept_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["created_by", "address"], name="draft_once_of_a_form"),
        ]

    class Wall(walls.Wall):
        seen = f"{walls.MADE_BY_ONESELF} and {walls.SEEN_BY_CASE.format(column='case_id')}"
        entered = "sec.may_enter(case_id, created_by_id)"
        changed = f"{walls.MADE_BY_ONESELF} and sec.may_change(case_id)"
        removed = walls.MADE_BY_ONESELF

    class Privacy:
        sensitive = ["typed"]
        ordinary = ["id", "created_by", "case", "address", "created_at", "kept_at"]

    def __str__(self) -> str:
        return str(self.pk)
