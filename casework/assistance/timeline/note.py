"""Case notes on the timeline: of what kind and by whom, never the words."""

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.assistance.models import CaseNote
from casework.standards.dates import format_time
from casework.standards.lists import label
from casework.victims.models import Case
from casework.victims.timeline import Event, live_records, newest, source


@source("notes", CaseNote)
def notes(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Notes the reader may read; a lock marks those that few may."""
    rows = live_records(CaseNote, case, reader)
    found, total = newest(rows, limit, "-happened_on", "-created_at")
    return [_event(row, case) for row in found], total


def _event(row: CaseNote, case: Case) -> Event:
    words = [label("note_kind", row.kind)]
    if row.happened_at:
        words.append(format_time(row.happened_at))
    if row.is_restricted:
        words.append(_("restricted"))
    return Event(
        row.happened_on, row.created_at, "lock" if row.is_restricted else "messages", _("Case note"),
        row.created_by, ", ".join(words), "keep" if row.is_restricted else "",
        f"{reverse('case-notes', args=[case.pk])}#note-{row.pk}", _("Read the note"),
    )  # fmt: skip
