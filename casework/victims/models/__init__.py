"""People, their cases, and what is recorded about how they came to need protection."""

from casework.victims.models.case import Case, CaseAssignment, CaseStage, CaseUserObjectPermission
from casework.victims.models.consent import Consent
from casework.victims.models.contact import ConnectedOrganisation, ContactPoint
from casework.victims.models.experience import StatusClaim, TraffickingEvent, TraffickingExperience
from casework.victims.models.person import DistinctPair, Victim
from casework.victims.models.screening import Indicator, IndicatorSet, Screening, ScreeningAnswer

__all__ = [
    "Case",
    "CaseAssignment",
    "CaseStage",
    "CaseUserObjectPermission",
    "ConnectedOrganisation",
    "Consent",
    "ContactPoint",
    "DistinctPair",
    "Indicator",
    "IndicatorSet",
    "Screening",
    "ScreeningAnswer",
    "StatusClaim",
    "TraffickingEvent",
    "TraffickingExperience",
    "Victim",
]
