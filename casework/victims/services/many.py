"""Registering many people at once: what register_person and record_for_case do, in a few statements."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from casework.access import grants
from casework.access.models import StaffUser
from casework.records import CaseRecord, Recorded
from casework.sealing.fields import kept_sealed
from casework.sealing.keyring import keyring
from casework.victims import policies
from casework.victims.models import Case, CaseAssignment, CaseStage, Victim
from casework.victims.references import free_references
from casework.victims.services.people import stamp_duplicate_token


@dataclass
class NewFile:
    """A person to be registered, their case, who holds it, and further records of the case, unsaved."""

    victim: Victim
    case: Case
    holder: StaffUser
    records: Sequence[CaseRecord] = field(default_factory=list)


@transaction.atomic
def register_people(*, files: Sequence[NewFile], by) -> None:
    """Register people with their cases and records, each with its history row, all or none of them.

    Raises ValidationError or IntegrityError without saying whose; the caller then takes them one by one.
    """
    policies.check_can_register_person(by)
    if any(file.holder.pk != by.pk for file in files):
        for file in files:
            policies.check_can_assign_case(by, file.case, file.holder)
    for file, reference in zip(files, free_references(len(files)), strict=True):
        file.case.reference = reference
        stamp_duplicate_token(file.victim)
    keyring().create_many([file.victim.id for file in files])
    keep_many([file.victim for file in files], by=by, reason="registered")
    keep_many([file.case for file in files], by=by, reason="opened")
    grants.grant_many([(file.case, file.holder) for file in files])
    assignments = [CaseAssignment(case=file.case, user=file.holder, kind="holder") for file in files]
    keep_many(assignments, by=by, reason="assigned")
    stages = [CaseStage(case=file.case, stage="identification") for file in files]
    keep_many(stages, by=by, reason="opened")
    for records in _by_model(record for file in files for record in file.records):
        keep_many(records, by=by, reason="recorded")


def keep_many(records: Sequence[Recorded], *, by, reason: str) -> None:
    """Check and save new records of one model with their history rows, as keep() does for one.

    Uniqueness and constraints are left to the database, which refuses all of them together.
    """
    model: Any = type(records[0])
    links = {f.name for f in model._meta.concrete_fields if f.remote_field or not f.editable}
    for record in records:
        if not record._state.adding:
            raise ValidationError("Only new records are saved together.")
        record.created_by = by
        record.clean_fields(exclude=links)
        record.clean()
    # The refusing queryset of the model guards against writes without history; the history follows here.
    unguarded: models.QuerySet[Any] = models.QuerySet(model)
    unguarded.bulk_create(records)
    with kept_sealed():
        model.history.bulk_history_create(records, default_user=by, default_change_reason=reason)


def _by_model(records: Iterable[Any]) -> list[list[Any]]:
    found: dict[Callable[..., Any], list[Any]] = {}
    for record in records:
        found.setdefault(type(record), []).append(record)
    return list(found.values())
