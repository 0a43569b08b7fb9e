"""Dates as people in the field know them: a day, a month or only a year.

What was said keeps its precision; nothing is rounded to a first of January.
"""

import datetime
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, total_ordering
from typing import Literal, Self

from babel import Locale
from babel import dates as babel_dates
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.standards.locales import locale_for
from casework.standards.tables import folded
from casework.standards.typography import NO_BREAK_SPACE

DateStyle = Literal["long", "short", "weekday"]
CLDR_LENGTHS = {"long": "long", "short": "medium", "weekday": "full"}

FIRST_YEAR, LAST_YEAR = 1900, 2100

# What the numbers and the month name stand for, by their shape: D one or two digits, Y four, M a name.
# The day comes first when the year comes last, whatever the country.
ORDERS = {
    "Y": "y",
    "DY": "my",
    "MY": "my",
    "YD": "ym",
    "YM": "ym",
    "DDY": "dmy",
    "DMY": "dmy",
    "MDY": "mdy",
    "YDD": "ymd",
    "YMD": "ymd",
}
SHAPES_WITH_SHORT_YEAR = {"DDD", "DMD", "MDD"}
WORDS_WITHOUT_MEANING = {"er", "st", "nd", "rd", "th", "le", "the", "of", "de"}
YESTERDAY = {"h", "hier", "yesterday"}
TODAY = {"today", "aujourdhui"}

UNREADABLE = _("Write the date like 21/11/2026, 11/2026 or 2026.")
NO_SUCH_DAY = _("This day does not exist. Write the day first, then the month, like 21/11/2026.")
SHORT_YEAR = _("Write the year with four digits, like 21/11/2026.")
YEAR_OUT_OF_RANGE = _("Write a year between 1900 and 2100, like 21/11/2026.")
DAY_MISSING = _("Write the day, the month and the year, like 21/11/2026.")


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A date known to the day, the month or the year.

    Ordered by time; a year stands before its months, a month before its days. ValueError for a date
    that does not exist, with a sentence that says how to mend it.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(YEAR_OUT_OF_RANGE)
        if self.month is None and self.day is not None:
            raise ValueError(UNREADABLE)
        try:
            datetime.date(
                self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day
            )
        except ValueError as error:
            raise ValueError(NO_SUCH_DAY) from error

    def __str__(self) -> str:
        return self.iso

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self.iso < other.iso

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a date as people type it, in English or French; ValueError says how to mend it."""
        # Marks of writing direction come along when a date is copied from Arabic text.
        visible = "".join(mark for mark in text if unicodedata.category(mark) != "Cf")
        if not re.fullmatch(r"[\w\s/.,-]+", visible):
            raise ValueError(UNREADABLE)
        parts = [
            part
            for part in re.findall(r"\d+|[^\W\d]+", unicodedata.normalize("NFKC", visible).casefold())
            if part not in WORDS_WITHOUT_MEANING
        ]
        shape = "".join(_shape(part) for part in parts)
        if shape in SHAPES_WITH_SHORT_YEAR:
            raise ValueError(SHORT_YEAR)
        if shape not in ORDERS:
            raise ValueError(UNREADABLE)
        known = dict(zip(ORDERS[shape], (_number(part) for part in parts), strict=True))
        return cls(known["y"], known.get("m"), known.get("d"))

    @classmethod
    def from_iso(cls, iso: str) -> Self:
        """Read what `iso` wrote: 2026, 2026-11 or 2026-11-21."""
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", iso):
            raise ValueError(UNREADABLE)
        return cls(*(int(part) for part in iso.split("-")))

    @classmethod
    def from_day(cls, day: datetime.date) -> Self:
        """A date known to the day."""
        return cls(day.year, day.month, day.day)

    @property
    def iso(self) -> str:
        """ISO 8601, as long as the date is precise."""
        known = (part for part in (self.month, self.day) if part is not None)
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in known)])

    @property
    def typed(self) -> str:
        """As one types it in a form: 21/11/2026, 11/2026 or 2026."""
        return "/".join(reversed(self.iso.split("-")))

    @property
    def precision(self) -> Literal["year", "month", "day"]:
        """What is known: the year, the month or the day."""
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    @property
    def earliest(self) -> datetime.date:
        """The first day it can be."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> datetime.date:
        """The last day it can be."""
        if self.day is not None:
            return self.earliest
        if self.month is None or self.month == 12:
            return datetime.date(self.year, 12, 31)
        return datetime.date(self.year, self.month + 1, 1) - datetime.timedelta(days=1)

    def age_on(self, day: datetime.date) -> tuple[int, int]:
        """The least and the greatest age in years, on a day, of a person born on this date."""
        return _years(self.latest, day), _years(self.earliest, day)


