"""Statuses of help and the steps between them: {(from, to): permission}. Only services set a status."""

from casework.standards.lists import codes
from casework.victims.workflow import Transitions, Workflow

STAY_STATUS: Transitions = {
    ("requested", "held"): "tend_stays",
    ("requested", "admitted"): "tend_stays",
    ("requested", "declined"): "tend_stays",
    ("held", "held"): "tend_stays",
    ("held", "admitted"): "tend_stays",
    ("held", "declined"): "tend_stays",
    ("held", "expired"): "tend_stays",
    ("admitted", "on_leave"): "tend_stays",
    ("on_leave", "admitted"): "tend_stays",
    ("admitted", "discharged"): "tend_stays",
    ("on_leave", "discharged"): "tend_stays",
}

# What was done or dropped can be taken up again.
TASK_STATUS: Transitions = {
    ("open", "done"): "change_case",
    ("open", "dropped"): "change_case",
    ("done", "open"): "change_case",
    ("dropped", "open"): "change_case",
}

# The person's wish stops a proceeding from wherever it stands, and may start it again: minds change.
# Nothing here asks whether the person takes part.
PROCEEDING_STATUS: Transitions = {
    ("prepared", "filed"): "change_case",
    ("prepared", "under_way"): "change_case",
    ("prepared", "closed"): "change_case",
    ("prepared", "stopped"): "change_case",
    ("filed", "under_way"): "change_case",
    ("filed", "decided"): "change_case",
    ("filed", "closed"): "change_case",
    ("filed", "stopped"): "change_case",
    ("under_way", "decided"): "change_case",
    ("under_way", "closed"): "change_case",
    ("under_way", "stopped"): "change_case",
    ("decided", "appealed"): "change_case",
    ("decided", "under_way"): "change_case",
    ("decided", "closed"): "change_case",
    ("decided", "stopped"): "change_case",
    ("appealed", "decided"): "change_case",
    ("appealed", "under_way"): "change_case",
    ("appealed", "closed"): "change_case",
    ("appealed", "stopped"): "change_case",
    ("closed", "under_way"): "change_case",
    ("stopped", "prepared"): "change_case",
    ("stopped", "filed"): "change_case",
    ("stopped", "under_way"): "change_case",
}

# A hearing that is moved stays planned; its old time is kept.
HEARING_STATUS: Transitions = {
    ("planned", "planned"): "change_case",
    ("planned", "held"): "change_case",
    ("planned", "cancelled"): "change_case",
    ("cancelled", "planned"): "change_case",
}

WORKFLOWS = {
    "stay": Workflow(codes("stay_status"), frozenset({"requested", "held", "admitted"}), STAY_STATUS),
    "task": Workflow(codes("task_status"), frozenset({"open"}), TASK_STATUS),
    "legal proceeding": Workflow(codes("proceeding_status"), frozenset({"prepared"}), PROCEEDING_STATUS),
    "hearing": Workflow(codes("hearing_status"), frozenset({"planned"}), HEARING_STATUS),
}
