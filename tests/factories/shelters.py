"""Shelters, their beds, and stays in every state."""

from datetime import timedelta

from django.utils import timezone

from casework.access.database import acting_as
from casework.access.roles import Role
from casework.assistance import services as assistance
from casework.assistance.models import Bed, Room, ShelterStay
from casework.sealing.keyring import keyring
from tests.factories.staff import StaffFactory


def make_shelter(organisation, *staff, beds=3, **values):
    """A shelter of an organisation with one room, set up by an officer of it, and its staff."""
    officer = StaffFactory(role=Role.PROTECTION_OFFICER, organisation=organisation)
    with acting_as(officer):
        shelter = assistance.add_shelter(
            values={"code_name": f"Shelter {officer.email}", "takes": ["women"], **values}, by=officer
        )
        assistance.add_room(room=Room(shelter=shelter, name="Blue"), beds=beds, by=officer)
        for person in staff:
            assistance.add_shelter_staff(shelter=shelter, user=person, by=officer)
    return shelter


def beds_of(shelter, by):
    """The beds of a shelter, as somebody sees them."""
    with acting_as(by):
        return list(
            Bed.objects.filter(room__shelter=shelter).select_related("room__shelter").order_by("name")
        )


def make_stay(case, *staff, status="requested", by=None):
    """A stay of a case in a new shelter of its organisation; what the case has elsewhere ends before."""
    by = by or case.created_by
    shelter = make_shelter(case.organisation, *staff)
    bed = beds_of(shelter, by)[0]
    with acting_as(by):
        for earlier in ShelterStay.objects.filter(case=case, status__in=["held", "admitted", "on_leave"]):
            if earlier.status == "held":
                assistance.release_hold(stay=earlier, by=by)
            else:
                assistance.discharge_person(stay=earlier, reason="planned_end", by=by)
        stay = assistance.request_stay(case=case, shelter=shelter, by=by)
        if status == "held":
            stay = assistance.hold_for_stay(stay=stay, bed=bed, by=by)
        if status in ("admitted", "on_leave"):
            stay = assistance.admit_person(stay=stay, bed=bed, by=by)
        if status == "on_leave":
            back_by = timezone.now() + timedelta(hours=5)
            stay = assistance.start_leave(stay=stay, back_by=back_by, by=by)
    return stay


def unsaved_stay(case):
    """A request not yet saved, with the key under which what is told of the person is sealed."""
    stay = ShelterStay(
        case=case, reference=case.reference, person_id=case.victim_id, placed_by=case.organisation,
        shelter=make_shelter(case.organisation), discloses="first_name",
    )  # fmt: skip
    keyring().create(stay.id)
    return stay