def parse_day(text: str, today: datetime.date) -> datetime.date:
    """Read a full date, or "h" and "yesterday", "today" and their French words.

    ValueError says how to mend it.
    """
    if folded(text) in YESTERDAY:
        return today - datetime.timedelta(days=1)
    if folded(text) in TODAY:
        return today
    date = PartialDate.parse(text)
    if date.precision != "day":
        raise ValueError(DAY_MISSING)
    return date.earliest


def format_date(
    value: datetime.date | PartialDate, style: DateStyle = "long", language: str | None = None
) -> str:
    """A date in words, as precise as it is known: "21 November 2026", "nov. 2026", "2026".

    A moment is written as its day in the time zone of the reader.
    """
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    date = value if isinstance(value, PartialDate) else PartialDate.from_day(value)
    locale = locale_for(language)
    if date.precision == "year":
        return babel_dates.format_skeleton("y", date.earliest, locale=locale)
    if date.precision == "month":
        skeleton = "yMMM" if style == "short" else "yMMMM"
        return babel_dates.format_skeleton(skeleton, date.earliest, locale=locale)
    written = babel_dates.format_date(date.earliest, CLDR_LENGTHS[style], locale=locale)
    if locale.language == "en":
        return written.replace(",", "")
    if locale.language == "fr":
        written = re.sub(r"\b1 (?=[^\W\d])", "1er ", written)
        written = re.sub(r"(?<=\d) (?=[^\W\d])|(?<=1er) ", NO_BREAK_SPACE, written)
    return written


def format_time(value: datetime.time | datetime.datetime, language: str | None = None) -> str:
    """A time of day: "6:30 pm", « 18 h 30 ». A moment is written in the time zone of the reader."""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    locale = locale_for(language)
    if locale.language == "fr":
        minutes = f"{NO_BREAK_SPACE}{value.minute:02}" if value.minute else ""
        return f"{value.hour}{NO_BREAK_SPACE}h{minutes}"
    pattern = "h:mm a" if locale.language == "en" else "short"
    return babel_dates.format_time(value.replace(tzinfo=None), pattern, locale=locale)


def _years(born: datetime.date, day: datetime.date) -> int:
    birthday_is_ahead = (day.month, day.day) < (born.month, born.day)
    return max(0, day.year - born.year - birthday_is_ahead)


def _shape(part: str) -> str:
    if part.isdecimal():
        return {1: "D", 2: "D", 4: "Y"}.get(len(part), "?")
    return "M" if _month(part) else "?"


def _number(part: str) -> int:
    return int(part) if part.isdecimal() else _month(part)


@cache
def _month_names() -> dict[str, int]:
    return {
        folded(name): number
        for language in ("en", "fr")
        for number, name in Locale(language).months["format"]["wide"].items()
    }


def _month(word: str) -> int:
    """The month a name or its first three letters and more stand for; 0 when it is none or several."""
    beginning = folded(word)
    months = {number for name, number in _month_names().items() if name.startswith(beginning)}
    return months.pop() if len(beginning) >= 3 and len(months) == 1 else 0


def place_of_clock(time_zone: str, language: str | None = None) -> str:
    """The place by which a clock is known, as an IANA zone names it: "New York", « Le Caire »."""
    zone = babel_dates.get_timezone(time_zone)
    return babel_dates.get_timezone_location(zone, locale=locale_for(language), return_city=True)
