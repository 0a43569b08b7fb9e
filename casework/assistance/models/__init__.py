"""What is done for people: help, and what surrounds it."""

from casework.assistance.models.conference import CaseConference, ConferenceDecision
from casework.assistance.models.delivery import AssistanceService
from casework.assistance.models.handover import Handover
from casework.assistance.models.note import CaseNote
from casework.assistance.models.place import ShelterPlace
from casework.assistance.models.shelter import Bed, Room, Shelter, ShelterStaff
from casework.assistance.models.stay import Incident, ShelterStay
from casework.assistance.models.task import Task

__all__ = [
    "AssistanceService",
    "Bed",
    "CaseConference",
    "CaseNote",
    "ConferenceDecision",
    "Handover",
    "Incident",
    "Room",
    "Shelter",
    "ShelterPlace",
    "ShelterStaff",
    "ShelterStay",
    "Task",
]
