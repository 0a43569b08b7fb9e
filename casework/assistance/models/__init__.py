"""What is done for people: help, and what surrounds it."""

from casework.assistance.models.delivery import AssistanceService
from casework.assistance.models.place import ShelterPlace
from casework.assistance.models.shelter import Bed, Room, Shelter, ShelterStaff
from casework.assistance.models.stay import Incident, ShelterStay

__all__ = [
    "AssistanceService",
    "Bed",
    "Incident",
    "Room",
    "Shelter",
    "ShelterPlace",
    "ShelterStaff",
    "ShelterStay",
]
