"""Setting up shelters, their rooms and beds, and who works there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from casework.assistance import policies
from casework.assistance.models import Bed, Room, Shelter, ShelterPlace, ShelterStaff
from casework.sealing.keyring import keyring
from casework.victims.services.cases import change_fields, locked


@transaction.atomic
def add_shelter(*, values: Mapping[str, Any], by) -> Shelter:
    """Add a shelter to the organisation of whoever acts, with a key of its own for its place."""
    policies.check_can_manage_shelter(by)
    shelter = Shelter(organisation=by.organisation, confirmed_at=timezone.now(), **values)
    keyring().create(shelter.id)
    shelter.keep(by=by, reason="recorded")
    return shelter


@transaction.atomic
def change_shelter(
    *, shelter: Shelter, changes: Mapping[str, Any], seen: datetime | None = None, by
) -> Shelter:
    """Change what everybody may know of a shelter."""
    policies.check_can_manage_shelter(by, shelter)
    return change_fields(locked(shelter, seen), changes, reason="changed", by=by)


@transaction.atomic
def record_place(
    *, shelter: Shelter, changes: Mapping[str, Any], seen: datetime | None = None, by
) -> ShelterPlace:
    """Write down where the shelter is: by those who work there, and sealed."""
    policies.check_can_tend_shelter(by, shelter.pk)
    place = ShelterPlace.objects.filter(shelter=shelter).first()
    place = locked(place, seen) if place else ShelterPlace(shelter=shelter)
    return change_fields(place, changes, reason="changed", by=by)


@transaction.atomic
def confirm_figures(*, shelter: Shelter, by) -> Shelter:
    """Say that the beds of the shelter are as the board shows them."""
    policies.check_can_tend_shelter(by, shelter.pk)
    changes = {"confirmed_at": timezone.now()}
    return change_fields(locked(shelter), changes, reason="figures confirmed", by=by)


@transaction.atomic
def add_room(*, room: Room, beds: int, by) -> Room:
    """Add a room with so many beds, numbered from 1."""
    policies.check_can_manage_shelter(by, room.shelter)
    room.keep(by=by, reason="recorded")
    for number in range(1, beds + 1):
        Bed(room=room, name=str(number)).keep(by=by, reason="recorded")
    return room


@transaction.atomic
def add_bed(*, room: Room, by) -> Bed:
    """Add one bed to a room, with the next number."""
    policies.check_can_manage_shelter(by, room.shelter)
    taken = set(Bed.objects.filter(room=room).values_list("name", flat=True))
    number = next(n for n in range(1, len(taken) + 2) if str(n) not in taken)
    bed = Bed(room=room, name=str(number))
    bed.keep(by=by, reason="recorded")
    return bed


@transaction.atomic
def set_bed_use(*, bed: Bed, is_out_of_use: bool, by) -> Bed:
    """Take a bed out of use, or bring it back. Whoever lives there keeps it until they leave."""
    policies.check_can_use_bed(by, bed.room.shelter)
    bed.is_out_of_use = is_out_of_use
    bed.keep(by=by, reason="out of use" if is_out_of_use else "in use again")
    return bed


@transaction.atomic
def add_shelter_staff(*, shelter: Shelter, user, by) -> ShelterStaff:
    """Say that somebody works in a shelter; they see its stays with their next request."""
    policies.check_can_staff_shelter(by, shelter, user)
    work = ShelterStaff.objects.filter(shelter=shelter, user=user, ended_at=None).first()
    if work is None:
        work = ShelterStaff(shelter=shelter, user=user)
        work.keep(by=by, reason="assigned")
    return work


@transaction.atomic
def end_shelter_staff(*, work: ShelterStaff, by) -> ShelterStaff:
    """Somebody works there no longer; what they saw of the shelter ends with their next request."""
    policies.check_can_manage_shelter(by, work.shelter)
    if work.ended_at is None:
        work.ended_at = timezone.now()
        work.keep(by=by, reason="ended")
    return work
