"""The kinds of records that an address can name: what they are, and the page on which they stand."""

from casework.records import CaseRecord, Recorded
from casework.victims.models import (
    Attachment,
    ConnectedOrganisation,
    Consent,
    ContactPoint,
    DocumentExamination,
    ExpertExamination,
    FamilyAssessment,
    FamilyTracing,
    FirstContact,
    Guardian,
    NeverContact,
    RecoveryPeriod,
    RiskAssessment,
    SafetyAction,
    SafetyPlan,
    Screening,
    StatusClaim,
    SuspectedPerson,
    TraffickingEvent,
    TravelDocument,
)

# By the word in the address. These records can be marked as entered in error, and most can have files.
KINDS: dict[str, tuple[type[CaseRecord], str]] = {
    "claim": (StatusClaim, "case-identification"),
    "event": (TraffickingEvent, "case-identification"),
    "organisation": (ConnectedOrganisation, "case-identification"),
    "first-contact": (FirstContact, "case-identification"),
    "contact": (ContactPoint, "case-safety"),
    "never": (NeverContact, "case-safety"),
    "consent": (Consent, "case-consents"),
    "suspect": (SuspectedPerson, "case-suspects"),
    "screening": (Screening, "case-screenings"),
    "attachment": (Attachment, "case-documents"),
    "document": (TravelDocument, "case-documents"),
    "examination": (DocumentExamination, "case-documents"),
    "expert": (ExpertExamination, "case-documents"),
    "assessment": (RiskAssessment, "case-safety"),
    "plan": (SafetyPlan, "case-safety"),
    "step": (SafetyAction, "case-safety"),
    "guardian": (Guardian, "case-child"),
    "family-tracing": (FamilyTracing, "case-child"),
    "family-assessment": (FamilyAssessment, "case-child"),
    "recovery": (RecoveryPeriod, "case-recovery"),
}


def home_of(kind: str) -> str:
    """The page on which records of a kind stand, with their files; files of the case have one too."""
    return KINDS[kind][1] if kind in KINDS else "case-documents"


def kind_of(record: Recorded) -> str:
    """The word for a record in addresses; empty where it has none."""
    return next((kind for kind, (model, _page) in KINDS.items() if model is type(record)), "")
