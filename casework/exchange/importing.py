"""Bringing the rows of a workbook in: each row whole or not at all, each row once, nobody merged."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.access.database import acting_as
from casework.access.models import StaffUser
from casework.access.policies import require
from casework.access.roles import Role, has_permission
from casework.exchange.alike import KnownPeople
from casework.exchange.columns import Column
from casework.exchange.htcds import RECORDS
from casework.exchange.models import Finding, ImportedRow
from casework.exchange.reader import Sheet
from casework.exchange.rows import Refusal, Row, read_row
from casework.sealing.keyring import row_token
from casework.standards.tables import folded
from casework.victims.models import Case, Consent, Victim
from casework.victims.models.case import CLOSED
from casework.victims.services.many import NewFile, register_people

BATCH = 50


@dataclass
class Tally:
    """How many rows there are and what became of them; accepted, alike, refused and known add up to done."""

    total: int = 0
    done: int = 0
    accepted: int = 0
    alike: int = 0
    refused: int = 0
    known: int = 0


@dataclass
class Batch:
    """What a few rows brought: refusals with their values (for the terminal only), and findings to keep."""

    refusals: list[Refusal] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def tell(self, kind: str, row: Row, rule: str, column: str = "", name: str = "", other=None) -> None:
        self.findings.append(
            Finding(kind=kind, row=row.number, column=column, field=name, rule=rule, other_case_id=other)
        )

    def refuse(self, refusals: Sequence[Refusal]) -> None:
        self.refusals.extend(refusals)
        for one in refusals:
            self.findings.append(
                Finding(
                    kind=Finding.Kind.REFUSAL, row=one.row, column=one.column, field=one.field, rule=one.rule
                )
            )


class Importer:
    """One passage through a sheet, as a trial or for good, on behalf of one person."""

    def __init__(self, sheet: Sheet, columns: Sequence[Column], *, trial: bool, by: StaffUser) -> None:
        require(by, "import_workbook")
        self.columns, self.trial, self.by = columns, trial, by
        epoch = sheet.epoch
        self.rows = [read_row(number, cells, columns, epoch) for number, cells in sheet.rows()]
        self.tally = Tally(total=len(self.rows))
        self._tokens = list(self._tokens_of_rows())
        with acting_as(by):
            self.people = KnownPeople(by)
            self._staff = self._staff_by_word()

    def go_through(self, after_batch: Callable[[Tally, Batch], None], done: Tally | None = None) -> None:
        """Take the rows a few at a time. `after_batch` runs in the same transaction and may refuse it.

        `done` says what an earlier, interrupted passage has behind it.
        """
        if done is not None:
            self.tally = done
        while self.tally.done < len(self.rows):
            start = self.tally.done
            with acting_as(self.by):
                batch = Batch()
                self._take(range(start, min(start + BATCH, len(self.rows))), batch)
                after_batch(self.tally, batch)

    # One batch -------------------------------------------------------------------------------------------
    def _take(self, numbers: range, batch: Batch) -> None:
        here, references = self._already_here(numbers)
        valid: list[tuple[Row, bytes]] = []
        for i in numbers:
            row, token = self.rows[i], self._tokens[i]
            self.tally.done += 1
            if token in here or row.reference in references:
                self.tally.known += 1
                continue
            here.add(token)
            warnings = [] if row.refusals else self._prepare(row)
            if self.trial and not row.refusals:
                row.refusals = self._tried(row)
            if row.refusals:
                self._refused(row, row.refusals, batch)
                continue
            valid.append((row, token))
            for rule, column in warnings:
                place = (column.letter, column.field) if column else ("", "")
                batch.tell(Finding.Kind.WARNING, row, rule, *place)
        for row, case_id in self._import(valid, batch):
            self._accepted(row, case_id, batch)

    def _already_here(self, numbers: range) -> tuple[set[bytes], set[str]]:
        """The tokens of rows that are in, and the references of the organisation's own cases."""
        known = ImportedRow.objects.filter(
            organisation=self.by.organisation_id, row_token__in=[self._tokens[i] for i in numbers]
        )
        here = {bytes(token) for token in known.values_list("row_token", flat=True)}
        named = [self.rows[i].reference for i in numbers if self.rows[i].reference]
        if not named:
            return here, set()
        own = Case.objects.filter(organisation=self.by.organisation_id, reference__in=named)
        return here, set(own.values_list("reference", flat=True))

    def _accepted(self, row: Row, case_id: UUID | None, batch: Batch) -> None:
        alike = self.people.like(row)
        self.people.add(row, case_id)
        for rule, other in alike:
            batch.tell(Finding.Kind.ALIKE, row, rule, other=other)
        if alike:
            self.tally.alike += 1
        else:
            self.tally.accepted += 1

    def _refused(self, row: Row, refusals: Sequence[Refusal], batch: Batch) -> None:
        self.tally.refused += 1
        batch.refuse(refusals)

    def _import(self, rows: list[tuple[Row, bytes]], batch: Batch) -> list[tuple[Row, UUID | None]]:
        """Save rows together; if they cannot all be saved, one by one, so that only culprits are refused."""
        if self.trial:
            return [(row, None) for row, _token in rows]
        try:
            return self._save(rows) if rows else []
        except (ValidationError, IntegrityError):
            saved: list[tuple[Row, UUID | None]] = []
            for row, token in rows:
                try:
                    saved += self._save([(row, token)])
                except ValidationError as error:
                    self._refused(row, self._as_refusals(row, error), batch)
                except IntegrityError:
                    # Somebody brings in the same row now, or two records of it exclude each other.
                    self._refused(row, [Refusal(row.number, "", "", "not_saved")], batch)
            return saved

    def _save(self, rows: list[tuple[Row, bytes]]) -> list[tuple[Row, UUID | None]]:
        with transaction.atomic():
            files = [self._file(row) for row, _token in rows]
            register_people(files=files, by=self.by)
            ImportedRow.objects.bulk_create(
                ImportedRow(organisation_id=self.by.organisation_id, row_token=token, case=file.case)
                for (_row, token), file in zip(rows, files, strict=True)
            )
        return [(row, file.case.pk) for (row, _token), file in zip(rows, files, strict=True)]

    def _file(self, row: Row) -> NewFile:
        victim = Victim(**row.person)
        case = Case(victim=victim, organisation=self.by.organisation, **row.values["case", 0])
        return NewFile(victim, case, self._holder(row)[0], list(self._records(row, case)))

    def _tried(self, row: Row) -> list[Refusal]:
        """What stands against saving the row, found without saving any of it."""
        file = self._file(row)
        try:
            for record in (file.victim, file.case, *file.records):
                links = {f.name for f in record._meta.concrete_fields if f.remote_field or not f.editable}
                record.clean_fields(exclude=links)
        except ValidationError as error:
            return self._as_refusals(row, error)
        return []

    # Values to records -----------------------------------------------------------------------------------
    def _prepare(self, row: Row) -> list[tuple[str, Column | None]]:
        """Fill in what the workbook leaves open, and say so where it matters."""
        case = row.values.setdefault(("case", 0), {})
        warnings: list[tuple[str, Column | None]] = []
        arrived = row.values.get(("referring", 0), {}).get("referred_on")
        if arrived:
            case.setdefault("opened_on", arrived)
        if case.get("status") in CLOSED and "closed_on" not in case:
            case["closed_on"] = timezone.localdate()
            warnings.append(("closing_day_unknown", self._column("cas_Status")))
        rule = self._holder(row)[1]
        if rule:
            warnings.append((rule, self._column("cas_CaseOwner")))
        return warnings

    def _records(self, row: Row, case: Case) -> Iterator[Any]:
        answered: list[Consent] = []
        for name, (model, fixed) in RECORDS.items():
            for (of, _occurrence), values in sorted(row.values.items(), key=lambda item: item[0]):
                if of != name or name in ("person", "case") or not any(values.values()):
                    continue
                record: Any = model(case=case, **{**self._usual(name, values), **fixed, **values})
                if name == "consent":
                    answered.append(record)
                else:
                    yield record
        yield from _with_the_last_answer(answered)

    @staticmethod
    def _usual(name: str, values: dict[str, Any]) -> dict[str, Any]:
        """What a record is when the workbook does not say otherwise."""
        if name in ("referring", "referred"):
            return {"referred_on": None}
        if name == "consent":
            withdrawn = timezone.now() if values.get("status") == "withdrawn" else None
            return {"purpose": "case_record", "withdrawn_at": withdrawn}
        return {}

    def _holder(self, row: Row) -> tuple[StaffUser, str]:
        """Who shall hold the case, and what to tell about it."""
        word = folded(row.owner)
        if not word or word == folded(self.by.organisation.name) or word == folded(self.by.organisation.code):
            return self.by, ""
        staff = self._staff.get(word)
        if staff is None:
            return self.by, "owner_unknown"
        if staff.pk != self.by.pk and not has_permission(self.by, "assign_case"):
            return self.by, "owner_not_yours_to_name"
        return staff, ""

    def _staff_by_word(self) -> dict[str, StaffUser]:
        staff = StaffUser.objects.active().filter(
            organisation=self.by.organisation_id, role__in=[Role.CASEWORKER, Role.PROTECTION_OFFICER]
        )
        names = Counter(folded(one.name) for one in staff)
        found = {folded(one.email): one for one in staff}
        return found | {folded(one.name): one for one in staff if names[folded(one.name)] == 1}

    def _tokens_of_rows(self) -> Iterator[bytes]:
        """Equal rows are one row, unless nobody is named in them: then they may well be two people."""
        seen: Counter[tuple[str, ...]] = Counter()
        organisation = str(self.by.organisation_id)
        for row in self.rows:
            words = tuple(sorted(row.words))
            again = str(seen[words]) if not row.has_name else ""
            seen[words] += 1
            yield row_token(organisation, again, *words)

    def _as_refusals(self, row: Row, error: ValidationError) -> list[Refusal]:
        names = list(getattr(error, "error_dict", {}) or [""])
        found = []
        for name in names:
            column = next((c for c in self.columns if c.htcds and c.htcds.attribute == name), None)
            place = (column.letter, column.field) if column else ("", "")
            found.append(Refusal(row.number, *place, "not_accepted" if column else "not_saved"))
        return found

    def _column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.field == name), None)


def _with_the_last_answer(consents: list[Consent]) -> list[Consent]:
    """Of several answers for one purpose and recipient the last stands, as if recorded one by one."""
    last = {(one.purpose, one.recipient): one for one in consents if one.status in ("given", "refused")}
    for one in consents:
        if one.status in ("given", "refused") and last[one.purpose, one.recipient] is not one:
            one.status = "superseded"
    return consents
