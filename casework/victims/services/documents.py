"""Documents of the person: what their zone says, how they were examined, what experts answered."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from casework.access.policies import require
from casework.standards.mrz import Zone
from casework.victims import policies, workflow, zones
from casework.victims.models import DocumentExamination, ExpertExamination, TravelDocument
from casework.victims.services.cases import change_record, locked


@transaction.atomic
def keep_zone(
    *, document: TravelDocument, zone: Zone, fills_gaps: bool = False, seen: datetime | None = None, by
) -> TravelDocument:
    """Keep the zone of a document. What is recorded stays; at most gaps are filled from it."""
    changes: dict[str, Any] = {"machine_zone": zone.text}
    if fills_gaps:
        changes |= zones.fields_for_gaps(zone, document)
    return change_record(record=document, changes=changes, seen=seen, by=by)


@transaction.atomic
def record_examination(*, document: TravelDocument, values: Mapping[str, Any], by) -> DocumentExamination:
    """Record one look at a document along the checklist."""
    policies.check_can_change_case(by, document.case)
    examination = DocumentExamination(case=document.case, document=document, **values)
    examination.keep(by=by, reason="recorded")
    return examination


@transaction.atomic
def ask_expert(*, document: TravelDocument, values: Mapping[str, Any], by) -> ExpertExamination:
    """Record that somebody was asked to examine a document."""
    policies.check_can_change_case(by, document.case)
    request = ExpertExamination(case=document.case, document=document, **values)
    request.keep(by=by, reason="expert asked")
    return request


@transaction.atomic
def answer_expert(
    *, request: ExpertExamination, answer: str, conclusion: str = "", on: date | None = None,
    seen: datetime | None = None, by,
) -> ExpertExamination:  # fmt: skip
    """Record what the expert answered, and when (today unless said)."""
    policies.check_can_change_case(by, request.case)
    request = _moved(request, "answered", seen, by)
    request.answer, request.conclusion = answer, conclusion
    request.answered_on = on or timezone.localdate()
    request.keep(by=by, reason="expert answered")
    return request


@transaction.atomic
def cancel_expert(*, request: ExpertExamination, by) -> ExpertExamination:
    """The answer is not waited for any more."""
    policies.check_can_change_case(by, request.case)
    request = _moved(request, "cancelled", None, by)
    request.keep(by=by, reason="expert cancelled")
    return request


def _moved(request: ExpertExamination, status: str, seen: datetime | None, by) -> ExpertExamination:
    request = locked(request, seen)
    require(by, workflow.check_transition(workflow.EXPERT_EXAMINATION, request.status, status))
    request.status = status
    return request
