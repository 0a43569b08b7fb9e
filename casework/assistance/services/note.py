"""Case notes: written once, corrected by their author."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from casework.assistance import policies
from casework.assistance.models import CaseNote
from casework.victims.policies import check_can_change_case
from casework.victims.services.cases import change_fields, locked


@transaction.atomic
def write_note(*, note: CaseNote, by) -> CaseNote:
    """Write down what was heard, seen or said."""
    check_can_change_case(by, note.case)
    note.keep(by=by, reason="recorded")
    return note


@transaction.atomic
def correct_note(*, note: CaseNote, changes: Mapping[str, Any], seen: datetime | None = None, by) -> CaseNote:
    """Correct one's own note; what it said before stays in the history."""
    policies.check_can_correct_note(by, note)
    return change_fields(locked(note, seen), changes, reason="changed", by=by)


@transaction.atomic
def mark_note_in_error(*, note: CaseNote, by) -> CaseNote:
    """Take a note off the pages: by its author, or by the protection officer."""
    policies.check_can_withdraw_note(by, note)
    return change_fields(locked(note), {"entered_in_error": True}, reason="entered in error", by=by)
