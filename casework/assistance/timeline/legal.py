"""What proceedings tell on the timeline: each step as it was taken, decisions, permits, money received."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.assistance.models import (
    CompensationPayment,
    Hearing,
    LegalDecision,
    LegalProceeding,
    ResidencePermit,
)
from casework.standards.dates import format_date, format_time
from casework.standards.lists import label
from casework.standards.numbers import format_money
from casework.victims.models import Case
from casework.victims.timeline import Event, live_records, newest, source

# Reason of the history row: icon, title, tone.
HEARING_STEPS = {
    "recorded": ("calendar-event", gettext_lazy("Hearing planned"), "info"),
    "hearing moved": ("calendar", gettext_lazy("Hearing moved"), "caution"),
    "hearing held": ("check", gettext_lazy("Hearing held"), "ok"),
    "hearing cancelled": ("ban", gettext_lazy("Hearing cancelled"), ""),
    "hearing planned": ("calendar-event", gettext_lazy("Hearing planned again"), "info"),
}
PROCEEDING_STEPS = ["recorded", *(f"proceeding {status}" for status in (
    "prepared", "filed", "under_way", "decided", "appealed", "closed", "stopped"
))]  # fmt: skip


def _steps(history: Any, live: QuerySet, case: Case, reasons, limit: int) -> tuple[list[Any], int]:
    """The newest versions that came with these reasons, and how many there are."""
    rows = history.filter(case_id=case.pk, id__in=live.values("pk"), history_change_reason__in=reasons)
    found = list(rows.select_related("history_user").order_by("-history_date")[:limit])
    return found, len(found) if len(found) < limit else rows.count()


def _link(case: Case, proceeding) -> tuple[str, str]:
    return reverse("proceeding-detail", args=[case.pk, proceeding]), _("See the proceeding")


@source("legal", LegalProceeding)
def proceedings(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Proceedings, each time they came to another state."""
    live = live_records(LegalProceeding, case, reader)
    rows, total = _steps(LegalProceeding.history, live, case, PROCEEDING_STEPS, limit)
    return [
        Event(
            row.status_on, row.history_date, "scale", _("Proceeding"), row.history_user,
            ", ".join([label("proceeding_kind", row.kind), label("proceeding_status", row.status).lower()]),
            "keep" if row.status == "stopped" else "info", *_link(case, row.id),
        )
        for row in rows
    ], total  # fmt: skip


@source("legal", LegalProceeding)
def answers(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """What the person wanted, each time it was asked."""
    live = live_records(LegalProceeding, case, reader)
    rows, total = _steps(LegalProceeding.history, live, case, ["participation"], limit)
    return [
        Event(
            row.participation_on or timezone.localdate(row.history_date), row.history_date, "user-check",
            _("What the person wants"), row.history_user,
            ", ".join(
                [
                    label("proceeding_kind", row.kind),
                    (label("participation", row.participation) or _("Not asked")).lower(),
                ]
            ),
            "", *_link(case, row.id),
        )
        for row in rows
    ], total  # fmt: skip


@source("legal", Hearing)
def hearings(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Hearings planned, moved, held, cancelled: when, never where."""
    live = live_records(Hearing, case, reader).filter(proceeding__entered_in_error=False)
    rows, total = _steps(Hearing.history, live, case, HEARING_STEPS, limit)
    found = []
    for row in rows:
        icon, title, tone = HEARING_STEPS[row.history_change_reason]
        when = format_date(row.day, "short")
        if row.hour:
            when = _("%(day)s, %(hour)s") % {"day": when, "hour": format_time(row.hour)}
        words = [label("hearing_kind", row.kind), when] if row.kind else [when]
        found.append(
            Event(
                timezone.localdate(row.history_date), row.history_date, icon, str(title), row.history_user,
                ", ".join(words), tone, *_link(case, row.proceeding_id),
            )
        )  # fmt: skip
    return found, total


@source("legal", LegalDecision)
def decisions(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """What was decided, and with what outcome."""
    live = live_records(LegalDecision, case, reader).filter(proceeding__entered_in_error=False)
    rows, total = newest(live, limit, "-decided_on", "-created_at")
    return [
        Event(
            row.decided_on, row.created_at, "gavel", label("legal_decision_kind", row.kind), row.created_by,
            label("legal_decision_outcome", row.outcome), "info", *_link(case, row.proceeding_id),
        )
        for row in rows
    ], total  # fmt: skip


@source("legal", ResidencePermit)
def permits(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Residence permits."""
    rows, total = newest(live_records(ResidencePermit, case, reader), limit, "-created_at")
    return [
        Event(
            row.issued_on or timezone.localdate(row.created_at), row.created_at, "id", _("Residence permit"),
            row.created_by, _permit_in_words(row), "ok", reverse("case-legal", args=[case.pk]),
            _("See the permit"),
        )
        for row in rows
    ], total  # fmt: skip


@source("legal", CompensationPayment)
def payments(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Parts of a compensation that came."""
    live = live_records(CompensationPayment, case, reader).filter(claim__entered_in_error=False)
    rows, total = newest(live, limit, "-received_on", "-created_at")
    return [
        Event(
            row.received_on, row.created_at, "coin", _("Compensation received"), row.created_by,
            format_money(row.received, row.received_currency), "ok",
            reverse("case-legal", args=[case.pk]), _("See the compensation"),
        )
        for row in rows
    ], total  # fmt: skip


def _permit_in_words(permit: ResidencePermit) -> str:
    words = [label("permit_kind", permit.kind)]
    if permit.expires_on:
        words.append(_("until %(day)s") % {"day": format_date(permit.expires_on, "short")})
    return ", ".join(words)
