"""Files that belong to a case: scans, letters, signed forms. Sealed in the database, never on a disk."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.records import CaseRecord, CaseRecordManager
from casework.sealing.fields import SealedBytesField, SealedTextField
from casework.standards.fields import CodedField

# What may be kept, and the ending of the neutral name it is given when it leaves.
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}


class AttachmentManager(CaseRecordManager):
    def get_queryset(self):
        # A list of files reads no file: the content comes when it is asked for.
        return super().get_queryset().defer("content")


class Attachment(CaseRecord):
    """One file, and the record it hangs on; on the case itself when that is empty."""

    kind = CodedField("attachment_kind", verbose_name=_("what it is"), answers=False, default="document_scan")
    title = SealedTextField(_("title"), max_length=200)
    attached_to_kind = models.SlugField(_("belongs to"), max_length=40, blank=True, editable=False)
    attached_to = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    content = SealedBytesField(_("file"))
    media_type = models.CharField(_("format"), max_length=40, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    digest = SealedTextField(_("digest"), max_length=64)

    objects = AttachmentManager()

    class Meta(CaseRecord.Meta):
        verbose_name = _("file")
        constraints = [
            models.CheckConstraint(
                condition=Q(attached_to_kind="", attached_to__isnull=True)
                | (~Q(attached_to_kind="") & Q(attached_to__isnull=False)),
                name="attachment_names_its_record_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(media_type__in=list(ENDINGS)), name="attachment_format_is_known"
            ),
            models.CheckConstraint(condition=Q(content__isnull=False), name="attachment_has_its_content"),
        ]

    class Privacy(CaseRecord.Privacy):
        identifying = ["title", "content"]
        sensitive = ["digest"]
        ordinary = [
            *CaseRecord.Privacy.ordinary, "kind", "attached_to_kind", "attached_to", "media_type", "size",
        ]  # fmt: skip

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")
