"""People of a workbook who may be known already: counted and pointed at, never merged."""

from uuid import UUID

from casework.exchange.rows import Row
from casework.sealing.keyring import SealBroken, duplicate_token, keyring
from casework.sealing.names import fold
from casework.victims.models import Case, Victim

AT_ONCE = 2000
SHOWN = 3


class KnownPeople:
    """The people whose cases somebody may see, by name and year of birth; in memory, for one passage."""

    def __init__(self, user) -> None:
        self._by_token: dict[bytes, list[UUID | None]] = {}
        self._by_name: dict[tuple[str, int], list[UUID | None]] = {}
        self._from_file: set[UUID | None] = {None}
        cases = Case.objects.visible_to(user).select_related("victim").order_by("pk")
        batch: list[Case] = []
        for case in cases.iterator(chunk_size=AT_ONCE):
            batch.append(case)
            if len(batch) == AT_ONCE:
                self._learn(batch)
                batch = []
        self._learn(batch)

    def _learn(self, cases: list[Case]) -> None:
        keyring().load(case.victim_id for case in cases)
        for case in cases:
            try:
                self._put(case.victim, case.id)
            except SealBroken:  # erased: nobody can be like them any more
                continue

    def _put(self, victim: Victim, case_id: UUID | None) -> None:
        token, name = _marks(victim)
        if token:
            self._by_token.setdefault(token, []).append(case_id)
        if name:
            self._by_name.setdefault(name, []).append(case_id)

    def like(self, row: Row) -> list[tuple[str, UUID | None]]:
        """Rule and case of everybody this row may be about."""
        token, name = _marks(Victim(**row.person))
        same = self._by_token.get(token, []) if token else []
        named = self._by_name.get(name, []) if name else []
        found: dict[UUID | None, str] = {}
        for rule, cases in (("same_person", same), ("same_name_and_year", named)):
            for case in cases[:SHOWN]:
                found.setdefault(case, "same_in_file" if case in self._from_file else rule)
        return [(rule, case) for case, rule in found.items()]

    def add(self, row: Row, case_id: UUID | None) -> None:
        """Remember a row of this workbook, so that a later one like it is noticed."""
        self._from_file.add(case_id)
        self._put(Victim(**row.person), case_id)


def _marks(victim: Victim) -> tuple[bytes | None, tuple[str, int] | None]:
    full_name, birth = victim.full_name, victim.birth_date
    if not full_name or not birth:
        return None, None
    name = fold(full_name)
    country = victim.citizenships[0] if victim.citizenships else ""
    in_any_order = " ".join(sorted(name.split()))
    return duplicate_token(name, birth.iso, country), (in_any_order, birth.year)
