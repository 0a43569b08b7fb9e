"""Legal help of the demonstration: hearings this week and moved ones, asylum with appeal, wages in parts."""

from datetime import date, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from casework.access.database import acting_as
from casework.access.models import StaffUser
from casework.assistance import services
from casework.assistance.models import (
    CompensationClaim,
    CompensationPayment,
    Hearing,
    LegalCounsel,
    LegalDecision,
    LegalProceeding,
    ResidencePermit,
    WitnessProtection,
)
from casework.exchange.demo.staff import FIRST_CASEWORKER
from casework.records import CaseRecord
from casework.victims import services as cases
from casework.victims.models import Case

WISHES = (
    "Je veux être entendue, mais sans le voir.",
    "J’ai peur pour ma mère. Je préfère attendre.",
    "Je veux que les autres sachent ce qui s’est passé.",
)
COUNSELS = (("Me C. Exemple", "Étude du Lac"), ("Me D. Essai", "Permanence juridique"), ("", "Le Pont"))
# In how many days the hearing of each criminal proceeding is.
DAYS = (3, 1, 0, 6, 12, 25, 2)


def load_legal(*, staff: list[StaffUser], seed: int) -> None:
    """Give the cases of the first caseworker proceedings, permits and compensation."""
    holder = next(person for person in staff if person.email == FIRST_CASEWORKER)
    with acting_as(holder):
        found = Case.objects.visible_to(holder).open().order_by("-opened_on", "reference")[:14]
        lawyer = Lawyer(Random(f"{seed} legal"), holder)
        for place, case in enumerate(found):
            lawyer.help(case, place)


class Lawyer:
    """Writes what one caseworker knows of the law in a case."""

    def __init__(self, random: Random, by: StaffUser) -> None:
        self.random, self.by, self.today = random, by, timezone.localdate()

    def help(self, case: Case, place: int) -> None:
        """One in four cases of each kind; some have several."""
        if place % 2 == 0:
            self._criminal(case, place)
        if place % 3 == 1:
            self._asylum(case, is_appealed=place % 2 == 1)
        if place % 4 == 0:
            self._wages(case)
        if place % 3 == 0:
            self._permit(case, place)

    def _on(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def _add(self, model: type[CaseRecord], case: Case, **values: Any) -> Any:
        return cases.record_for_case(record=model(case=case, **values), by=self.by)

    def _proceeding(self, case: Case, status: str, **values: Any) -> LegalProceeding:
        proceeding = self._add(LegalProceeding, case, country="CH", **values)
        for step in ("filed", "under_way") if status == "under_way" else ("filed",):
            proceeding = services.change_proceeding_status(
                proceeding=proceeding, status=step, on=self._on(-20), by=self.by
            )
        return proceeding

    def _criminal(self, case: Case, place: int) -> None:
        proceeding = self._proceeding(
            case, "under_way", kind="criminal", roles=["injured_party", "witness"],
            court="Tribunal d’arrondissement", file_number=f"PE{self.random.randint(10, 26)}.{place:06}",
        )  # fmt: skip
        answer = ("takes_part", "undecided", "does_not")[place // 2 % 3]
        changes = {
            "participation": answer, "participation_on": self._on(-25), "knows_may_change": "yes",
            "wish": WISHES[place // 2 % 3],
        }  # fmt: skip
        services.record_participation(proceeding=proceeding, changes=changes, by=self.by)
        name, organisation = COUNSELS[place // 2 % 3]
        self._add(
            LegalCounsel, case, name=name, organisation=organisation, matters=["criminal"],
            mandate_signed_on=self._on(-30), starts_on=self._on(-30), is_legal_aid="yes",
        )  # fmt: skip
        hearing = self._add(
            Hearing, case, proceeding=proceeding, kind="court", day=self._on(DAYS[place // 2]),
            hour=time(9 + place % 6, 30), time_zone="Europe/Zurich", place="Salle 2",
            companion="Une collègue" if place % 4 else "", language="fra",
            protection=["screen", "separate_entrance", "breaks"],
        )  # fmt: skip
        if place % 4 == 0:
            for days, reason in ((5, "court"), (place + 4, "no_interpreter")):
                changes = {"day": self._on(days), "hour": time(14, 0)}
                services.move_hearing(hearing=hearing, changes=changes, reason=reason, by=self.by)
            self._add(
                WitnessProtection, case, kind="no_contact", ordered_by="court", starts_on=self._on(-18),
                ends_on=self._on(160),
            )  # fmt: skip
        if place % 6 == 2:
            past = self._add(
                Hearing, case, proceeding=proceeding, kind="police", day=self._on(-12), hour=time(10, 0),
                time_zone="Europe/Zurich", companion="Une collègue",
            )  # fmt: skip
            services.note_hearing_held(
                hearing=past, attended="yes", outcome="Entendue une fois, avec pauses.", by=self.by
            )

    def _asylum(self, case: Case, *, is_appealed: bool) -> None:
        proceeding = self._proceeding(case, "filed", kind="asylum", roles=["applicant"])
        decision = LegalDecision(
            case=case, proceeding=proceeding, kind="asylum", outcome="refused", decided_on=self._on(-22),
            appeal_until=self._on(8),
        )  # fmt: skip
        services.record_decision(decision=decision, is_final=True, by=self.by)
        if is_appealed:
            services.answer_appeal(decision=decision, answer="filed", on=self._on(-2), by=self.by)

    def _permit(self, case: Case, place: int) -> None:
        self._add(
            ResidencePermit, case, kind="victim", country="CH", ground="personal_situation",
            issued_on=self._on(-330), expires_on=self._on((35, 180, -4, 20, 90)[place // 3]),
            renewal_asked_on=self._on(-3) if place == 9 else None,
        )  # fmt: skip

    def _wages(self, case: Case) -> None:
        claim = self._add(
            CompensationClaim, case, kind="wages", sought_from="L’ancien employeur",
            claimed_on=self._on(-200), claimed=Decimal("18400"), claimed_currency="CHF",
            awarded_on=self._on(-60), awarded=Decimal("15250.50"), awarded_currency="CHF",
        )  # fmt: skip
        for days, amount, currency in ((-40, "5000", "CHF"), (-10, "3250.50", "CHF"), (-3, "900", "EUR")):
            self._add(
                CompensationPayment, case, claim=claim, received_on=self._on(days), received=Decimal(amount),
                received_currency=currency,
            )  # fmt: skip
