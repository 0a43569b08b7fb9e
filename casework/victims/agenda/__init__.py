"""What takes place this week in a set of cases. Each kind of record tells its own appointments."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone

from casework.victims.models import Case

DAYS = 7


@dataclass(frozen=True)
class Appointment:
    """One line: the day and the moment where the reader is, in which case, and where to read more."""

    case: Case
    day: date
    at: datetime | None  # None when the hour is not known
    title: str
    url: str
    words: str = ""

    @property
    def is_over(self) -> bool:
        return self.at is not None and self.at < timezone.now()


@dataclass(frozen=True)
class Agenda:
    """The appointments of some days in their order."""

    appointments: list[Appointment]

    @property
    def days(self) -> Iterator[tuple[date, list[Appointment]]]:
        for day, some in groupby(self.appointments, key=lambda one: one.day):
            yield day, list(some)

    @property
    def next(self) -> Appointment | None:
        return next((one for one in self.appointments if not one.is_over), None)


Tell = Callable[[QuerySet[Case], date, date], Iterator[Appointment]]
TOLD: list[Tell] = []


def told(tell: Tell) -> Tell:
    """Registers a function that tells appointments: `tell(cases, first, last)`, days where the reader is."""
    TOLD.append(tell)
    return tell


def of_week(cases: QuerySet[Case]) -> Agenda:
    """Today and the six days after it, in these cases."""
    first = timezone.localdate()
    found = [one for tell in TOLD for one in tell(cases, first, first + timedelta(days=DAYS - 1))]
    return Agenda(sorted(found, key=lambda one: (one.day, one.at is not None, one.at, one.case.reference)))
