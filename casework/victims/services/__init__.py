"""What can be done with people and cases. Keyword arguments, `by` last, all or nothing."""

from casework.victims.services.best_interest import (
    begin_best_interest,
    change_best_interest,
    decide_best_interest,
    discard_best_interest,
    follow_up_best_interest,
    keep_panel_member,
    remove_panel_member,
    reopen_best_interest,
    send_back_best_interest,
    submit_best_interest,
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
from casework.victims.services.children import (
    assess_family,
    begin_age_assessment,
    change_age_assessment,
    decide_age,
    mark_age_assessment_in_error,
    record_family_contact,
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
    "assess_family",
    "assign_case",
    "begin_age_assessment",
    "begin_best_interest",
    "change_age_assessment",
    "change_best_interest",
    "change_case_status",
    "change_person",
    "change_record",
    "decide_age",
    "decide_best_interest",
    "discard_best_interest",
    "end_assignment",
    "end_recovery_period",
    "extend_recovery_period",
    "follow_up_best_interest",
    "keep_panel_member",
    "mark_age_assessment_in_error",
    "open_case",
    "open_linked_case",
    "record_consent",
    "record_family_contact",
    "record_for_case",
    "register_person",
    "remove_panel_member",
    "reopen_best_interest",
    "resume_recovery_period",
    "send_back_best_interest",
    "set_stage",
    "start_recovery_period",
    "submit_best_interest",
    "tell_apart",
    "withdraw_consent",
    "withdraw_every_consent",
]
