"""What can be done with people and cases. Keyword arguments, `by` last, all or nothing."""

from casework.victims.services.attachments import attach_file
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

__all__ = [
    "Conflict",
    "assign_case",
    "attach_file",
    "change_case_status",
    "change_person",
    "change_record",
    "end_assignment",
    "open_case",
    "open_linked_case",
    "record_consent",
    "record_for_case",
    "register_person",
    "set_stage",
    "tell_apart",
    "withdraw_consent",
]
