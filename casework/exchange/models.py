"""Workbooks on their way in: the sealed file, how far it is, and what was refused and why."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.access import walls
from casework.access.models import Organisation
from casework.sealing.fields import SealedBytesField


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
    address_meaning = models.CharField(max_length=20, blank=True)
    columns = models.JSONField(default=list)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_accepted = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    rows_known = models.PositiveIntegerField(default=0)
    possible_duplicates = models.PositiveIntegerField(default=0)
    refusals = models.JSONField(default=list)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = WorkbookImportQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-created_at"]

    class Wall(walls.Wall):
        seen = entered = changed = "created_by_id = (select sec.user_id())"

    class Privacy:
        identifying = ["content"]
        ordinary = [
            "id", "created_by", "created_at", "organisation", "state", "purpose", "content_digest", "address_meaning",
            "columns", "rows_total", "rows_done", "rows_accepted", "rows_refused", "rows_known",
            "possible_duplicates", "refusals", "started_at", "finished_at",
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"workbook {str(self.id)[:8]}"
