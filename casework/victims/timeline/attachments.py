"""Files on the timeline of a case: that one was added, never what it is called."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.standards.lists import label
from casework.victims.models import Attachment, Case
from casework.victims.timeline import Event, live_records, newest, source


@source("identification", Attachment)
def attachments(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Files added to the case or to one of its records."""
    rows, total = newest(live_records(Attachment, case, reader), limit, "-created_at")
    return [
        Event(
            timezone.localdate(row.created_at), row.created_at, "file-text", _("File added"), row.created_by,
            label("attachment_kind", row.kind), "", reverse("attachment-detail", args=[case.pk, row.pk]),
            _("Open"),
        )
        for row in rows
    ], total  # fmt: skip
