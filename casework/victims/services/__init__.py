"""What can be done with people and cases. Keyword arguments, `by` last, all or nothing."""

from casework.victims.services.apart import (
    change_suspect,
    decide_duplicate,
    decide_separation,
    lift_conflict,
    record_conflict,
    record_suspect,
    separate_cases,
)
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
from casework.victims.services.people import (
    change_person,
    hide_person,
    name_person,
    open_linked_case,
    register_person,
    tell_apart,
)

__all__ = [
    "Conflict",
    "assign_case",
    "change_case_status",
    "change_person",
    "change_record",
    "change_suspect",
    "decide_duplicate",
    "decide_separation",
    "end_assignment",
    "hide_person",
    "lift_conflict",
    "name_person",
    "open_case",
    "open_linked_case",
    "record_conflict",
    "record_consent",
    "record_for_case",
    "record_suspect",
    "register_person",
    "separate_cases",
    "set_stage",
    "tell_apart",
    "withdraw_consent",
]
