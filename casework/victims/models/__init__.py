"""People, their cases, and what is recorded about how they came to need protection."""

from casework.victims.models.apart import (
    ConflictOfInterest,
    PossibleDuplicate,
    SeparatedCases,
    SuspectedPerson,
)
from casework.victims.models.attachment import Attachment
from casework.victims.models.best_interest import BestInterest, PanelMember
from casework.victims.models.case import Case, CaseAssignment, CaseStage, CaseUserObjectPermission
from casework.victims.models.children import AgeAssessment, FamilyAssessment, FamilyTracing, Guardian
from casework.victims.models.consent import Consent
from casework.victims.models.contact import ConnectedOrganisation, ContactPoint, NeverContact
from casework.victims.models.document import DocumentExamination, ExpertExamination, TravelDocument
from casework.victims.models.draft import Draft
from casework.victims.models.experience import StatusClaim, TraffickingEvent, TraffickingExperience
from casework.victims.models.firstcontact import FirstContact
from casework.victims.models.person import DistinctPair, Victim
from casework.victims.models.recovery import RecoveryExtension, RecoveryPeriod
from casework.victims.models.risk import (
    RiskAcknowledgement,
    RiskAssessment,
    RiskFactor,
    SafetyAction,
    SafetyPlan,
)
from casework.victims.models.screening import Indicator, IndicatorSet, Screening, ScreeningAnswer

__all__ = [
    "AgeAssessment",
    "Attachment",
    "BestInterest",
    "Case",
    "CaseAssignment",
    "CaseStage",
    "CaseUserObjectPermission",
    "ConflictOfInterest",
    "ConnectedOrganisation",
    "Consent",
    "ContactPoint",
    "DistinctPair",
    "DocumentExamination",
    "Draft",
    "ExpertExamination",
    "FamilyAssessment",
    "FamilyTracing",
    "FirstContact",
    "Guardian",
    "Indicator",
    "IndicatorSet",
    "NeverContact",
    "PanelMember",
    "PossibleDuplicate",
    "RecoveryExtension",
    "RecoveryPeriod",
    "RiskAcknowledgement",
    "RiskAssessment",
    "RiskFactor",
    "SafetyAction",
    "SafetyPlan",
    "Screening",
    "ScreeningAnswer",
    "SeparatedCases",
    "StatusClaim",
    "SuspectedPerson",
    "TraffickingEvent",
    "TraffickingExperience",
    "TravelDocument",
    "Victim",
]
