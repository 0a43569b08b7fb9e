"""Finding people: the name index of this process, kept up with the database, filtered by what one may see."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from casework.access.database import acting_for
from casework.sealing.keyring import SealBroken, keyring, unseal
from casework.sealing.names import Match, NameIndex
from casework.victims.models import Case

COLUMNS = ("given_names", "middle_names", "family_name", "name_to_use", "other_names", "name_on_documents")
MANY = 1000
CASELOAD = 5000
# Nobody sees the names side by side when this is decided, so it is stricter than the advice on a page.
ALIKE_ENOUGH = 0.7


@dataclass(frozen=True)
class Found:
    """A person whose name is like the one asked for, with the cases of theirs that may be seen."""

    match: Match
    case: Case


class LivingIndex:
    """The index, and the transaction up to which it has read. Built at the first search, or at start."""

    def __init__(self) -> None:
        self.names = NameIndex()
        self._read_up_to: int | None = None
        self._lock = threading.Lock()

    def catch_up(self) -> NameIndex:
        """Read every name changed since the last time, by whichever process."""
        with self._lock, acting_for("name-index"), connection.cursor() as cursor:
            cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            snapshot = cursor.fetchone()[0]
            # The number is read first: what commits in between is read twice rather than never.
            cursor.execute("select * from sec.sealed_names(%s)", [self._read_up_to])
            self.names.put_many(self._opened(cursor))
            self._read_up_to = snapshot
        return self.names

    def _opened(self, rows) -> Iterator[tuple[UUID, list[str]]]:
        ring = keyring()
        for victim, key_id, wrapped, *sealed in rows:
            try:
                key = ring.unwrap(key_id, victim, bytes(wrapped))
                parts = {
                    name: unseal(key, f"victim.{name}", victim, victim, bytes(value)).decode()
                    if value
                    else ""
                    for name, value in zip(COLUMNS, sealed, strict=False)
                }
            except SealBroken:
                continue
            yield victim, spoken_names(parts)


def spoken_names(parts: dict[str, str]) -> list[str]:
    """The names under which somebody may ask for a person."""
    full = " ".join(parts[name] for name in ("given_names", "middle_names", "family_name") if parts[name])
    others = parts["other_names"].replace(";", "\n").splitlines()
    return [
        name for name in (full, parts["name_to_use"], parts["name_on_documents"], *others) if name.strip()
    ]


index = LivingIndex()


def find_people(query: str, user, limit: int = 10) -> list[Found]:
    """People whom this person may see and whose name is like the query, best first. Nothing is written."""
    return _find([query], user, limit)


def find_alike(victim_names: list[str], user, limit: int = 5) -> list[Found]:
    """People who may be the same as the one being registered."""
    return _find(victim_names, user, limit)


def find_everywhere(queries: list[str], limit: int) -> list[UUID]:
    """The people of any case whose names are alike: for noticing behind the scenes, never for showing."""
    best: dict[UUID, float] = {}
    names = index.catch_up()
    for query in queries:
        for match in names.search(query, limit=MANY):
            if match.score >= ALIKE_ENOUGH:
                best[match.person] = max(match.score, best.get(match.person, 0.0))
    return sorted(best, key=lambda person: (-best[person], person))[:limit]


def _find(queries: list[str], user, limit: int) -> list[Found]:
    names, cases = index.catch_up(), Case.objects.visible_to(user)
    # In a caseload only its people are weighed; in a large organisation the best of all, then those in sight.
    caseload = set(cases.values_list("victim_id", flat=True)[: CASELOAD + 1])
    among = caseload if len(caseload) <= CASELOAD else None
    best: dict[UUID, Match] = {}
    for query in queries:
        for match in names.search(query, limit=MANY, among=among):
            known = best.get(match.person)
            if known is None or match.score > known.score:
                best[match.person] = match
    seen = cases.filter(victim__in=best).select_related("victim", "organisation")
    found = [Found(best[case.victim_id], case) for case in seen]
    found.sort(key=lambda one: (-one.match.score, one.case.reference))
    return found[:limit]
