"""Registering people and changing what is recorded about them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casework.sealing.keyring import duplicate_token, keyring
from casework.sealing.names import fold
from casework.victims import policies
from casework.victims.models import AgeAssessment, Case, DistinctPair, Victim
from casework.victims.noticing import notice_person
from casework.victims.services.cases import change_fields, locked, open_case, with_values


@transaction.atomic
def register_person(
    *, person: Mapping[str, Any], case: Mapping[str, Any] | None = None, by, holder=None
) -> Case:
    """Make a record of a person under a data key of their own, and open their first case.

    `person` and `case` hold values by field name. The case is held by `holder`, else by whoever registers.
    """
    policies.check_can_register_person(by)
    victim = Victim(**person)
    keyring().create(victim.id)
    stamp_duplicate_token(victim)
    victim.keep(by=by, reason="registered")
    opened = open_case(victim=victim, values=case or {}, by=by, holder=holder)
    notice_person(opened, by)
    return opened


@transaction.atomic
def change_person(*, case: Case, changes: Mapping[str, Any], seen: datetime | None = None, by) -> Victim:
    """Change what is recorded about the person of a case. `seen`: the `updated_at` first shown."""
    policies.check_can_change_case(by, case)
    victim = locked(case.victim, seen)
    was_in_doubt = victim.age_is_uncertain
    victim = with_values(victim, changes)
    if was_in_doubt and not victim.age_is_uncertain and not AgeAssessment.objects.ends_doubt(victim):
        raise ValidationError(
            _("In doubt the person is a child. Only an age assessment that concludes “adult” ends the doubt.")
        )
    stamp_duplicate_token(victim)
    victim.keep(by=by, reason="changed")
    if not set(Victim.NAME_FIELDS).isdisjoint(changes):
        notice_person(case, by)
    return victim


@transaction.atomic
def name_person(*, case: Case, names: Mapping[str, str], seen: datetime | None = None, by) -> Victim:
    """The person gave a name, or lets the one kept from before be shown: no longer anonymous from now on."""
    policies.check_can_change_case(by, case)
    victim = with_values(locked(case.victim, seen), {**names, "is_anonymous": False})
    stamp_duplicate_token(victim)
    victim.keep(by=by, reason="named")
    notice_person(case, by)
    return victim


@transaction.atomic
def hide_person(*, case: Case, by) -> Victim:
    """The person asks to be anonymous: pages show the reference only. The name stays sealed, not erased."""
    policies.check_can_change_case(by, case)
    return change_fields(locked(case.victim), {"is_anonymous": True}, reason="anonymous", by=by)


@transaction.atomic
def open_linked_case(*, earlier: Case, values: Mapping[str, Any] | None = None, by) -> Case:
    """Open a further case for a person who is already known, linked to the earlier one."""
    policies.check_can_register_person(by)
    return open_case(victim=earlier.victim, values={**(values or {}), "previous_case": earlier}, by=by)


@transaction.atomic
def tell_apart(*, one: Victim, other: Victim, by) -> DistinctPair:
    """Remember that two alike records are different people."""
    policies.check_can_register_person(by)
    first, second = sorted((one, other), key=lambda victim: victim.id)
    known = DistinctPair.objects.filter(first=first, second=second).first()
    if known is None:
        known = DistinctPair(first=first, second=second)
        known.keep(by=by, reason="told apart")
    return known


def stamp_duplicate_token(victim: Victim) -> None:
    """The one token kept for finding the same person again: name, birth date, country, keyed."""
    if victim.full_name and victim.birth_date:
        country = victim.citizenships[0] if victim.citizenships else ""
        victim.duplicate_token = duplicate_token(fold(victim.full_name), victim.birth_date.iso, country)
    else:
        victim.duplicate_token = None
