"""What is noticed behind the scenes and told to protection officers alone.

Somebody may be registered twice, or a suspected person may be registered where they would meet the person.
It is compared once the answer is decided and saved, so that no page shows whether anything was found.
"""

from functools import partial
from uuid import UUID

from django.db import connection, transaction

from casework.access.database import acting_as, acting_for
from casework.sealing.keyring import SealBroken, keyring, unseal
from casework.sealing.names import compare
from casework.victims.models import Case, PossibleDuplicate, SeparatedCases, SuspectedPerson, Victim
from casework.victims.search import ALIKE_ENOUGH, COLUMNS, find_everywhere, spoken_names

# More than a few alike say that the name is common, not that the person is known.
MOST = 5


def notice_person(case: Case, by) -> None:
    """After this transaction: compare the name of the person of a case with everybody's."""
    transaction.on_commit(partial(_compare_person, case.pk, by), robust=True)


def notice_suspect(suspect: SuspectedPerson, by) -> None:
    """After this transaction: compare a suspected person with the people of the organisation."""
    transaction.on_commit(partial(_compare_suspect, suspect.pk, by), robust=True)


def _compare_person(key: UUID, by) -> None:
    with acting_as(by):
        case = Case.objects.select_related("victim").get(pk=key)
        names = spoken_names({name: getattr(case.victim, name) for name in COLUMNS})
        if not names:
            return
        people = find_everywhere(names, MOST * MOST)
        visible = Victim.objects.visible_to(by).filter(pk__in=people)
        unseen = set(people) - set(visible.values_list("pk", flat=True))
        people = [person for person in people if person in unseen][:MOST]
        for other in _cases("notice-alike", "select * from sec.cases_alike(%s::uuid[], %s)", people, key):
            PossibleDuplicate(one=case, other_id=other).keep(by=by, reason="noticed")
        for other in _cases_of_suspects_named(names, key):
            _propose(key, other, by)


def _compare_suspect(key: UUID, by) -> None:
    with acting_as(by):
        suspect = SuspectedPerson.objects.get(pk=key)
        people = find_everywhere([suspect.names, *suspect.aliases.splitlines()], MOST)
        sought = "select * from sec.cases_to_separate(%s::uuid[], %s)"
        for other in _cases("notice-suspects", sought, people, suspect.case_id):
            _propose(suspect.case_id, other, by)


def _cases(purpose: str, statement: str, people: list[UUID], mine: UUID) -> list[UUID]:
    with acting_for(purpose), connection.cursor() as cursor:
        cursor.execute(statement, [people, mine])
        return [key for (key,) in cursor.fetchall()]


def _cases_of_suspects_named(names: list[str], mine: UUID) -> set[UUID]:
    """The cases of the organisation in which a suspected person has a name like these."""
    ring, found = keyring(), set()
    with acting_for("notice-suspects"), connection.cursor() as cursor:
        cursor.execute("select * from sec.sealed_suspects(%s)", [mine])
        for suspect, case, victim, key_id, wrapped, *sealed in cursor.fetchall():
            try:
                key = ring.unwrap(key_id, victim, bytes(wrapped))
                texts = [
                    unseal(key, f"suspectedperson.{field}", victim, suspect, bytes(value)).decode()
                    for field, value in zip(("names", "aliases"), sealed, strict=True)
                    if value
                ]
            except SealBroken:
                continue
            if compare(names, [line for text in texts for line in text.splitlines()]).score >= ALIKE_ENOUGH:
                found.add(case)
    return found


def _propose(one: UUID, other: UUID, by) -> None:
    first, second = sorted((one, other))
    SeparatedCases(first_id=first, second_id=second).keep(by=by, reason="noticed")
