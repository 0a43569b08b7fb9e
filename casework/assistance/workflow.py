"""Statuses of stays and the steps between them: {(from, to): permission}. Only services set a status."""

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

WORKFLOWS = {
    "stay": Workflow(codes("stay_status"), frozenset({"requested", "held", "admitted"}), STAY_STATUS),
}
