"""Workbooks on their way in: the sealed file, how far it is, what was found, and which rows are in."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.access import walls
from casework.access.models import Organisation
from casework.sealing.fields import SealedBytesField
from casework.victims.models import Case

STANDSTILL = timedelta(minutes=3)


class WorkbookImportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "WorkbookImportQuerySet":
        """Each person sees the workbooks they brought in themselves."""
        return self.filter(created_by=user)


class WorkbookImport(models.Model):
    """One HTCDS workbook brought in by one person, from trial run to report."""

    class State(models.TextChoices):
        READ = "read", _("columns recognised")
        CHECKING = "checking", _("trial run under way")
        CHECKED = "checked", _("trial run done")
        IMPORTING = "importing", _("import under way")
        DONE = "done", _("imported")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("stopped by an error")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    state = models.CharField(max_length=20, choices=State.choices, default=State.READ)
    purpose = models.CharField(_("purpose"), max_length=200, blank=True)
    content = SealedBytesField(subject="id")
    content_digest = models.BinaryField(max_length=32)
    sheet = models.CharField(max_length=40, blank=True)
    address_meaning = models.CharField(max_length=20, blank=True)
    columns = models.JSONField(default=list)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_accepted = models.PositiveIntegerField(default=0)
    rows_alike = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    rows_known = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = WorkbookImportQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["read", "checking", "checked", "importing", "done", "cancelled", "failed"]
                ),
                name="workbook_state_is_known",
            ),
        ]

    class Wall(walls.Wall):
        seen = entered = changed = "created_by_id = (select sec.user_id())"

    class Privacy:
        identifying = ["content"]
        ordinary = [
            "id", "created_by", "created_at", "organisation", "state", "purpose", "content_digest", "sheet",
            "address_meaning", "columns", "rows_total", "rows_done", "rows_accepted", "rows_alike",
            "rows_refused", "rows_known", "started_at", "moved_at", "finished_at",
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"workbook {str(self.id)[:8]}"

    @property
    def rows_fit(self) -> int:
        """Rows that came in or would, possible duplicates among them."""
        return self.rows_accepted + self.rows_alike

    @property
    def rows_left(self) -> int:
        """Rows that nobody looked at because the passage was stopped."""
        return self.rows_total - self.rows_done

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.IMPORTING)

    @property
    def is_at_a_standstill(self) -> bool:
        """Whether nothing has moved for so long that the worker must have died."""
        return self.is_under_way and timezone.now() - self.moved_at > STANDSTILL


class Finding(models.Model):
    """Something to tell about one row: a refused cell, a warning, or a person who may be known already.

    Says where and which rule, never what the cell holds.
    """

    class Kind(models.TextChoices):
        REFUSAL = "refusal", _("refused")
        WARNING = "warning", _("to know")
        ALIKE = "alike", _("possible duplicate")

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(WorkbookImport, models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=3, blank=True)
    field = models.CharField(max_length=60, blank=True)
    rule = models.CharField(max_length=40)
    # The case to compare with, shown only to those who may see it.
    other_case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["row", "id"]
        indexes = [models.Index(fields=["run", "kind", "row"], name="finding_by_run")]

    class Wall(walls.Wall):
        seen = entered = removed = (
            "exists (select 1 from exchange_workbookimport w where w.id = {table}.run_id)"
        )

    class Privacy:
        ordinary = ["id", "run", "kind", "row", "column", "field", "rule", "other_case"]

    def __str__(self) -> str:
        return f"{self.cell} {self.rule}"

    @property
    def cell(self) -> str:
        """The place as a spreadsheet writes it: C17, or 17 for a whole row."""
        return f"{self.column}{self.row}"


class ImportedRow(models.Model):
    """A row that is in already, known by a keyed digest that tells nothing without the key."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    row_token = models.BinaryField(max_length=32)
    case = models.ForeignKey(Case, models.PROTECT)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["organisation", "row_token"], name="row_is_imported_once"),
        ]

    class Wall(walls.Wall):
        seen = "organisation_id = (select sec.organisation_id())"
        entered = "organisation_id = (select sec.registering_organisation())"

    class Privacy:
        ordinary = ["id", "organisation", "row_token", "case"]

    def __str__(self) -> str:
        return f"row {self.pk}"
