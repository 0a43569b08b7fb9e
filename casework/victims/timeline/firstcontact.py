"""How the person came, and when they gave a name or asked for none to be shown."""

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.standards.lists import label
from casework.victims.models import Case, FirstContact, Victim
from casework.victims.timeline import Event, live_records, newest, source
from casework.victims.wording import code_in_words

NAMING: dict[str, tuple[str, Promise]] = {
    "named": ("user-check", gettext_lazy("The person gave a name")),
    "anonymous": ("eye-off", gettext_lazy("The name is hidden, as the person asked")),
}


@source("identification", FirstContact)
def first_contacts(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Every contact, the first one called so; never who told us or what was said."""
    rows, total = newest(live_records(FirstContact, case, reader), limit, "-contacted_on", "-created_at")
    events = []
    for place, row in enumerate(rows, 1):
        words = [code_in_words("case_origin", row.origin), label("first_contact_channel", row.channel)]
        events.append(
            Event(
                row.contacted_on, row.created_at, "messages",
                _("First contact") if place == total else _("Further contact"), row.created_by,
                ", ".join(word for word in words if word), "info",
                reverse("case-identification", args=[case.pk]), _("Read the contact"),
            )
        )  # fmt: skip
    return events, total


@source("identification")
def naming(case: Case, _reader, limit: int) -> tuple[list[Event], int]:
    """The name itself stands on no timeline."""
    versions = Victim.history.filter(id=case.victim_id, history_change_reason__in=NAMING)
    rows = list(versions.select_related("history_user").order_by("-history_date"))
    events = []
    for row in rows[:limit]:
        icon, title = NAMING[row.history_change_reason]
        day = timezone.localdate(row.history_date)
        events.append(Event(day, row.history_date, icon, str(title), row.history_user))
    return events, len(rows)
