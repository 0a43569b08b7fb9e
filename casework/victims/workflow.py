"""Statuses and the transitions between them: {(from, to): permission}. Only services set a status."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casework.standards.lists import codes

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

MATCH_STATUS: Transitions = {
    (now, wanted): "compare_people"
    for now in ("open", "not_sure", "same", "different")
    for wanted in ("same", "different", "not_sure")
    if now != wanted
}

SEPARATION_STATUS: Transitions = {
    ("proposed", "kept"): "keep_apart",
    ("proposed", "dismissed"): "keep_apart",
    ("dismissed", "kept"): "keep_apart",
    ("kept", "ended"): "keep_apart",
    ("ended", "kept"): "keep_apart",
}


class Workflow(NamedTuple):
    """All statuses of a record, those it may begin with, and the steps between them."""

    statuses: frozenset[str]
    start: frozenset[str]
    steps: Transitions


WORKFLOWS = {
    "case": Workflow(codes("case_status"), frozenset({"Active"}), CASE_STATUS),
    "stage": Workflow(codes("stage_state"), frozenset({"to_come"}), STAGE_STATE),
    "consent": Workflow(codes("consent_status"), frozenset({"given", "refused"}), CONSENT_STATUS),
    "possible duplicate": Workflow(codes("match_status"), frozenset({"open"}), MATCH_STATUS),
    "cases kept apart": Workflow(codes("separation_status"), frozenset({"proposed"}), SEPARATION_STATUS),
}


class InvalidTransition(ValidationError):
    """The record cannot go from its present status to the wanted one."""


def check_transition(table: Transitions, now: str, wanted: str) -> str:
    """The permission a transition needs; raises InvalidTransition when the table has no such step."""
    try:
        return table[now, wanted]
    except KeyError:
        raise InvalidTransition(_("This step is not possible from the present state.")) from None
