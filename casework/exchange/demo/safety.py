"""Risk and safety of the invented cases: some rising, some falling, some late, some waiting for an answer."""

from datetime import date, timedelta
from random import Random

from django.utils import timezone

from casework.access.database import acting_as
from casework.access.models import StaffUser
from casework.exchange.demo.tables import text
from casework.standards.lists import entries
from casework.victims import services
from casework.victims.models import Case, RiskAssessment, RiskFactor, SafetyAction
from casework.victims.risk import LEVELS, factors_of, usual_review

LEVEL_SHARES = (30, 38, 24, 8)


class Guard:
    """Writes what one caseworker knows of risk, and what the protection officer answers."""

    def __init__(self, random: Random, language: str, holder: StaffUser, officer: StaffUser) -> None:
        self.random, self.language, self.holder, self.officer = random, language, holder, officer

    def look_after(self, cases: list[Case]) -> None:
        """Assess most of these open cases; the officer answers some of the high risks."""
        grave = {}
        with acting_as(self.holder):
            for case in cases:
                if case.is_in_danger == "yes" or self.random.random() < 0.75:
                    # An answer to the last one answers those before it; the newest ones wait.
                    before = timezone.localdate() - timedelta(days=2)
                    for row in self._assessments(case):
                        if row.is_grave and row.assessed_on < before:
                            grave[case.pk] = row
                    if self.random.random() < 0.6:
                        self._plan(case)
                elif self.random.random() < 0.2:
                    services.begin_risk_assessment(case=case, by=self.holder)
        with acting_as(self.officer):
            for row in grave.values():
                services.acknowledge_risk(
                    assessment=row, decision=self.random.choice(["agree", "agree", "conference"]),
                    note=self._text("officer_note"), by=self.officer,
                )  # fmt: skip

    def _text(self, topic: str) -> str:
        return text(self.random, topic, self.language)

    def _assessments(self, case: Case) -> list[RiskAssessment]:
        """One to five assessments from the opening to the last weeks; the level goes in small steps."""
        random, today = self.random, timezone.localdate()
        age = (today - case.opened_on).days
        number = min(random.randint(1, 5), 1 + age // 4)
        rank = random.choices(range(len(LEVELS)), LEVEL_SHARES)[0]
        ranks = [rank]
        for _place in range(number - 1):
            ranks.append(min(len(LEVELS) - 1, max(0, ranks[-1] + random.choice((-1, 0, 1)))))
        if case.is_in_danger == "yes":
            ranks[-1] = max(2, ranks[-1])
        made = []
        for place, rank in enumerate(ranks):
            day = case.opened_on + timedelta(days=age * (place + 1) // number)
            if place == number - 1:
                # Some reviews are due these days, some are late.
                days = min(age, random.choice((0, 1, 5, 6, 8, 20)))
                day = max(day - timedelta(days=days), case.opened_on)
            made.append(self._assessment(case, LEVELS[rank], day, is_last=place == number - 1))
        return made

    def _assessment(self, case: Case, level: str, day: date, is_last: bool) -> RiskAssessment:
        random = self.random
        grave = level in ("high", "extreme")
        row = RiskAssessment(
            case=case, status="finished", assessed_on=day, level=level, review_on=usual_review(level, day),
            own_view=self._text("own_view") if random.random() < 0.8 else "",
            own_rating=random.choice([level, "medium", "declined", ""]),
            threats=["threats_received"] if grave else ["none"],
            threat_details=self._text("threat") if grave else "",
            reasons=self._text("grave_reason" if grave else "calm_reason"),
            sections_done=list(entries("risk_section")), finished_by=self.holder, finished_at=timezone.now(),
        )  # fmt: skip
        services.record_for_case(record=row, by=self.holder)
        if is_last:
            for section in ("individual", "household", "community", "structural"):
                for factor in random.sample(factors_of(section), 2):
                    answer = random.choice(["present", "present", "not_present", "unknown"])
                    note = self._text("factor_note") if random.random() < 0.2 else ""
                    services.record_for_case(
                        record=RiskFactor(
                            case=case, assessment=row, kind=factor.kind, code=factor.code, answer=answer,
                            note=note,
                        ),
                        by=self.holder,
                    )  # fmt: skip
        return row

    def _plan(self, case: Case) -> None:
        """A plan with its word or sign, and a few steps."""
        random, today = self.random, timezone.localdate()
        plan = services.record_safety_plan(
            case=case, by=self.holder,
            values={
                **{name: self._text(name) for name in ("warning_signs", "safe_places", "call_first")},
                "agreed_code": self._text("code_word"),
            },
        )  # fmt: skip
        for place, what in enumerate(dict.fromkeys(self._text("safety_step") for _number in range(3))):
            step = SafetyAction(
                case=case, plan=plan, what=what, actor=random.choice(["person", "staff", "partner"]),
                due_on=today + timedelta(days=random.randint(-3, 10)),
            )  # fmt: skip
            services.record_for_case(record=step, by=self.holder)
            if place == 0 and random.random() < 0.6:
                status = random.choice(["done", "done", "not_done"])
                services.close_safety_action(
                    action=step, status=status, done_on=today, reason=self._text("not_done"), by=self.holder
                )
