"""What a protection officer sees of cases that are held apart, and of people who may be registered twice."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from casework.access.models import StaffUser
from casework.sealing.keyring import keyring
from casework.victims.models import Case, CaseAssignment, PossibleDuplicate, SeparatedCases, Victim
from casework.victims.wording import rows_of
from casework.victims.workflow import MATCH_STATUS, SEPARATION_STATUS

COMPARED = (
    "birth_date",
    "birth_date_answer",
    "gender",
    "citizenships",
    "primary_language",
    "secondary_language",
)


@dataclass(frozen=True)
class HeldApart:
    """Another case of a pair, where it stands, what can be decided, and who works on both all the same."""

    separation: SeparatedCases
    other: Case
    steps: list[str]
    on_both: list[StaffUser]


def pairs_of(case: Case, officer) -> list[HeldApart]:
    """The cases from which this one is held apart, or may have to be."""
    rows = SeparatedCases.objects.visible_to(officer).of(case).select_related("first", "second", "decided_by")
    pairs = [
        (row, row.second if row.first_id == case.pk else row.first) for row in rows.order_by("created_at")
    ]
    teams = teams_of([case, *(other for _row, other in pairs)])
    return [
        HeldApart(
            row, other, [wanted for now, wanted in SEPARATION_STATUS if now == row.status],
            sorted(teams[case.pk] & teams[other.pk], key=lambda person: person.name),
        )
        for row, other in pairs
    ]  # fmt: skip


def teams_of(cases: Iterable[Case]) -> dict[UUID, set[StaffUser]]:
    """Who works on each of these cases now, in one query."""
    teams: dict[UUID, set[StaffUser]] = defaultdict(set)
    rows = CaseAssignment.objects.filter(case__in=list(cases), ended_at=None)
    for row in rows.select_related("user", "case"):
        teams[row.case_id].add(row.user)
    return teams


@dataclass(frozen=True)
class Comparison:
    """Two people who may be one. The other case is absent when it belongs to another organisation."""

    duplicate: PossibleDuplicate
    other: Case | None
    rows: list[tuple[str, str, str, bool]]
    steps: list[str]


def comparisons_of(case: Case, officer) -> list[Comparison]:
    """Who may be the person of this case as well: what the officer may see of each, side by side."""
    rows = list(
        PossibleDuplicate.objects.visible_to(officer)
        .of(case)
        .select_related("decided_by")
        .order_by("created_at")
    )
    ids = {row.one_id if row.other_id == case.pk else row.other_id for row in rows}
    seen = {
        one.pk: one for one in Case.objects.visible_to(officer).filter(pk__in=ids).select_related("victim")
    }
    keyring().load({one.victim_id for one in seen.values()})
    found = []
    for row in rows:
        other = seen.get(row.one_id if row.other_id == case.pk else row.other_id)
        steps = [wanted for now, wanted in MATCH_STATUS if now == row.status]
        found.append(Comparison(row, other, _side_by_side(case, other), steps))
    return found


def _side_by_side(case: Case, other: Case | None) -> list[tuple[str, str, str, bool]]:
    """Label, here, there, and whether it names the person; what neither answered is left out."""
    if other is None:
        return []
    lines = []
    for names, is_name in ((Victim.NAME_FIELDS, True), (COMPARED, False)):
        here, there = rows_of(case.victim, names), rows_of(other.victim, names)
        for (label, mine), (_label, theirs) in zip(here, there, strict=True):
            shown = (
                "" if is_name and case.victim.is_anonymous else mine,
                "" if is_name and other.victim.is_anonymous else theirs,
            )
            if any(shown):
                lines.append((label, *shown, is_name))
    return lines
