"""The lists of cases a person of staff works with, and what they last chose in them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.access.roles import Role
from casework.victims.models import CaseAssignment, RiskAssessment
from casework.victims.models.case import CLOSED, CaseQuerySet
from casework.victims.models.risk import GRAVE, RiskAssessmentQuerySet

EVERYBODY = frozenset(Role.values)
OFFICERS = frozenset({Role.PROTECTION_OFFICER})
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class SavedList:
    """A list by its name: which of the visible cases it holds, when no status is asked for."""

    title: Promise
    roles: frozenset[str]
    pick: Callable[[CaseQuerySet, Any], CaseQuerySet]


def _held(cases: CaseQuerySet, user) -> CaseQuerySet:
    live = CaseAssignment.objects.filter(case=OuterRef("pk"), user=user, ended_at=None)
    return cases.open().filter(Exists(live))


def _held_by_nobody(cases: CaseQuerySet, user) -> CaseQuerySet:
    live = CaseAssignment.objects.filter(case=OuterRef("pk"), kind="holder", ended_at=None)
    return cases.open().filter(~Exists(live))


def _open(cases: CaseQuerySet, _user) -> CaseQuerySet:
    return cases.open()


def _in_danger(cases: CaseQuerySet, _user) -> CaseQuerySet:
    return cases.open().filter(is_in_danger="yes")


def current_risk() -> RiskAssessmentQuerySet:
    """The assessment that counts now, of the case of the query around it."""
    return RiskAssessment.objects.current().filter(case=OuterRef("pk"))


def _at_high_risk(cases: CaseQuerySet, _user) -> CaseQuerySet:
    return cases.open().filter(Exists(current_risk().filter(level__in=GRAVE)))


def _due_this_week(cases: CaseQuerySet, _user) -> CaseQuerySet:
    until = timezone.localdate() + A_WEEK
    return cases.open().filter(Exists(current_risk().filter(review_on__lte=until)))


def _closed(cases: CaseQuerySet, _user) -> CaseQuerySet:
    return cases.filter(status__in=CLOSED)


def _all(cases: CaseQuerySet, _user) -> CaseQuerySet:
    return cases


# By the word in the address. The first one of a role is its list when nothing is chosen.
SAVED_LISTS: dict[str, SavedList] = {
    "organisation": SavedList(_("Whole organisation"), OFFICERS, _open),
    "mine": SavedList(_("Mine"), EVERYBODY, _held),
    "danger": SavedList(_("In danger"), EVERYBODY, _in_danger),
    "high-risk": SavedList(_("High risk"), EVERYBODY, _at_high_risk),
    "due": SavedList(_("Due this week"), EVERYBODY, _due_this_week),
    "nobody": SavedList(_("Held by nobody"), OFFICERS, _held_by_nobody),
    "closed": SavedList(_("Closed"), EVERYBODY, _closed),
    "all": SavedList(_("All, closed too"), EVERYBODY, _all),
}


def lists_of(user) -> dict[str, SavedList]:
    """The lists of this person's role, the one for every day first."""
    return {name: saved for name, saved in SAVED_LISTS.items() if user.role in saved.roles}


def risks() -> Prefetch:
    """The assessment that counts now, for the rows of a list, in one query; it is in `risks`."""
    return Prefetch("riskassessment_set", RiskAssessment.objects.current(), to_attr="risks")


def holders_and_stages() -> tuple[str | Prefetch, ...]:
    """What a row shows beside its case, in two queries however many rows; the holder is in `holders`."""
    live = CaseAssignment.objects.filter(kind="holder", ended_at=None).select_related("user")
    return "casestage_set", Prefetch("caseassignment_set", live, to_attr="holders")
