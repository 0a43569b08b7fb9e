"""Whether the person may be reached now, on this channel. The only door for anything that will ever send.

Nothing sends today. Whatever will (a message, a call sheet, a reminder) asks `check_may_contact` first.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.standards.dates import format_time
from casework.standards.lists import entries, label
from casework.victims.models import Case, ContactPoint, NeverContact
from casework.victims.numbers import same_number

SAFETY = {"safe", "not_safe"}


class ContactRefused(PermissionDenied):
    """The person may not be reached on this channel now; the text is a sentence to read."""


class Refusal(NamedTuple):
    """The rule that stands against it, as a code and as a sentence."""

    code: str
    sentence: str


def check_may_contact(contact: ContactPoint, at: datetime) -> None:
    """Raise ContactRefused unless the rules allow this channel at a moment (aware).

    Only what is known to be safe is allowed: no answer about safety is a refusal.
    """
    refusal = refusal_of(contact, at, never_contacts(contact.case))
    if refusal:
        raise ContactRefused(refusal.sentence)


def refusal_of(contact: ContactPoint, at: datetime, never: Iterable[NeverContact]) -> Refusal | None:
    """The first rule against reaching the person on this channel at a moment; `never` are those to avoid."""
    if timezone.is_naive(at):
        raise ValueError("A moment without a time zone means a different hour to everybody.")
    if contact.entered_in_error:
        return Refusal("error", _("This contact was entered in error. Do not use it."))
    if belongs_to_never(contact.value, never):
        return Refusal("never", _("This is the number of a person who must never be contacted."))
    if contact.safety == "not_safe":
        return Refusal("not_safe", _("This channel is not safe. Do not use it."))
    if contact.safety != "safe":
        return Refusal("not_known", _("It is not known whether this channel is safe. Ask the person first."))
    return _refusal_of_hour(contact, at)


def never_contacts(case: Case, reader=None) -> list[NeverContact]:
    """Who must never be contacted about this person, in every case of theirs (that `reader` sees)."""
    rows = NeverContact.objects.visible_to(reader) if reader else NeverContact.objects.all()
    return list(rows.live().filter(case__victim_id=case.victim_id).order_by("created_at"))


def belongs_to_never(value: str, never: Iterable[NeverContact]) -> bool:
    """Whether a number or address is one of a person never to be contacted."""
    return any(same_number(value, one) for person in never for one in person.numbers.splitlines())


def zone_of(contact: ContactPoint) -> tzinfo:
    """The time zone of the safe hours: that of the channel, else that of whoever is reading."""
    if contact.time_zone in available_timezones():
        return ZoneInfo(contact.time_zone)
    return timezone.get_current_timezone()


def days_in_words(contact: ContactPoint) -> str:
    return ", ".join(label("weekday", day) for day in contact.days)


def _refusal_of_hour(contact: ContactPoint, at: datetime) -> Refusal | None:
    local = at.astimezone(zone_of(contact))
    start, end, now = contact.from_hour, contact.to_hour, local.time()
    day = local
    if start is not None and end is not None:
        over_midnight = start > end
        inside = now >= start or now < end if over_midnight else start <= now < end
        if not inside:
            return Refusal("hour", _hours_told(start, end, local))
        if over_midnight and now < end:
            # The hours after midnight belong to the evening before.
            day -= timedelta(days=1)
    if contact.days and list(entries("weekday"))[day.weekday()] not in contact.days:
        return Refusal("day", _("Not today. Safe days: %(days)s.") % {"days": days_in_words(contact)})
    return None


def _hours_told(start: time, end: time, local: datetime) -> str:
    words = {
        "start": format_time(start), "end": format_time(end), "now": format_time(local.time()),
    }  # fmt: skip
    return _("Not now. Safe hours: %(start)s to %(end)s. It is %(now)s there.") % words
