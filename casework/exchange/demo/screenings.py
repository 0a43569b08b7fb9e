"""Screenings of invented cases: finished, stopped at the person's wish, paused, and decisions after them."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from casework.access.models import StaffUser
from casework.exchange.demo.tables import text
from casework.standards.indicators import SPEAKS_OF_TRAFFICKING
from casework.victims import services
from casework.victims.models import Case, Consent, IndicatorSet, Screening, ScreeningAnswer, StatusClaim
from casework.victims.screening_results import results_of
from casework.victims.services.many import keep_many

SHARE = 0.12
ANSWERS = {"yes": 40, "no": 30, "unknown": 12, "declined": 8, "": 10}
PLACES = ("office", "shelter", "health_facility", "remote")
PRESENT: tuple[list[str], ...] = ([], ["interpreter"], ["support_person"])
OWN_WORDS = {
    "en": (
        "They said I could leave when the debt was paid.",
        "He always kept my passport.",
        "I was alone there.",
    ),
    "fr": (
        "On m’a dit que je pourrais partir une fois la dette payée.",
        "Il gardait toujours mon passeport.",
        "Je ne connaissais personne là-bas.",
    ),
}
EFFECT = {
    "en": "A recovery and reflection period of 45 days.",
    "fr": "Délai de rétablissement et de réflexion de 45 jours.",
}


class Interviewer:
    """Screens some of the cases of one caseworker."""

    def __init__(self, holder: StaffUser, random: Random, language: str) -> None:
        self.holder, self.random, self.language = holder, random, language
        self.sets = list(IndicatorSet.objects.active().prefetch_related("indicators").order_by("code"))

    def screen(self, case: Case, place: int | None) -> None:
        """Screen one case, or not; the first cases of the caseload shown first show every state."""
        if place is None and self.random.random() > SHARE:
            return
        if place is not None and place > 5:
            return
        end = ("finished", "paused", "stopped", "finished", "in_progress", "finished")[place or 0]
        screening = self._asked(case, end)
        if end == "finished":
            self._decided(screening, case)
        if place == 0:
            self._disagreed(case)

    def _asked(self, case: Case, end: str) -> Screening:
        by, random = self.holder, self.random
        fitting = "children" if case.victim.is_treated_as_child else "adults"
        known = next(one for one in self.sets if one.persons == fitting)
        if random.random() < 0.4:
            known = next(one for one in self.sets if one.persons == "any")
        consent = None
        if not Consent.objects.filter(case=case, purpose="interview", status="given").exists():
            consent = Consent(
                case=case, purpose="interview", status="given", form="written", agrees_to_interview="yes",
                knows_purpose="yes", knows_use="yes", language=case.victim.primary_language,
                given_on=case.opened_on,
            )  # fmt: skip
        screening = Screening(
            case=case, indicator_set=known, language=case.victim.primary_language,
            place_kind=random.choice(PLACES), present=random.choice(PRESENT),
        )  # fmt: skip
        services.start_screening(screening=screening, consent=consent, by=by)
        asked = list(known.indicators.all())
        reached = asked[-1].part if end == "finished" else max(2, asked[-1].part // 3)
        codes, weights = list(ANSWERS), list(ANSWERS.values())
        rows = [
            ScreeningAnswer(
                case=case, screening=screening, indicator=one, answer=answer,
                own_words=random.choice(OWN_WORDS[self.language]) if random.random() < 0.08 else "",
            )
            for one in asked
            if one.part <= reached and (answer := random.choices(codes, weights)[0])
        ]  # fmt: skip
        if rows:
            keep_many(rows, by=by, reason="answered")
        screening = services.reach_part(screening=screening, part=reached, by=by)
        if end == "finished":
            return services.finish_screening(screening=screening, by=by)
        if end == "stopped":
            return services.stop_screening(screening=screening, reason="wish", by=by)
        return services.pause_screening(screening=screening, by=by) if end == "paused" else screening

    def _decided(self, screening: Screening, case: Case) -> None:
        """The caseworker reads the result and records what she makes of it."""
        (shown,) = results_of([screening], case.victim, self.holder)
        if shown.result.outcome not in SPEAKS_OF_TRAFFICKING:
            return
        claim = StatusClaim(
            case=case, status=shown.result.proposal, deciding_organisation="NGO", reasons=shown.reasons,
            organisation_name=case.organisation.name,
        )  # fmt: skip
        services.claim_from_screening(claim=claim, screening=screening, by=self.holder)

    def _disagreed(self, case: Case) -> None:
        """The police see reasonable grounds, a court sees it differently."""
        today, decided_on = timezone.localdate(), case.opened_on
        grounds = {
            "status": "PossibleVictimOfTrafficking", "deciding_organisation": "Police",
            "decision": "reasonable_grounds", "decided_on": decided_on,
            "valid_until": decided_on + timedelta(days=45), "legal_effect": EFFECT[self.language],
        }  # fmt: skip
        court = {
            "status": "NotAVictimOfTrafficking", "deciding_organisation": "CourtOrProsecution",
            "decision": "conclusive", "decided_on": today, "appeal_until": today + timedelta(days=21),
        }  # fmt: skip
        for values in (grounds, court):
            number = f"D-{self.random.randint(1000, 9999)}"
            reasons = text(self.random, "claim", self.language)
            claim = StatusClaim(case=case, reference_number=number, reasons=reasons, **values)
            services.record_for_case(record=claim, by=self.holder)
