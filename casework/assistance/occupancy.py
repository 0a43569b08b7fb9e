"""The beds of shelters as a board shows them: free, held, taken or out of use, now and day by day."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from casework.access.policies import allowed
from casework.access.roles import has_permission
from casework.assistance import policies
from casework.assistance.models import Bed, Room, Shelter, ShelterStay
from casework.assistance.models.shelter import staffed_shelters
from casework.assistance.models.stay import LIVE
from casework.victims.models import CaseAssignment

STATES = ("free", "held", "taken", "out")
CONFIRMED_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class BedNow:
    """One bed: its state, until when it is held, and its stay for those who may know it."""

    bed: Bed
    state: str
    held_until: datetime | None = None
    stay: ShelterStay | None = None


@dataclass(frozen=True)
class Part:
    """One part of the bar of beds: how many, and where it lies in the picture."""

    state: str
    count: int
    start: int


@dataclass
class ShelterNow:
    """One shelter with its rooms and beds as they are now, for one reader."""

    shelter: Shelter
    is_staff: bool
    can_let_in: bool
    can_manage: bool
    is_own: bool
    rooms: list[tuple[Room, list[BedNow]]] = field(default_factory=list)

    @property
    def beds(self) -> list[BedNow]:
        return [bed for _room, beds in self.rooms for bed in beds]

    @property
    def counts(self) -> Mapping[str, int]:
        return Counter(bed.state for bed in self.beds)

    @property
    def free(self) -> int:
        return self.counts["free"]

    @property
    def parts(self) -> list[Part]:
        """The bar: every state in its order, with its share of the width."""
        parts, start = [], 0
        for state in STATES:
            parts.append(Part(state, self.counts[state], start))
            start += self.counts[state]
        return parts

    @property
    def can_use_beds(self) -> bool:
        """Whether the reader takes beds out of use and brings them back."""
        return self.is_staff or self.can_manage

    @property
    def is_unconfirmed(self) -> bool:
        """Whether the figures come from elsewhere and nobody there confirmed them in the last day."""
        confirmed = self.shelter.confirmed_at
        return not self.is_own and (confirmed is None or timezone.now() - confirmed > CONFIRMED_FOR)


@dataclass(frozen=True)
class Wanted:
    """What is asked of a shelter; empty where anything will do."""

    tonight: bool = False
    who: str = ""
    access: str = ""
    language: str = ""

    def fits(self, now: ShelterNow) -> bool:
        return self.misses(now) == 0 and (now.free > 0 or not self.tonight)

    def misses(self, now: ShelterNow) -> int:
        """How many of the things asked for the shelter does not have."""
        shelter = now.shelter
        offered = [*shelter.access, *(code for room, _beds in now.rooms for code in room.access)]
        asked = (
            (self.who, shelter.takes), (self.access, offered), (self.language, shelter.languages)
        )  # fmt: skip
        return sum(bool(code) and code not in codes for code, codes in asked)


def shelters_now(user, shelters=None) -> list[ShelterNow]:
    """The shelters this person may see, each with its beds. The number of queries is always the same."""
    rows = Shelter.objects.visible_to(user) if shelters is None else shelters
    beds = Prefetch("bed_set", Bed.objects.order_by("name"))
    rooms = Prefetch("room_set", Room.objects.order_by("name").prefetch_related(beds))
    found = list(rows.select_related("organisation").prefetch_related(rooms).order_by("code_name"))
    staffed = set(staffed_shelters(user).values_list("shelter_id", flat=True))
    states, stays = _bed_states(), _known_stays(user)
    return [_now(shelter, user, staffed, states, stays) for shelter in found]


def _now(
    shelter: Shelter, user, staffed: set[UUID], states: Mapping[UUID, tuple[str, Any]],
    stays: Mapping[UUID, ShelterStay],
) -> ShelterNow:  # fmt: skip
    is_own = shelter.organisation_id == user.organisation_id
    is_staff = shelter.pk in staffed
    now = ShelterNow(
        shelter, is_staff, is_own=is_own,
        can_let_in=is_staff or (is_own and has_permission(user, "change_case")),
        can_manage=allowed(policies.check_can_manage_shelter, user, shelter),
    )  # fmt: skip
    for room in shelter.room_set.all():
        beds = [_bed(bed, states, stays) for bed in room.bed_set.all()]
        now.rooms.append((room, beds))
    return now


def _bed(bed: Bed, states, stays) -> BedNow:
    state, held_until = states.get(bed.pk, ("out" if bed.is_out_of_use else "free", None))
    return BedNow(bed, state, held_until, stays.get(bed.pk))


def _bed_states() -> dict[UUID, tuple[str, datetime | None]]:
    with connection.cursor() as cursor:
        cursor.execute("select bed_id, state, held_until from sec.bed_states()")
        return {bed: (state, until) for bed, state, until in cursor.fetchall()}


def _known_stays(user) -> dict[UUID, ShelterStay]:
    """Whose bed it is: for those who work in the shelter and for the holder of the case, nobody else."""
    held = CaseAssignment.objects.filter(
        case=OuterRef("case"), user=user, kind="holder", ended_at=None, entered_in_error=False
    )
    rows = (
        ShelterStay.objects.visible_to(user).live().filter(period__contains=timezone.now(), status__in=LIVE)
    )
    rows = rows.filter(Q(Exists(held)) | Q(shelter__in=staffed_shelters(user)))
    return {stay.bed_id: stay for stay in rows if stay.bed_id}


def nearest(wanted: Wanted, shelters: Iterable[ShelterNow]) -> list[ShelterNow]:
    """Shelters with a free bed that do not have everything asked for, those that miss least first."""
    free = [now for now in shelters if now.free]
    return sorted(free, key=lambda now: (wanted.misses(now), -now.free, now.shelter.code_name))[:3]


@dataclass(frozen=True)
class Day:
    """How many beds were taken on one day, and how many more there are."""

    day: date
    taken: int
    left: int


def taken_by_day(shelter: Shelter, days: int, beds: int) -> list[Day]:
    """The beds taken on each of the last days, by the clock of the reader, beside all there are today."""
    today = timezone.localdate()
    zone = timezone.get_current_timezone_name()
    with connection.cursor() as cursor:
        cursor.execute(
            "select day, taken from sec.beds_taken(%s, %s, %s, %s)",
            [str(shelter.pk), today - timedelta(days=days - 1), today, zone],
        )
        return [Day(day, taken, max(0, beds - taken)) for day, taken in cursor.fetchall()]


def tended_stays(user) -> list[ShelterStay]:
    """The live stays in the shelters this person works in: those who wait first."""
    rows = ShelterStay.objects.tended_by(user).filter(status__in=LIVE)
    order = {"requested": 0, "held": 1, "on_leave": 2, "admitted": 3}
    return sorted(
        rows.select_related("shelter", "bed__room", "placed_by"),
        key=lambda stay: (not stay.is_late, order[stay.status], stay.created_at),
    )
