"""One valid record of every kind, unsaved: what it needs, what it hangs on, who may make it."""

from collections.abc import Callable
from datetime import date, timedelta

from django.apps import apps
from django.utils import timezone

from casework.access.database import acting_as
from casework.access.roles import Role
from casework.assistance.models import Incident, ShelterPlace, ShelterStay
from tests.factories.shelters import make_shelter, make_stay, unsaved_stay
from tests.factories.staff import StaffFactory

# A picture of one white dot, as PNG.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a494441"
    "54789c63f80f0001010100b138f6140000000049454e44ae426082"
)


REQUIRED: dict[str, dict] = {
    "StatusClaim": {
        "status": "PossibleVictimOfTrafficking", "deciding_organisation": "NGO", "decision": "conclusive",
    },
    "Consent": {"purpose": "interview", "status": "given", "form": "written"},
    "ContactPoint": {"kind": "mobile"},
    "ConnectedOrganisation": {"part": "referring"},
    "TraffickingEvent": {"kind": "Transit"},
    "AssistanceService": {"service": "counselling"},
    "CaseStage": {"stage": "protection"},
    "Guardian": {"kind": "relative"},
    "BestInterest": {"kind": "determination", "question": "durable_solution"},
    "PanelMember": {"name": "Somebody"},
    "FamilyAssessment": {"safety": "unclear"},
    "RecoveryPeriod": {"country": "CH", "trigger": "reasonable_grounds"},
    "RecoveryExtension": {"reason": "health"},
    "RiskAssessment": {"status": "finished", "level": "high"},
    "RiskFactor": {"kind": "risk", "code": "age", "note": "sealed note"},
    "RiskAcknowledgement": {"decision": "agree"},
    "SafetyPlan": {"status": "superseded", "safe_places": "sealed place"},
    "SafetyAction": {"what": "sealed step"},
    "ScreeningAnswer": {"answer": "yes"},
    "TravelDocument": {"kind": "passport"},
    "ExpertExamination": {"asked_whom": "Document laboratory"},
    "NeverContact": {"name": "Somebody to avoid"},
    "Attachment": {"content": PIXEL, "media_type": "image/png", "size": len(PIXEL)},
    "FirstContact": {"origin": "hotline"},
    "SuspectedPerson": {"names": "Somebody Suspected"},
    "ConflictOfInterest": {"kind": "relative"},
    "Task": {"kind": "call", "zone": "UTC"},
    "ConferenceDecision": {"what": "sealed decision"},
    "CaseNote": {"kind": "call", "text": "sealed note"},
    "LegalProceeding": {"kind": "criminal"},
    "Hearing": {"time_zone": "Europe/Zurich"},
    "LegalDecision": {"kind": "judgment"},
    "WitnessProtection": {"kind": "no_contact"},
    "ResidencePermit": {"kind": "victim"},
    "CompensationClaim": {"kind": "wages"},
    "CompensationPayment": {"received": 10, "received_currency": "CHF"},
}  # fmt: skip
# What goes with a sealed field that is only filled in some states.
FOR_SEALED_VALUES = {"Consent": {"given_by": "guardian"}, "SafetyAction": {"status": "not_done"}}
# What a record hangs on, made beside it.
PARENTS = {
    "PanelMember": {"best_interest": "BestInterest"},
    "FamilyAssessment": {"tracing": "FamilyTracing"},
    "RecoveryExtension": {"period": "RecoveryPeriod"},
    "RiskFactor": {"assessment": "RiskAssessment"},
    "RiskAcknowledgement": {"assessment": "RiskAssessment"},
    "SafetyAction": {"plan": "SafetyPlan"},
    "ConferenceDecision": {"conference": "CaseConference"},
    "ScreeningAnswer": {"screening": "Screening"},
    "DocumentExamination": {"document": "TravelDocument"},
    "ExpertExamination": {"document": "TravelDocument"},
    "Hearing": {"proceeding": "LegalProceeding"},
    "HearingMove": {"hearing": "Hearing"},
    "LegalDecision": {"proceeding": "LegalProceeding"},
    "CompensationPayment": {"claim": "CompensationClaim"},
}


def _in(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


# Values that depend on the day, the case, or the records beside them.
COMPUTED: dict[str, Callable] = {
    "RecoveryPeriod": lambda _case: {"ends_on": _in(30)},
    "RecoveryExtension": lambda _case: {"from_day": _in(0), "to_day": _in(40)},
    "RiskAssessment": lambda case: {
        "review_on": _in(7), "finished_by": case.created_by, "finished_at": timezone.now(),
    },
    "SafetyPlan": lambda case: {
        "version": apps.get_model("victims", "SafetyPlan").objects.filter(case=case).count() + 1
    },
    "Hearing": lambda _case: {"day": _in(3)},
    "HearingMove": lambda _case: {"day": _in(2)},
    "Screening": lambda _case: {"indicator_set": indicator_set()},
    "ScreeningAnswer": lambda _case: {"indicator": indicator_set().indicators.first()},
    "CaseConference": lambda _case: {"held_on": _in(1)},
    "Task": lambda case: {"due_on": _in(0), "assigned_to": case.created_by},
    # Ended, so that whoever makes it goes on seeing the case.
    "ConflictOfInterest": lambda case: {"user": case.created_by, "ended_at": timezone.now()},
}  # fmt: skip


def record(model, case, **values):
    """An unsaved record of a model on a case, with just what it cannot do without."""
    if model is ShelterStay:
        return unsaved_stay(case)
    if model is Incident:
        stay = make_stay(case)
        return Incident(case=case, stay=stay, kind="theft", severity="minor", followed_up_at=timezone.now())
    if model is ShelterPlace:
        return ShelterPlace(shelter=make_shelter(case.organisation, case.created_by))
    name = model.__name__
    parents = {
        field: record(apps.get_model(model._meta.app_label, parent), case)
        for field, parent in PARENTS.get(name, {}).items()
    }
    by = case.created_by
    if name == "RiskAcknowledgement":
        # Somebody else than who acknowledges wrote the assessment, and signed it themself.
        by = StaffFactory(organisation=case.organisation, role=Role.PROTECTION_OFFICER)
        parents["assessment"].finished_by = by
        values = {"author": by, **values}
    with acting_as(by):
        for parent in parents.values():
            parent.keep(by=by, reason="recorded")
    computed = COMPUTED.get(name, lambda _case: {})(case)
    return model(case=case, **REQUIRED.get(name, {}) | computed | parents | values)


def maker_of(model, case):
    """Who may make such a record of a case: only a protection officer answers a high risk."""
    if model.__name__ == "RiskAcknowledgement":
        return StaffFactory(organisation=case.organisation, role=Role.PROTECTION_OFFICER)
    return case.created_by


def finished_assessment(case, by=None, **values):
    """A finished assessment of high risk, unsaved; finished by whoever opened the case unless said."""
    model = apps.get_model("victims", "RiskAssessment")
    return record(model, case, **({"finished_by": by} if by else {}), **values)


def indicator_set(code="palermo_elements"):
    return apps.get_model("victims", "IndicatorSet").objects.active().get(code=code)
