"""Who carries how much, so that nobody carries too much: for the protection officer, never a ranking."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from casework.access.models import StaffUser
from casework.access.roles import Role
from casework.assistance.models import AssistanceService, CaseNote, Task
from casework.victims.attention import QUIET_AFTER
from casework.victims.models import Case, CaseAssignment

HOLDERS = (Role.CASEWORKER, Role.PROTECTION_OFFICER)


@dataclass(frozen=True)
class Load:
    """What one person of staff holds: counts of cases and tasks, nothing about anybody."""

    person: StaffUser
    cases: int
    in_danger: int
    tasks_late: int
    quiet: int


def people_of(officer) -> QuerySet[StaffUser]:
    """Who can hold a case of the organisation, and who still holds one though their account is closed."""
    left_over = Exists(_held(officer).filter(user=OuterRef("pk")))
    can_hold = Q(role__in=HOLDERS, is_active=True) | left_over
    return StaffUser.objects.filter(can_hold, organisation=officer.organisation_id).order_by("name")


def held_by(person, officer) -> QuerySet[Case]:
    """The open cases somebody holds, as the officer sees them: danger first, then the oldest."""
    keys = _held(officer).filter(user=person).values("case_id")
    danger = Count("pk", filter=Q(is_in_danger="yes"))
    rows = _cases(officer).filter(pk__in=keys).annotate(danger=danger)
    return rows.order_by("-danger", "opened_on", "reference")


def loads(officer) -> list[Load]:
    """Each person who can hold cases of the organisation, by name, with what they hold."""
    held, today = _held(officer), timezone.localdate()
    since = today - QUIET_AFTER
    helped = AssistanceService.objects.live().filter(case=OuterRef("case"), delivered_on__gte=since)
    noted = CaseNote.objects.live().filter(case=OuterRef("case"), happened_on__gte=since)
    late = Task.objects.filter(case__in=_cases(officer), due_on__lt=today).open()
    cases, danger = _counted(held, "user_id"), _counted(held.filter(case__is_in_danger="yes"), "user_id")
    quiet = _counted(held.filter(~Exists(helped), ~Exists(noted)), "user_id")
    tasks = _counted(late, "assigned_to_id")
    return [
        Load(person, cases[person.pk], danger[person.pk], tasks[person.pk], quiet[person.pk])
        for person in people_of(officer)
    ]


def kept_from(people: Iterable[StaffUser], cases: Iterable[Case]) -> set[tuple[UUID, UUID]]:
    """Which of these people must not be given which of these cases; one question for all."""
    pairs = [[str(one.pk) for one in people], [str(one.pk) for one in cases]]
    with connection.cursor() as cursor:
        cursor.execute(
            "select person, wanted from unnest(%s::uuid[]) person cross join unnest(%s::uuid[]) wanted"
            " where sec.is_kept_from(person, wanted)",
            pairs,
        )
        return set(cursor.fetchall())


def suggested(
    cases: list[Case], people: list[StaffUser], forbidden: set[tuple[UUID, UUID]], officer
) -> dict[UUID, UUID]:
    """For each case, the caseworker who holds least then; nobody where nobody may."""
    carried = _counted(_held(officer), "user_id")
    found = {}
    for case in cases:
        able = [one for one in people if one.role == Role.CASEWORKER and (one.pk, case.pk) not in forbidden]
        if able:
            least = min(able, key=lambda one: (carried[one.pk], one.name))
            carried[least.pk] += 1
            found[case.pk] = least.pk
    return found


def _cases(officer) -> QuerySet[Case]:
    return Case.objects.visible_to(officer).open().filter(organisation=officer.organisation_id)


def _held(officer) -> QuerySet[CaseAssignment]:
    rows = CaseAssignment.objects.live().filter(kind="holder", ended_at=None, case__in=_cases(officer))
    return rows.select_related(None)


def _counted(rows: QuerySet, by: str) -> Counter[UUID]:
    counts = rows.select_related(None).order_by().values_list(by).annotate(Count("pk"))
    return Counter(dict(counts))
