"""Stays in shelters, from the request to the discharge, and what happened there."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.access.policies import require
from casework.assistance import policies, workflow
from casework.assistance.models import Bed, Incident, Shelter, ShelterStay
from casework.sealing.keyring import keyring
from casework.victims.models import Case
from casework.victims.services.cases import change_fields, locked
from casework.victims.workflow import InvalidTransition, check_transition

HOLD_FOR = timedelta(hours=2)
# What goes with the person when they move; the answer to the house rules only within the same house.
MOVES_ALONG = ("needs", "children", "adults", "discloses", "expected_until")
MOVES_WITHIN = ("rules_answer", "rules_version", "rules_language", "rules_asked_on")


@transaction.atomic
def request_stay(*, case: Case, shelter: Shelter, values: Mapping[str, Any] | None = None, by) -> ShelterStay:
    """Ask a shelter for a bed for the person of a case."""
    policies.check_can_request_stay(by, case)
    stay = _new_stay(case, shelter, **(values or {}))
    stay.keep(by=by, reason="stay requested")
    return stay


@transaction.atomic
def hold_bed(*, case: Case, bed: Bed, by) -> ShelterStay:
    """Keep a bed for a case for two hours; a request to the same shelter becomes this hold."""
    policies.check_can_request_stay(by, case)
    return _give(_stay_for(case, bed, by), bed, "held", by)


@transaction.atomic
def place_person(*, case: Case, bed: Bed, by) -> ShelterStay:
    """Let the person of a case into a bed at once, without a request or a hold before."""
    policies.check_can_request_stay(by, case)
    return _give(_stay_for(case, bed, by), bed, "admitted", by)


@transaction.atomic
def hold_for_stay(*, stay: ShelterStay, bed: Bed | None = None, by) -> ShelterStay:
    """Hold a bed for a request, or hold the same bed for two hours more."""
    policies.check_can_tend_stay(by, stay)
    return _give(locked(stay), bed or stay.bed, "held", by)


@transaction.atomic
def admit_person(*, stay: ShelterStay, bed: Bed | None = None, by) -> ShelterStay:
    """The person has arrived. No consent, no answer to the house rules and no status is asked for."""
    policies.check_can_tend_stay(by, stay)
    return _give(locked(stay), bed or stay.bed, "admitted", by)


@transaction.atomic
def release_hold(*, stay: ShelterStay, by) -> ShelterStay:
    """Give a held bed back."""
    policies.check_can_tend_stay(by, stay)
    stay = locked(stay)
    _step(stay, "expired", by)
    _end(stay, "", by, reason="stay expired")
    return stay


@transaction.atomic
def decline_stay(*, stay: ShelterStay, reason: str, by) -> ShelterStay:
    """The shelter cannot take the person, or the person does not want it: with a reason code."""
    policies.check_can_tend_stay(by, stay)
    stay = locked(stay)
    _step(stay, "declined", by)
    _end(stay, reason, by, reason="stay declined")
    return stay


@transaction.atomic
def start_leave(*, stay: ShelterStay, back_by: datetime, by) -> ShelterStay:
    """The person goes away for a while and keeps the bed."""
    policies.check_can_tend_stay(by, stay)
    stay = locked(stay)
    _step(stay, "on_leave", by)
    stay.left_at, stay.back_by = timezone.now(), back_by
    stay.keep(by=by, reason="stay on_leave")
    return stay


@transaction.atomic
def end_leave(*, stay: ShelterStay, by) -> ShelterStay:
    """The person is back."""
    policies.check_can_tend_stay(by, stay)
    stay = locked(stay)
    if stay.status != "on_leave":
        # A request becomes an admission by admit_person only, which gives the bed.
        raise InvalidTransition(_("This step is not possible from the present state."))
    _step(stay, "admitted", by)
    stay.left_at = stay.back_by = None
    stay.keep(by=by, reason="stay returned")
    return stay


@transaction.atomic
def discharge_person(*, stay: ShelterStay, reason: str, destination: str = "", by) -> ShelterStay:
    """The stay ends: why, and what kind of place the person goes to; never an address."""
    policies.check_can_tend_stay(by, stay)
    stay = locked(stay)
    _discharge(stay, reason, destination, by)
    return stay


@transaction.atomic
def move_person(*, stay: ShelterStay, bed: Bed, by) -> ShelterStay:
    """Move the person to another bed, of this shelter or another: one step, and the old stay is kept."""
    shelter = bed.room.shelter
    policies.check_can_tend_stay(by, stay)
    policies.check_can_let_in(by, shelter)
    stay = locked(stay)
    stays_here, name = shelter.pk == stay.shelter_id, stay.first_name
    _check_is_in_use(bed)
    _give_back_holds(stay.person_id, by, shelter=shelter.pk)
    _discharge(
        stay, "moved_bed" if stays_here else "moved_shelter",
        "same_shelter" if stays_here else "other_shelter", by,
    )  # fmt: skip
    moved = ShelterStay(
        case_id=stay.case_id, reference=stay.reference, person_id=stay.person_id,
        placed_by_id=stay.placed_by_id, shelter=shelter, bed=bed, moved_from=stay, status="admitted",
        period=DateTimeTZRange(stay.ended_at, None),
        arrived_at=stay.arrived_at if stays_here else stay.ended_at,
        **{field: getattr(stay, field) for field in (*MOVES_ALONG, *(MOVES_WITHIN if stays_here else ()))},
    )  # fmt: skip
    keyring().create(moved.id)
    moved.first_name = name
    moved.keep(by=by, reason="stay moved")
    return moved


@transaction.atomic
def record_rules_answer(
    *, stay: ShelterStay, answer: str, language: str = "", on: date | None = None, by
) -> ShelterStay:
    """What the person said to the house rules. A refusal is an answer: it ends nothing by itself."""
    policies.check_can_tend_stay(by, stay)
    stay = locked(stay)
    stay.rules_answer, stay.rules_language = answer, language
    stay.rules_version = stay.shelter.rules_version
    stay.rules_asked_on = (on or timezone.localdate()) if answer else None
    stay.keep(by=by, reason="rules answered")
    return stay


@transaction.atomic
def change_stay(
    *, stay: ShelterStay, changes: Mapping[str, Any], seen: datetime | None = None, by
) -> ShelterStay:
    """Change what the shelter is told of the person: by whoever works on the case."""
    policies.check_can_change_stay(by, stay)
    return change_fields(locked(stay, seen), changes, reason="changed", by=by)


@transaction.atomic
def record_incident(*, incident: Incident, by) -> Incident:
    """Write down what happened during a stay."""
    policies.check_can_tend_stay(by, incident.stay)
    incident.keep(by=by, reason="recorded")
    return incident


@transaction.atomic
def follow_up_incident(*, incident: Incident, text: str = "", by) -> Incident:
    """Say what came after an incident; it asks for attention no longer."""
    policies.check_can_tend_stay(by, incident.stay)
    incident = locked(incident)
    incident.follow_up = "\n\n".join(filter(None, (incident.follow_up, text)))
    incident.followed_up_at = timezone.now()
    incident.keep(by=by, reason="followed up")
    return incident


def _new_stay(case: Case, shelter: Shelter, **values: Any) -> ShelterStay:
    stay = ShelterStay(
        case_id=case.pk, reference=case.reference, person_id=case.victim_id,
        placed_by_id=case.organisation_id, shelter=shelter, **values,
    )  # fmt: skip
    keyring().create(stay.id)
    return stay


def _stay_for(case: Case, bed: Bed, by) -> ShelterStay:
    """The request or hold of this case in the shelter of the bed, or a new stay."""
    open_stays = ShelterStay.objects.filter(
        case=case, shelter=bed.room.shelter_id, status__in=["requested", "held"], entered_in_error=False
    )
    found = open_stays.select_for_update(of=("self",)).order_by("-created_at").first()
    return found or _new_stay(case, bed.room.shelter)


def _give(stay: ShelterStay, bed: Bed | None, status: str, by) -> ShelterStay:
    """Give a bed from now on: for two hours when it is held, until the end of the stay otherwise."""
    if stay._state.adding:
        stay.status = status
    else:
        _step(stay, status, by)
    if stay.arrived_at is not None:
        # Back from leave is end_leave: whoever is in a bed is not given one again.
        raise InvalidTransition(_("This step is not possible from the present state."))
    if status == "admitted":
        policies.check_can_let_in(by, stay.shelter)
    if bed is None:
        raise ValidationError(_("Choose a bed first."))
    _check_is_in_use(bed)
    _give_back_holds(
        stay.person_id, by, shelter=stay.shelter_id if status == "admitted" else None, besides=stay
    )
    now = timezone.now()
    if status == "held":
        stay.period = DateTimeTZRange(now, now + HOLD_FOR)
    else:
        stay.period, stay.arrived_at = DateTimeTZRange(now, None), now
    stay.bed = bed
    stay.keep(by=by, reason=f"stay {status}")
    return stay


def _give_back_holds(person, by, *, shelter=None, besides: ShelterStay | None = None) -> None:
    """End the holds of a person that ran out, and those in the shelter that lets the person in."""
    holds = ShelterStay.objects.filter(person=person, status="held", entered_in_error=False)
    for hold in holds:
        if hold != besides and (hold.is_lapsed or hold.shelter_id == shelter):
            _step(hold, "expired", by)
            _end(hold, "", by, reason="stay expired")


def _discharge(stay: ShelterStay, reason: str, destination: str, by) -> None:
    _step(stay, "discharged", by)
    stay.left_at = stay.back_by = None
    stay.destination = destination
    _end(stay, reason, by, reason="stay discharged")


def _end(stay: ShelterStay, why: str, by, *, reason: str) -> None:
    """End a stay now, and with it the time for which its bed is given."""
    now = timezone.now()
    stay.ended_at, stay.end_reason = now, why
    if stay.period and (stay.period.upper is None or stay.period.upper > now):
        stay.period = DateTimeTZRange(stay.period.lower, now)
    stay.keep(by=by, reason=reason)


def _step(stay: ShelterStay, wanted: str, by) -> None:
    require(by, check_transition(workflow.STAY_STATUS, stay.status, wanted))
    stay.status = wanted


def _check_is_in_use(bed: Bed) -> None:
    if bed.is_out_of_use:
        raise ValidationError(_("This bed is out of use. Choose another bed."))
