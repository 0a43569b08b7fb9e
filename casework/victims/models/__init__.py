"""People, their cases, and what is recorded about how they came to need protection."""

from casework.victims.models.attachment import Attachment
from casework.victims.models.case import Case, CaseAssignment, CaseStage, CaseUserObjectPermission
from casework.victims.models.consent import Consent
from casework.victims.models.contact import ConnectedOrganisation, ContactPoint, NeverContact
from casework.victims.models.document import DocumentExamination, ExpertExamination, TravelDocument
from casework.victims.models.experience import StatusClaim, TraffickingEvent, TraffickingExperience
from casework.victims.models.person import DistinctPair, Victim

__all__ = [
    "Attachment",
    "Case",
    "CaseAssignment",
    "CaseStage",
    "CaseUserObjectPermission",
    "ConnectedOrganisation",
    "Consent",
    "ContactPoint",
    "DistinctPair",
    "DocumentExamination",
    "ExpertExamination",
    "NeverContact",
    "StatusClaim",
    "TraffickingEvent",
    "TraffickingExperience",
    "TravelDocument",
    "Victim",
]
