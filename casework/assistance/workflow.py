"""Statuses of stays and tasks, and the steps between them: {(from, to): permission}. Services set them."""

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

WORKFLOWS = {
    "stay": Workflow(codes("stay_status"), frozenset({"requested", "held", "admitted"}), STAY_STATUS),
    "task": Workflow(codes("task_status"), frozenset({"open"}), TASK_STATUS),
}
