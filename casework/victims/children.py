"""What other parts ask about a child: is this page needed, who speaks for the child, what was decided."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet, Value
from django.utils.translation import gettext as _

from casework.sealing.names import fold
from casework.standards.dates import format_date
from casework.victims.models import (
    AgeAssessment,
    BestInterest,
    Case,
    FamilyAssessment,
    FamilyTracing,
    Guardian,
    PanelMember,
)
from casework.victims.models.person import ADULT_AT

CHILD_RECORDS = (AgeAssessment, Guardian, BestInterest, FamilyTracing)


def concerns_child(case: Case) -> bool:
    """Treated as a child now, a child when the case was opened, or recorded about as one."""
    if case.victim.is_treated_as_child:
        return True
    ages = case.victim.ages_on(case.opened_on)
    if ages is not None and ages[0] < ADULT_AT:
        return True
    rows = [model.objects.filter(case=case).live().order_by() for model in CHILD_RECORDS]
    marks: list[QuerySet] = [each.annotate(mark=Value(1)).values_list("mark") for each in rows]
    return marks[0].union(*marks[1:]).exists()


def has_guardian(case: Case) -> bool:
    """Whether somebody may act as guardian of the child today."""
    return Guardian.objects.filter(case=case).who_may_act().exists()


def guardian_refusal(case: Case, name: str) -> str:
    """Why a guardian may not give consent: a sentence, empty when nothing speaks against it."""
    rows = list(Guardian.objects.filter(case=case).live())
    suspected = [row for row in rows if row.suspected == "yes"]
    if any(name and row.name and fold(row.name) == fold(name) for row in suspected):
        return _("This guardian is suspected of a part in the exploitation. They cannot consent here.")
    if suspected and not any(row.may_act for row in rows):
        return _("The only guardian recorded is suspected of a part in the exploitation. Find another first.")
    return ""


def decisions(case: Case, question: str) -> QuerySet:
    """The determinations that a panel has decided on a question, the latest first."""
    decided = BestInterest.objects.filter(case=case, question=question, status="decided").live()
    return decided.order_by("-decided_on", "-submitted_at")


def decided_best_interest(case: Case, question: str) -> BestInterest | None:
    """The latest determination on a question (a code of best_interest_question) that is decided."""
    return decisions(case, question).first()


def panel_of(best_interest: BestInterest) -> list[PanelMember]:
    """Who is on the panel, the chair first."""
    rows = PanelMember.objects.filter(best_interest=best_interest).live()
    return list(rows.select_related("case", "user").order_by("-is_chair", "created_at"))


class Ruling(NamedTuple):
    """Whether the family may be contacted: why not, in a sentence, or from which day on."""

    refusal: str = ""
    since: date | None = None


def contact_ruling(assessments: Iterable[FamilyAssessment], decision: BestInterest | None) -> Ruling:
    """The family is assessed before any contact: what the latest assessment or the panel said.

    `assessments` of one search, `decision` the latest on contact with the family. On the same day the panel
    has the last word.
    """
    latest = max(assessments, key=lambda row: (row.assessed_on, row.created_at), default=None)
    decided_on = decision.decided_on if decision else None
    if decision and decided_on and (latest is None or decided_on >= latest.assessed_on):
        if decision.outcome == "in_interest":
            return Ruling(since=decided_on)
        return Ruling(_("The panel decided against contact on %(day)s.") % {"day": format_date(decided_on)})
    if latest is None:
        return Ruling(_("No contact yet: the family is assessed first. Contact may put the child in danger."))
    if latest.safety == "safe":
        return Ruling(since=latest.assessed_on)
    words = {"day": format_date(latest.assessed_on)}
    if latest.safety == "not_safe":
        return Ruling(_("No contact: the family was found not safe on %(day)s.") % words)
    return Ruling(
        _("No contact yet: on %(day)s it was not clear whether the family is safe.") % words
        + " "
        + _("Assess the family again, or ask the panel.")
    )
