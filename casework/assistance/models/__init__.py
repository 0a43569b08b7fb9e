"""What is done for people: help, and what surrounds it."""

from casework.assistance.models.compensation import CompensationClaim, CompensationPayment
from casework.assistance.models.conference import CaseConference, ConferenceDecision
from casework.assistance.models.delivery import AssistanceService
from casework.assistance.models.handover import Handover
from casework.assistance.models.hearing import Hearing, HearingMove
from casework.assistance.models.legal import (
    LegalCounsel,
    LegalDecision,
    LegalProceeding,
    ResidencePermit,
    WitnessProtection,
)
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
    "CompensationClaim",
    "CompensationPayment",
    "ConferenceDecision",
    "Handover",
    "Hearing",
    "HearingMove",
    "Incident",
    "LegalCounsel",
    "LegalDecision",
    "LegalProceeding",
    "ResidencePermit",
    "Room",
    "Shelter",
    "ShelterPlace",
    "ShelterStaff",
    "ShelterStay",
    "Task",
    "WitnessProtection",
]
