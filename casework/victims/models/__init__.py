"""People, their cases, and what is recorded about how they came to need protection."""

from casework.victims.models.apart import (
    ConflictOfInterest,
    PossibleDuplicate,
    SeparatedCases,
    SuspectedPerson,
)
from casework.victims.models.case import Case, CaseAssignment, CaseStage, CaseUserObjectPermission
from casework.victims.models.consent import Consent
from casework.victims.models.contact import ConnectedOrganisation, ContactPoint
from casework.victims.models.experience import StatusClaim, TraffickingEvent, TraffickingExperience
from casework.victims.models.firstcontact import FirstContact
from casework.victims.models.person import DistinctPair, Victim

__all__ = [
    "Case",
    "CaseAssignment",
    "CaseStage",
    "CaseUserObjectPermission",
    "ConflictOfInterest",
    "ConnectedOrganisation",
    "Consent",
    "ContactPoint",
    "DistinctPair",
    "FirstContact",
    "PossibleDuplicate",
    "SeparatedCases",
    "StatusClaim",
    "SuspectedPerson",
    "TraffickingEvent",
    "TraffickingExperience",
    "Victim",
]
