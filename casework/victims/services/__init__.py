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
from casework.victims.services.contacts import change_contact, record_contact
from casework.victims.services.documents import (
    answer_expert,
    ask_expert,
    cancel_expert,
    keep_zone,
    record_examination,
)
from casework.victims.services.people import change_person, open_linked_case, register_person, tell_apart

__all__ = [
    "Conflict",
    "answer_expert",
    "ask_expert",
    "assign_case",
    "attach_file",
    "cancel_expert",
    "change_case_status",
    "change_contact",
    "change_person",
    "change_record",
    "end_assignment",
    "keep_zone",
    "open_case",
    "open_linked_case",
    "record_consent",
    "record_contact",
    "record_examination",
    "record_for_case",
    "register_person",
    "set_stage",
    "tell_apart",
    "withdraw_consent",
]
