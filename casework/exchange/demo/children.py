"""What is recorded about the children of the demonstration: guardian, age, best interests, family."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from casework.access.models import StaffUser
from casework.victims import services
from casework.victims.models import (
    AgeAssessment,
    BestInterest,
    Case,
    FamilyAssessment,
    FamilyTracing,
    Guardian,
    PanelMember,
)

Text = Callable[[str], str]


class Childhood:
    """Writes the child's side of a case; `place` says which of three stories, each as far as it got."""

    def __init__(self, case: Case, by: StaffUser, today: date, text: Text) -> None:
        self.case, self.by, self.text = case, by, text
        self.today, self.start = today, case.opened_on

    def tell(self, place: int) -> BestInterest | None:
        """Write it; gives the determination that waits for its decision, if there is one."""
        story = (self._in_doubt, self._unsafe_family, self._found)[place % 3]
        return story()

    def day(self, after: int) -> date:
        """So many days after the case was opened, but never in the future."""
        return min(self.today, self.start + timedelta(days=after))

    def _in_doubt(self) -> None:
        services.begin_age_assessment(
            assessment=AgeAssessment(
                case=self.case, begun_on=self.start, doubt=self.text("age_doubt"),
                own_statement=self.text("own_age"), methods=["documents", "interview"], was_informed="yes",
                person_agrees="yes",
            ),
            by=self.by,
        )  # fmt: skip

    def _unsafe_family(self) -> BestInterest:
        self._guardian("A. Berset", "appointed")
        tracing = self._tracing()
        self._family(tracing, "not_safe")
        return self._determination("durable_solution")

    def _found(self) -> BestInterest:
        self._guardian("M. Berset", "relative")
        tracing = self._tracing()
        self._family(tracing, "safe")
        services.record_family_contact(
            tracing=tracing, by=self.by,
            changes={"contact_on": self.day(40), "contact_restored": "yes", "outcome": ""},
        )  # fmt: skip
        self._written("assessment", "temporary_care")
        return self._determination("return")

    def decide(self, record: BestInterest, officer: StaffUser) -> None:
        """What the panel decided, approved by the protection officer."""
        decided_on = self.day(60)
        services.decide_best_interest(
            best_interest=record,
            changes={
                "outcome": "other_solution", "decision": self.text("panel_decision"),
                "decision_reasons": self.text("panel_reasons"), "decided_on": decided_on,
                "follow_up_on": max(decided_on, self.today + timedelta(days=5)),
            },
            by=officer,
        )  # fmt: skip

    def _guardian(self, name: str, kind: str) -> None:
        self._add(
            Guardian, kind=kind, name=name, is_safe="yes", suspected="no", checked_on=self.day(3),
            appointed_on=self.day(3), until=self.today + timedelta(days=300),
            appointed_by=self.text("appointed_by"),
        )  # fmt: skip

    def _tracing(self) -> FamilyTracing:
        return self._add(
            FamilyTracing, child_agrees="yes", sought=self.text("sought"), through=self.text("through"),
            begun_on=self.day(10), steps=self.text("tracing_steps"),
        )  # fmt: skip

    def _family(self, tracing: FamilyTracing, safety: str) -> None:
        services.assess_family(
            assessment=FamilyAssessment(
                case=self.case, tracing=tracing, safety=safety, assessed_on=self.day(30),
                assessed_by=self.text("through"), reasons=self.text(f"family_{safety}"),
            ),
            by=self.by,
        )  # fmt: skip

    def _written(self, kind: str, question: str) -> BestInterest:
        record = BestInterest(
            case=self.case, kind=kind, question=question, child_view=self.text("child_view"),
            safety=self.text("child_safety"), care=self.text("child_care"),
            recommendation=self.text("recommendation"),
        )  # fmt: skip
        services.begin_best_interest(best_interest=record, by=self.by)
        return services.submit_best_interest(best_interest=record, by=self.by)

    def _determination(self, question: str) -> BestInterest:
        record = self._written("determination", question)
        for name, is_chair in (("C. Aubert", True), ("R. Lindqvist", False), ("T. Mensah", False)):
            member = PanelMember(case=self.case, best_interest=record)
            changes = {"name": name, "organisation": self.text("appointed_by"), "is_chair": is_chair}
            services.keep_panel_member(member=member, changes=changes, by=self.by)
        return record

    def _add(self, model: Any, **values: Any) -> Any:
        return services.record_for_case(record=model(case=self.case, **values), by=self.by)
