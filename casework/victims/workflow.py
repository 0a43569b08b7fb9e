"""Statuses and the transitions between them: {(from, to): permission}. Only services set a status."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

Transitions = dict[tuple[str, str], str]

CASE_STATUS: Transitions = {
    ("Active", "FollowUp"): "change_case",
    ("FollowUp", "Active"): "change_case",
    ("Active", "Closed"): "change_case",
    ("FollowUp", "Closed"): "change_case",
    ("Active", "ClosedReferred"): "change_case",
    ("FollowUp", "ClosedReferred"): "change_case",
    ("Closed", "Active"): "assign_case",
    ("ClosedReferred", "Active"): "assign_case",
}

# Any stage may be skipped, interrupted and resumed; none depends on another, on status or on cooperation.
STAGE_STATE: Transitions = {
    ("to_come", "open"): "change_case",
    ("to_come", "skipped"): "change_case",
    ("open", "done"): "change_case",
    ("open", "paused"): "change_case",
    ("open", "skipped"): "change_case",
    ("paused", "open"): "change_case",
    ("paused", "done"): "change_case",
    ("paused", "skipped"): "change_case",
    ("skipped", "open"): "change_case",
    ("done", "open"): "change_case",
}

CONSENT_STATUS: Transitions = {
    ("given", "withdrawn"): "change_case",
    ("given", "superseded"): "change_case",
    ("refused", "superseded"): "change_case",
}

WORKFLOWS: dict[str, tuple[str, Transitions]] = {
    "case": ("case_status", CASE_STATUS),
    "stage": ("stage_state", STAGE_STATE),
    "consent": ("consent_status", CONSENT_STATUS),
}


class InvalidTransition(ValidationError):
    """The record cannot go from its present status to the wanted one."""


def check_transition(table: Transitions, now: str, wanted: str) -> str:
    """The permission a transition needs; raises InvalidTransition when the table has no such step."""
    try:
        return table[now, wanted]
    except KeyError:
        raise InvalidTransition(_("This step is not possible from the present state.")) from None
