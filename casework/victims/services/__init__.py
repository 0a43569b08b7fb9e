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
from casework.victims.services.screenings import (
    answer_questions,
    claim_from_screening,
    finish_screening,
    pause_screening,
    reach_part,
    resume_screening,
    start_screening,
    stop_screening,
)

__all__ = [
    "Conflict",
    "answer_questions",
    "assign_case",
    "change_case_status",
    "change_person",
    "change_record",
    "claim_from_screening",
    "end_assignment",
    "finish_screening",
    "open_case",
    "open_linked_case",
    "pause_screening",
    "reach_part",
    "record_consent",
    "record_for_case",
    "register_person",
    "resume_screening",
    "set_stage",
    "start_screening",
    "stop_screening",
    "tell_apart",
    "withdraw_consent",
]
