"""The best-interest procedure: written, handed in, decided by a panel, followed up, reopened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.access.policies import require
from casework.sealing.names import fold
from casework.victims import children, policies, workflow
from casework.victims.models import BestInterest, PanelMember
from casework.victims.services.cases import change_fields, locked, with_values

LEAST_MEMBERS = 3
DECISION: dict[str, Any] = {
    "outcome": "", "decision": "", "decision_reasons": "", "decided_on": None, "decided_by": None,
    "follow_up_on": None,
}  # fmt: skip


@transaction.atomic
def begin_best_interest(*, best_interest: BestInterest, by) -> BestInterest:
    """Begin an assessment or a determination, as a draft."""
    policies.check_can_change_case(by, best_interest.case)
    if best_interest.status != "draft":
        raise workflow.InvalidTransition(_("It begins as a draft."))
    best_interest.keep(by=by, reason="recorded")
    return best_interest


@transaction.atomic
def change_best_interest(
    *, best_interest: BestInterest, changes: Mapping[str, Any], seen: datetime | None = None, by
) -> BestInterest:
    """Change parts of the text while it is open."""
    policies.check_can_change_case(by, best_interest.case)
    best_interest = locked(best_interest, seen)
    policies.check_can_change_best_interest(by, best_interest)
    return change_fields(best_interest, changes, reason="changed", by=by)


@transaction.atomic
def discard_best_interest(*, best_interest: BestInterest, by) -> BestInterest:
    """A draft that should not have been begun leaves the pages; its history stays."""
    policies.check_can_change_case(by, best_interest.case)
    best_interest = locked(best_interest)
    if best_interest.status != "draft" or best_interest.reopening_reason:
        raise workflow.InvalidTransition(_("Only a draft can be marked as entered in error."))
    return change_fields(best_interest, {"entered_in_error": True}, reason="entered in error", by=by)


@transaction.atomic
def submit_best_interest(*, best_interest: BestInterest, by) -> BestInterest:
    """Hand in the text: an assessment is finished with it, a determination goes before the panel."""
    policies.check_can_change_case(by, best_interest.case)
    best_interest = locked(best_interest)
    _step(best_interest, "before_panel" if best_interest.needs_panel else "finished", by)
    if not best_interest.child_view:
        raise ValidationError(_("The child’s own view comes first. If the child was not heard, say why."))
    changes = {"submitted_by": by, "submitted_at": timezone.now()}
    return change_fields(best_interest, changes, reason=_reason(best_interest), by=by)


@transaction.atomic
def send_back_best_interest(*, best_interest: BestInterest, by) -> BestInterest:
    """Give the text back from the panel, so that it can be changed."""
    policies.check_can_oversee_best_interest(by, best_interest)
    best_interest = locked(best_interest)
    _step(best_interest, "draft", by)
    changes = {"submitted_by": None, "submitted_at": None}
    return change_fields(best_interest, changes, reason=_reason(best_interest), by=by)


@transaction.atomic
def decide_best_interest(
    *, best_interest: BestInterest, changes: Mapping[str, Any], seen: datetime | None = None, by
) -> BestInterest:
    """Approve what the panel decided. Nobody approves a text of their own.

    `changes` holds outcome, decision, decision_reasons, decided_on and follow_up_on.
    """
    policies.check_can_decide_best_interest(by, best_interest)
    best_interest = locked(best_interest, seen)
    _step(best_interest, "decided", by)
    _check_panel(best_interest)
    return change_fields(best_interest, {**changes, "decided_by": by}, reason=_reason(best_interest), by=by)


@transaction.atomic
def reopen_best_interest(
    *, best_interest: BestInterest, reopening_reason: str, seen: datetime | None = None, by
) -> BestInterest:
    """Take up a decided determination again, with a reason. The decision stays in the history."""
    policies.check_can_oversee_best_interest(by, best_interest)
    best_interest = locked(best_interest, seen)
    _step(best_interest, "reopened", by)
    if not reopening_reason.strip():
        raise ValidationError(_("Write why it is reopened."))
    changes = {**DECISION, "reopening_reason": reopening_reason, "submitted_by": None, "submitted_at": None}
    return change_fields(best_interest, changes, reason=_reason(best_interest), by=by)


@transaction.atomic
def follow_up_best_interest(
    *, best_interest: BestInterest, changes: Mapping[str, Any], seen: datetime | None = None, by
) -> BestInterest:
    """Write down what became of a decision, and when to look again.

    `changes` holds followed_up_on, follow_up_note and follow_up_on; no next day ends the follow-up.
    """
    policies.check_can_change_case(by, best_interest.case)
    best_interest = locked(best_interest, seen)
    if best_interest.status != "decided":
        raise workflow.InvalidTransition(_("Only a decision is followed up."))
    return change_fields(best_interest, changes, reason="followed up", by=by)


@transaction.atomic
def keep_panel_member(
    *, member: PanelMember, changes: Mapping[str, Any], seen: datetime | None = None, by
) -> PanelMember:
    """Put somebody on the panel, or change what is written about them, until the panel has decided."""
    policies.check_can_change_case(by, member.case)
    best_interest = locked(member.best_interest)
    is_new = member._state.adding
    _check_panel_is_open(best_interest, member)
    if not is_new:
        member = locked(member, seen)
    member = with_values(member, changes)
    if member.is_chair and not member.entered_in_error and _is_author(best_interest, member):
        raise ValidationError(_("The author does not chair the panel. Choose somebody else."))
    member.keep(by=by, reason="recorded" if is_new else "changed")
    return member


@transaction.atomic
def remove_panel_member(*, member: PanelMember, by) -> PanelMember:
    """Take somebody off a panel that has not decided; the history keeps who was on it."""
    return keep_panel_member(member=member, changes={"entered_in_error": True}, by=by)


def _step(best_interest: BestInterest, wanted: str, by) -> None:
    table = workflow.BEST_INTEREST_ASSESSMENT
    if best_interest.needs_panel:
        table = workflow.BEST_INTEREST_DETERMINATION
    require(by, workflow.check_transition(table, best_interest.status, wanted))
    best_interest.status = wanted


def _check_panel(best_interest: BestInterest) -> None:
    """At least three members, one of whom chairs, and not the author."""
    panel = children.panel_of(best_interest)
    if len(panel) < LEAST_MEMBERS:
        raise ValidationError(
            ngettext(
                "A panel has at least three members; this one has %(count)s.",
                "A panel has at least three members; this one has %(count)s.",
                len(panel),
            )
            % {"count": len(panel)}
        )
    if not panel[0].is_chair:
        raise ValidationError(_("Say who chairs the panel."))
    if _is_author(best_interest, panel[0]):
        raise ValidationError(_("The author does not chair the panel. Choose somebody else."))


def _check_panel_is_open(best_interest: BestInterest, member: PanelMember) -> None:
    if best_interest.case_id != member.case_id:
        raise ValidationError(_("This panel belongs to another case."))
    if not best_interest.needs_panel:
        raise ValidationError(_("An assessment has no panel. Begin a determination."))
    if best_interest.status == "decided":
        raise ValidationError(_("The panel has decided. Its members stay as they were."))


def _is_author(best_interest: BestInterest, member: PanelMember) -> bool:
    authors = [person for person in (best_interest.created_by, best_interest.submitted_by) if person]
    if member.user_id:
        return member.user_id in [person.pk for person in authors]
    return fold(member.name) in [fold(person.name) for person in authors]


def _reason(best_interest: BestInterest) -> str:
    return f"best-interest {best_interest.status}"
