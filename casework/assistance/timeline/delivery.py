"""Help on the timeline of a case."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.assistance.models import AssistanceService
from casework.standards.lists import entries, label
from casework.standards.numbers import format_money, format_number
from casework.victims.models import Case
from casework.victims.timeline import Event, live_records, newest, source

OUTCOMES = {
    "given": gettext_lazy("given"),
    "refused_by_person": gettext_lazy("refused by the person"),
    "not_available": gettext_lazy("not available"),
    "put_off": gettext_lazy("put off"),
}
TONES = {"given": "accent", "not_available": "caution", "put_off": "caution"}
ICONS = {
    "protection": "shield", "shelter": "bed", "basic_needs": "briefcase", "health": "stethoscope",
    "psychosocial": "messages", "legal": "scale", "documents": "id", "education": "school",
    "livelihood": "briefcase", "family": "users", "travel": "plane-departure", "cash": "coin",
    "communication": "message-language",
}  # fmt: skip


def icon_of(service: str) -> str:
    entry = entries("service_type").get(service)
    return ICONS.get(entry.parent if entry else "", "heart-handshake")


def outcome_in_words(service: AssistanceService) -> str:
    """What came of it, how much, by whom, and what it cost."""
    words = [str(OUTCOMES.get(service.outcome, service.outcome))]
    if service.beneficiary != "person":
        words.append(label("service_beneficiary", service.beneficiary).lower())
    if service.quantity:
        unit = label("service_unit", service.unit).lower() if service.unit else ""
        words.append(
            f"{format_number(service.quantity)} × {unit}" if unit else format_number(service.quantity)
        )
    if service.provider:
        words.append(service.provider)
    if service.cost is not None:
        words.append(format_money(service.cost, service.currency))
    return ", ".join(words)


def with_notes_marked(case: Case, reader) -> QuerySet:
    """Help in this case; `has_note` says that there is a note without opening it."""
    return live_records(AssistanceService, case, reader).annotate(has_note=Q(note__isnull=False))


@source("assistance", AssistanceService)
def services(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Help given, refused, not available or put off. The note is a link, never the text."""
    rows, total = newest(with_notes_marked(case, reader), limit, "-delivered_on", "-created_at")
    return [
        Event(
            row.delivered_on, row.created_at, icon_of(row.service), label("service_type", row.service),
            row.created_by, outcome_in_words(row), TONES.get(row.outcome, ""),
            reverse("service-edit", args=[case.pk, row.pk]),
            _("Read the note") if row.has_note else _("Open"),
        )
        for row in rows
    ], total  # fmt: skip
