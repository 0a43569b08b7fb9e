"""Screenings on the timeline: how each stands, never what was answered."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.standards.lists import label
from casework.victims.models import Case, Screening
from casework.victims.timeline import Event, live_records, newest, source

TITLE = {
    "in_progress": gettext_lazy("Screening begun"),
    "paused": gettext_lazy("Screening paused"),
    "finished": gettext_lazy("Screening finished"),
    "stopped": gettext_lazy("Screening stopped"),
}
TONE = {"finished": "ok", "paused": "caution"}


@source("identification", Screening)
def screenings(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Each screening once, at its last step."""
    rows = live_records(Screening, case, reader).select_related("indicator_set", "case")
    found, total = newest(rows, limit, "-started_at", "-created_at")
    return [_event(row, case) for row in found], total


def _event(row: Screening, case: Case) -> Event:
    at = row.ended_at or row.paused_at or row.started_at
    text = row.indicator_set.title
    if row.status == "stopped":
        text = _("part %(part)s, %(reason)s") % {
            "part": row.part, "reason": label("screening_stop_reason", row.stop_reason).lower(),
        }  # fmt: skip
    return Event(
        timezone.localdate(at), at, "clipboard-text", str(TITLE[row.status]), row.created_by, text,
        TONE.get(row.status, "info"), reverse("case-screenings", args=[case.pk]), _("See the screenings"),
    )  # fmt: skip
