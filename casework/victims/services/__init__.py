"""What can be done with people and cases. Keyword arguments, `by` last, all or nothing."""

from casework.victims.services.cases import (
    Conflict,
    assign_case,
    change_case_status,
    change_record,
    end_assignment,
    open_case,
    record_for_case,
    set_stage,
)
from casework.victims.services.consents import record_consent, withdraw_consent
from casework.victims.services.people import change_person, open_linked_case, register_person, tell_apart
from casework.victims.services.risk import (
    NotReady,
    SectionConflict,
    acknowledge_risk,
    begin_risk_assessment,
    discard_risk_assessment,
    finish_risk_assessment,
    keep_risk_draft,
    save_risk_section,
)
from casework.victims.services.safety import close_safety_action, record_safety_plan

__all__ = [
    "Conflict",
    "NotReady",
    "SectionConflict",
    "acknowledge_risk",
    "assign_case",
    "begin_risk_assessment",
    "change_case_status",
    "change_person",
    "change_record",
    "close_safety_action",
    "discard_risk_assessment",
    "end_assignment",
    "finish_risk_assessment",
    "keep_risk_draft",
    "open_case",
    "open_linked_case",
    "record_consent",
    "record_for_case",
    "record_safety_plan",
    "register_person",
    "save_risk_section",
    "set_stage",
    "tell_apart",
    "withdraw_consent",
]
