"""That a suspected person was recorded, and nothing of what."""

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.victims.models import Case, SuspectedPerson
from casework.victims.timeline import Event, live_records, newest, source


@source("safety", SuspectedPerson)
def suspects(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """A lock and what kind, for those who may open the page."""
    rows, total = newest(live_records(SuspectedPerson, case, reader), limit, "-created_at")
    return [
        Event(
            timezone.localdate(row.created_at), row.created_at, "lock",
            _("A suspected person was recorded"), row.created_by,
        )
        for row in rows
    ], total  # fmt: skip
