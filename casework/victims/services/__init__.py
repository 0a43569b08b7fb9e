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
from casework.victims.services.consents import record_consent, withdraw_consent, withdraw_every_consent
from casework.victims.services.people import change_person, open_linked_case, register_person, tell_apart
from casework.victims.services.recovery import (
    end_recovery_period,
    extend_recovery_period,
    resume_recovery_period,
    start_recovery_period,
)

__all__ = [
    "Conflict",
    "assign_case",
    "change_case_status",
    "change_person",
    "change_record",
    "end_assignment",
    "end_recovery_period",
    "extend_recovery_period",
    "open_case",
    "open_linked_case",
    "record_consent",
    "record_for_case",
    "register_person",
    "resume_recovery_period",
    "set_stage",
    "start_recovery_period",
    "tell_apart",
    "withdraw_consent",
    "withdraw_every_consent",
]
