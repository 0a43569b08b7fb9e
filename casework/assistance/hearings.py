"""When a hearing is, for whoever reads: by the clock there, by the clock here, and how long before."""

from collections.abc import Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.assistance.models import Hearing
from casework.standards.dates import format_date, format_time, place_of_clock
from casework.victims.attention import days_away

# A week before, while an interpreter and a way there can still be found; and the day before.
REMIND_BEFORE = (timedelta(days=7), timedelta(days=1))


def reminder_days(hearing: Hearing) -> list[date]:
    """The days on which one is reminded, as the days are where the reader is."""
    return [hearing.day_here - before for before in REMIND_BEFORE]


def reminders_due(hearing: Hearing) -> int:
    """How many of the reminders have come by now: none, the first, or both."""
    today = timezone.localdate()
    return sum(day <= today for day in reminder_days(hearing))


def in_words(hearing: Hearing) -> str:
    """Day and hour there, and here where the clocks differ."""
    day = format_date(hearing.day, "weekday")
    if hearing.hour is None:
        return _("%(day)s, hour not known yet") % {"day": day}
    words = {"day": day, "hour": format_time(hearing.hour), "place": place_of_clock(hearing.time_zone)}
    there, here = (
        hearing.starts_at.astimezone(ZoneInfo(hearing.time_zone)),
        timezone.localtime(hearing.starts_at),
    )
    if there.utcoffset() == here.utcoffset():
        return _("%(day)s, %(hour)s") % words
    words["here"] = format_time(here)
    if there.date() == here.date():
        return _("%(day)s, %(hour)s, %(place)s time (%(here)s here)") % words
    words["day_here"] = format_date(here.date(), "short")
    return _("%(day)s, %(hour)s, %(place)s time (%(day_here)s, %(here)s here)") % words


def soon_in_words(hearing: Hearing) -> str:
    """How far away it is, and at what hour here: for a list of things to do."""
    when = days_away(hearing.day_here, timezone.localdate())
    if hearing.hour is None:
        return when
    return _("%(when)s, %(hour)s") % {"when": when, "hour": format_time(hearing.starts_at)}


def next_of(hearings: Iterable[Hearing]) -> Hearing | None:
    """The next planned hearing that is still to come."""
    today = timezone.localdate()
    planned = [one for one in hearings if one.status == "planned" and one.day_here >= today]
    return min(planned, key=lambda one: one.starts_at, default=None)
