"""Shelters of the demonstration: their beds, who works there, and some of the people who stay there."""

from datetime import datetime, timedelta
from itertools import chain
from random import Random
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from casework.access.database import acting_as
from casework.access.models import StaffUser
from casework.access.roles import Role
from casework.assistance import services
from casework.assistance.models import Bed, Incident, Room, Shelter, ShelterStay
from casework.exchange.demo.staff import FIRST_CASEWORKER
from casework.victims.models import Case

RULES = {
    "fr": "On ne dit à personne où se trouve la maison.\nLe soir, la porte ferme à 22 h 30.\n"
    "Chacune peut recevoir l’aide dont elle a besoin, et partir quand elle le souhaite.",
    "en": "Nobody is told where the house is.\nThe door closes at 10:30 in the evening.\n"
    "Everybody may get the help they need, and may leave when they wish.",
}
# Organisation, code name, area, whom it takes, what it offers, languages, hotline, language, rooms with beds.
SHELTERS: tuple[tuple[str, str, str, list[str], list[str], list[str], str, str, dict[str, int]], ...] = (
    (
        "alize", "Tilleul", "Région lausannoise", ["women", "families", "pregnant", "children"],
        ["cot", "ground_floor"], ["fra", "lin", "spa"], "+41 21 000 00 10", "fr",
        {"Chambre 1": 2, "Chambre 2": 3, "Studio": 1},
    ),
    (
        "horizon", "Mésange", "Arc lémanique", ["women", "transgender", "pregnant"],
        ["wheelchair", "lift", "private_room"], ["fra", "eng", "tir", "ara"], "+41 22 000 00 20", "fr",
        {"Chambre bleue": 2, "Chambre verte": 2, "Chambre jaune": 1},
    ),
    (
        "harbour", "Lantern", "Greater Manchester", ["men", "couples", "families"], ["private_room"],
        ["eng", "ron", "sqi"], "+44 161 000 0030", "en", {"Room A": 2, "Room B": 2},
    ),
)  # fmt: skip


def load_shelters(*, staff: list[StaffUser], seed: int) -> None:
    """Set up shelters and let people in, as their staff would."""
    random = Random(f"{seed} shelters")
    made = [_set_up(row, staff) for row in SHELTERS]
    holder = next(person for person in staff if person.email == FIRST_CASEWORKER)
    with acting_as(holder):
        cases = list(Case.objects.visible_to(holder).open().order_by("opened_on", "reference")[:12])
    for (shelter, worker), share in zip(made[:2], (cases[:6], cases[6:]), strict=True):
        _live_there(shelter, worker, holder, share, random)


def _set_up(row: tuple[Any, ...], staff: list[StaffUser]) -> tuple[Shelter, StaffUser]:
    home, code_name, area, takes, access, languages, hotline, language, rooms = row
    team = [person for person in staff if person.organisation.code == home]
    officer = next(person for person in team if person.role == Role.PROTECTION_OFFICER)
    partners = (person for person in team if person.role == Role.SHELTER_PARTNER)
    others = (
        person for person in team if person.role == Role.CASEWORKER and person.email != FIRST_CASEWORKER
    )
    worker = next(chain(partners, others))
    with acting_as(officer):
        shelter = services.add_shelter(
            values={
                "code_name": code_name, "area": area, "takes": takes, "access": access,
                "languages": languages, "hotline": hotline, "rules_text": RULES[language],
                "rules_version": "2026-01",
            },
            by=officer,
        )  # fmt: skip
        for name, beds in rooms.items():
            services.add_room(room=Room(shelter=shelter, name=name), beds=beds, by=officer)
        services.add_shelter_staff(shelter=shelter, user=worker, by=officer)
    with acting_as(worker):
        place = {"real_name": f"Maison {code_name}", "street": "Chemin des Essais 12", "city": "Exemple"}
        services.record_place(shelter=shelter, changes=place, by=worker)
    return shelter, worker


def _live_there(shelter: Shelter, worker: StaffUser, holder: StaffUser, cases: list[Case], random: Random):
    """The first has moved out, the next live there, one is on leave too long, one is held, one waits."""
    now = timezone.now()
    with acting_as(worker):
        beds = list(Bed.objects.filter(room__shelter=shelter).order_by("room__name", "name"))
    for place, case in enumerate(cases):
        values = {
            "needs": random.sample(["halal", "cot", "interpreter", "vegetarian"], 2),
            "children": place % 3,
        }
        with acting_as(holder):
            stay = services.request_stay(case=case, shelter=shelter, values=values, by=holder)
        if place == len(cases) - 1:
            continue
        with acting_as(worker):
            if place == len(cases) - 2:
                services.hold_for_stay(stay=stay, bed=beds[3], by=worker)
                continue
            stay = services.admit_person(stay=stay, bed=beds[max(0, place - 1)], by=worker)
            since = now - timedelta(days=(75, 26, 17, 5)[place])
            stay = _began(stay, since, worker)
            services.record_rules_answer(stay=stay, answer="agreed", language="fra", by=worker)
            if place == 0:
                stay = services.discharge_person(
                    stay=stay, reason="planned_end", destination="own_housing", by=worker
                )
            elif place == 2:
                stay = services.start_leave(stay=stay, back_by=now - timedelta(hours=5), by=worker)
            elif place == 3:
                services.record_incident(incident=_incident(stay), by=worker)
        if place == 0:
            # Ended too long ago for the shelter to see it still.
            with acting_as(holder):
                stay.period = DateTimeTZRange(since, now - timedelta(days=30))
                stay.ended_at = stay.period.upper
                stay.keep(by=holder, reason="changed")
    with acting_as(worker):
        services.set_bed_use(bed=beds[-1], is_out_of_use=True, by=worker)


def _began(stay: ShelterStay, since: datetime, by: StaffUser) -> ShelterStay:
    """The services let people in now; these came earlier, so that the picture of the beds has a past."""
    stay.period, stay.arrived_at = DateTimeTZRange(since, None), since
    stay.keep(by=by, reason="changed")
    return stay


def _incident(stay: ShelterStay) -> Incident:
    return Incident(
        case_id=stay.case_id, stay=stay, kind="stranger", severity="severe", involved=["outsider"],
        what_happened="Un homme a attendu deux heures devant l’entrée et a demandé qui habite ici.",
        actions=["person_heard", "safety_review"],
    )  # fmt: skip
