"""Conferences on the timeline: that there was one and how much it decided, never what was said."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.assistance.models import CaseConference
from casework.victims.models import Case
from casework.victims.timeline import Event, live_records, newest, source


@source("team", CaseConference)
def conferences(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Each conference on its day."""
    decided = Count("conferencedecision", filter=Q(conferencedecision__entered_in_error=False))
    rows = live_records(CaseConference, case, reader).annotate(decided=decided)
    found, total = newest(rows, limit, "-held_on", "-created_at")
    return [
        Event(
            row.held_on, row.created_at, "users", _("Case conference"), row.created_by,
            ngettext("%(number)s decision", "%(number)s decisions", row.decided) % {"number": row.decided}
            if row.decided
            else "",
            "", reverse("case-conferences", args=[case.pk]), _("See the conference"),
        )
        for row in found
    ], total  # fmt: skip
