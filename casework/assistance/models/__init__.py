"""What is done for people: help, and what surrounds it."""

from casework.assistance.models.compensation import CompensationClaim, CompensationPayment
from casework.assistance.models.delivery import AssistanceService
from casework.assistance.models.hearing import Hearing, HearingMove
from casework.assistance.models.legal import (
    LegalCounsel,
    LegalDecision,
    LegalProceeding,
    ResidencePermit,
    WitnessProtection,
)
from casework.assistance.models.place import ShelterPlace
from casework.assistance.models.shelter import Bed, Room, Shelter, ShelterStaff
from casework.assistance.models.stay import Incident, ShelterStay

__all__ = [
    "AssistanceService",
    "Bed",
    "CompensationClaim",
    "CompensationPayment",
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
    "WitnessProtection",
]
