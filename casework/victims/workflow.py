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

# Stopping is a normal end. The person may wish to go on later, or to add or correct an answer.
SCREENING_STATUS: Transitions = {
    ("in_progress", "paused"): "change_case",
    ("in_progress", "finished"): "change_case",
    ("in_progress", "stopped"): "change_case",
    ("paused", "in_progress"): "change_case",
    ("paused", "stopped"): "change_case",
    ("stopped", "in_progress"): "change_case",
    ("finished", "in_progress"): "change_case",
}

EXPERT_EXAMINATION: Transitions = {
    ("asked", "answered"): "change_case",
    ("asked", "cancelled"): "change_case",
}

# A finished assessment is not changed any more: one looks again in a new one.
RISK_ASSESSMENT: Transitions = {("draft", "finished"): "change_case"}

SAFETY_PLAN: Transitions = {("current", "superseded"): "change_case"}

SAFETY_ACTION: Transitions = {("planned", "done"): "change_case", ("planned", "not_done"): "change_case"}

BEST_INTEREST_ASSESSMENT: Transitions = {("draft", "finished"): "change_case"}

BEST_INTEREST_DETERMINATION: Transitions = {
    ("draft", "before_panel"): "change_case",
    ("before_panel", "draft"): "decide_best_interest",
    ("before_panel", "decided"): "decide_best_interest",
    ("decided", "reopened"): "decide_best_interest",
    ("reopened", "before_panel"): "change_case",
}

# Cooperation is no step here. The person may take the wish to end it back.
RECOVERY_STATUS: Transitions = {
    ("running", "ended_early"): "change_case",
    ("ended_early", "running"): "change_case",
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
    "screening": Workflow(codes("screening_status"), frozenset({"in_progress"}), SCREENING_STATUS),
    "expert examination": Workflow(codes("expert_status"), frozenset({"asked"}), EXPERT_EXAMINATION),
    "risk assessment": Workflow(codes("risk_assessment_status"), frozenset({"draft"}), RISK_ASSESSMENT),
    "safety plan": Workflow(codes("safety_plan_status"), frozenset({"current"}), SAFETY_PLAN),
    "safety action": Workflow(codes("safety_action_status"), frozenset({"planned"}), SAFETY_ACTION),
    "best interests assessment": Workflow(
        frozenset({"draft", "finished"}), frozenset({"draft"}), BEST_INTEREST_ASSESSMENT
    ),
    "best interests determination": Workflow(
        frozenset({"draft", "before_panel", "decided", "reopened"}),
        frozenset({"draft"}),
        BEST_INTEREST_DETERMINATION,
    ),
    "recovery": Workflow(codes("recovery_status"), frozenset({"running"}), RECOVERY_STATUS),
}


class InvalidTransition(ValidationError):
    """The record cannot go from its present status to the wanted one."""


def check_transition(table: Transitions, now: str, wanted: str) -> str:
    """The permission a transition needs; raises InvalidTransition when the table has no such step."""
    try:
        return table[now, wanted]
    except KeyError:
        raise InvalidTransition(_("This step is not possible from the present state.")) from None
