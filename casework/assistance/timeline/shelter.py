"""What stays in shelters tell on the timeline: each step as it was taken, by whoever took it."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.assistance.models import Incident, ShelterStay
from casework.standards.dates import format_date, format_time
from casework.standards.lists import label
from casework.victims.models import Case
from casework.victims.timeline import Event, live_records, newest, source

# Reason of the history row: icon, title, tone.
STEPS = {
    "stay requested": ("bed", gettext_lazy("Bed asked for"), ""),
    "stay held": ("clock", gettext_lazy("Bed held"), ""),
    "stay admitted": ("bed", gettext_lazy("Arrived in a shelter"), "ok"),
    "stay on_leave": ("clock", gettext_lazy("On leave"), "info"),
    "stay returned": ("check", gettext_lazy("Back from leave"), "ok"),
    "stay moved": ("bed", gettext_lazy("Moved to another bed"), "info"),
    "stay discharged": ("archive", gettext_lazy("Stay in a shelter ended"), ""),
    "stay declined": ("ban", gettext_lazy("No stay"), "caution"),
    "stay expired": ("clock-exclamation", gettext_lazy("Bed given back"), ""),
}
# A move ends one stay and begins another: it is told once.
MOVES = ("moved_bed", "moved_shelter")
TONES = {"severe": "danger", "serious": "caution"}


@source("assistance", ShelterStay)
def stays(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """The steps of every stay, those the shelter took included and named as theirs."""
    live = live_records(ShelterStay, case, reader).values("pk")
    steps = ShelterStay.history.filter(case_id=case.pk, id__in=live, history_change_reason__in=STEPS)
    steps = steps.exclude(history_change_reason="stay discharged", end_reason__in=MOVES)
    rows = steps.select_related("history_user", "shelter").order_by("-history_date")
    found = []
    for row in rows[:limit]:
        icon, title, tone = STEPS[row.history_change_reason]
        by = row.history_user
        words = [row.shelter.code_name]
        if row.back_by:
            words.append(
                _("back by %(day)s, %(hour)s")
                % {"day": format_date(row.back_by, "short"), "hour": format_time(row.back_by)}
            )
        if row.end_reason:
            words.append(label("stay_end_reason", row.end_reason))
        if by.organisation_id != case.organisation_id:
            words.append(_("told by the shelter"))
        found.append(
            Event(
                timezone.localdate(row.history_date), row.history_date, icon, str(title), by,
                ", ".join(words), tone, reverse("stay-detail", args=[row.id]), _("See the stay"),
            )
        )  # fmt: skip
    return found, len(found) if len(found) < limit else rows.count()


@source("safety", Incident)
def incidents(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """What happened during a stay: its kind and how grave, never the text."""
    live = live_records(Incident, case, reader).select_related("stay__shelter")
    rows, total = newest(live, limit, "-occurred_on", "-created_at")
    return [
        Event(
            row.occurred_on, row.created_at, "alert-triangle", _("Incident in a shelter"), row.created_by,
            ", ".join([label("incident_kind", row.kind), label("incident_severity", row.severity)]),
            TONES.get(row.severity, ""), reverse("stay-detail", args=[row.stay_id]), _("Read the incident"),
        )
        for row in rows
    ], total  # fmt: skip
