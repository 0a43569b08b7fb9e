"""What every record of a case has: its case, who made it, its history, and one door to its rows."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext_lazy as _

from casework.access import walls
from casework.sealing.fields import kept_sealed
from casework.sealing.history import SealedHistory


class RecordedQuerySet(models.QuerySet):
    """Bulk writes leave no history, so records refuse them."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError("update() leaves no history: change the record and keep() it.")

    def delete(self):
        raise TypeError("Records are never deleted: mark them as entered in error, or erase the person.")

    def bulk_create(self, objs, *args: Any, **kwargs: Any):
        raise TypeError("bulk_create() leaves no history: keep() each record.")

    def bulk_update(self, objs, fields, batch_size=None):
        raise TypeError("bulk_update() leaves no history: keep() each record.")


class Recorded(models.Model):
    """A row with an id of its own, a maker, and a history of every change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("recorded by"),
        editable=False,
    )
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = RecordedQuerySet.as_manager()
    history = SealedHistory(inherit=True)

    class Meta:
        abstract = True
        default_permissions: tuple[str, ...] = ()

    class Privacy:
        ordinary = ["id", "created_by", "created_at", "updated_at"]

    def keep(self, *, by, reason: str = "") -> None:
        """Check and save the record, with a history row that says who changed it and why (never content).

        References to other rows are left to the database: not everything is in sight through the wall.
        """
        references = {
            field.name for field in self._meta.concrete_fields if field.remote_field or not field.editable
        }
        if self._state.adding and not self.created_by_id:
            self.created_by = by
        with kept_sealed():
            self.full_clean(exclude=references, validate_constraints=False)
        self._history_user = by
        self._change_reason = reason
        try:
            self.save()
        except IntegrityError as error:
            if refusal := self._in_words(error):
                raise refusal from error
            raise

    def _in_words(self, error: IntegrityError) -> ValidationError | None:
        """The refusal of the constraint that the database names: they are asked only there."""
        broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        for constraint in self._meta.constraints:
            if constraint.name == broken:
                return ValidationError(constraint.get_violation_error_message(), code=constraint.name)
        return None

    def delete(self, *args: Any, **kwargs: Any):
        raise TypeError("Records are never deleted: mark them as entered in error, or erase the person.")


class CaseRecordQuerySet(RecordedQuerySet):
    def visible_to(self, user) -> Self:
        """The records of the cases this person may see: the only door for views."""
        cases: Any = self.model._meta.get_field("case").related_model
        return self.filter(case__in=cases.objects.visible_to(user))

    def live(self) -> Self:
        """Without what was entered in error."""
        return self.filter(entered_in_error=False)


_CaseRecordRows = models.Manager.from_queryset(CaseRecordQuerySet)


class CaseRecordManager(_CaseRecordRows):
    def get_queryset(self):
        # Opening a sealed field needs the person's id, which stands on the case.
        return super().get_queryset().select_related("case")


class CaseRecord(Recorded):
    """Something recorded about one case."""

    case = models.ForeignKey("victims.Case", models.PROTECT, verbose_name=_("case"), editable=False)
    entered_in_error = models.BooleanField(_("entered in error"), default=False, editable=False)

    # Shown on a page of its own only: neither in the history of the case nor among what changed last.
    is_kept_apart = False
    # Some rows are for fewer readers than the case: whoever shows the history asks `visible_to` as well.
    is_restrictable = False

    objects = CaseRecordManager()

    class Meta(Recorded.Meta):
        abstract = True

    class Wall(walls.Wall):
        seen = history_seen = walls.SEEN_BY_CASE.format(column="case_id")
        changed = "sec.may_change(case_id)"
        entered = "sec.may_enter(case_id, created_by_id)"
        history_entered = "sec.may_enter(case_id, history_user_id)"

    class Privacy(Recorded.Privacy):
        ordinary = [*Recorded.Privacy.ordinary, "case", "entered_in_error"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} ({self.case.reference})"
