"""Many invented cases for measuring: really sealed, copied in past both walls by the administrator.

They have no history and no place in the trail: the chain grows by about two thousand links a second, which is
ample for people and too slow for a million cases. Everything else is as the services write it.
"""

import io
import json
import os
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from multiprocessing import get_context
from random import Random
from typing import Any

import dj_database_url
import psycopg2
from django.contrib.auth.models import Permission
from django.core.management.base import CommandError
from django.db import connections, models
from django.utils import timezone

from casework.access.models import StaffUser
from casework.assistance.models import AssistanceService
from casework.exchange.demo.cases import Author
from casework.exchange.demo.staff import CURRENCIES, LANGUAGES
from casework.sealing.fields import SealedField
from casework.sealing.keyring import duplicate_token, keyring, seal
from casework.sealing.models import DataKey
from casework.sealing.names import fold
from casework.victims.models import Case, CaseAssignment, CaseStage, CaseUserObjectPermission, Victim
from casework.victims.references import WORDS

MANY = 5_000  # from here on cases are copied in
CASELOAD = 60
CHUNK = 2_000
WORKERS = 2
# Above every number the services draw, so that cases registered later find a free reference.
FIRST_NUMBER = 100_000


@dataclass(frozen=True)
class Share:
    """The cases from `start` to `stop` of those to be invented, and everybody who may hold one."""

    start: int
    stop: int
    seed: int
    holders: list[StaffUser]
    permissions: list[int]
    database: dict[str, Any]


def load_many(*, cases: int, seed: int, staff: list[StaffUser]) -> int:
    """Copy in so many cases, held by as many caseworkers as that takes; returns how many."""
    database = _administrator()
    known = [person for person in staff if person.role == "caseworker"]
    holders = known + _more_caseworkers(known, cases // CASELOAD - len(known))
    with closing(psycopg2.connect(**database)) as connection, connection:
        _copy(connection, holders[len(known) :])
    permissions = list(
        Permission.objects.filter(
            content_type__app_label="victims", codename__in=["view_case", "change_case"]
        ).values_list("pk", flat=True)
    )
    connections.close_all()
    shares = [
        Share(start, min(cases, start + CHUNK), seed, holders, permissions, database)
        for start in range(0, cases, CHUNK)
    ]
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("fork")) as workers:
        written = sum(workers.map(write_share, shares))
    with closing(psycopg2.connect(**database)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("vacuum analyze")
    return written


def _administrator() -> dict[str, Any]:
    """How to reach this database as the server's administrator, whom no wall stops."""
    url = os.environ.get("DATABASE_ADMIN_URL", "")
    if not url:
        raise CommandError(
            f"{MANY} cases and more are copied in by the administrator: set DATABASE_ADMIN_URL."
        )
    parsed = dj_database_url.parse(url)
    return {
        "host": parsed["HOST"], "port": parsed["PORT"] or None, "user": parsed["USER"],
        "password": parsed["PASSWORD"], "dbname": connections["default"].settings_dict["NAME"],
        **parsed.get("OPTIONS", {}),
    }  # fmt: skip


def _more_caseworkers(known: list[StaffUser], number: int) -> list[StaffUser]:
    """Further caseworkers without a password, spread over the organisations."""
    return [
        StaffUser(
            email=f"worker{place}@many.demo.test",
            name=f"Caseworker {place}",
            organisation=known[place % len(known)].organisation,
            role="caseworker",
            created_at=timezone.now(),
        )
        for place in range(max(0, number))
    ]


def write_share(share: Share) -> int:
    """Invent, seal and copy in one share; runs in a process of its own."""
    with closing(psycopg2.connect(**share.database)) as connection, connection:
        with connection.cursor() as cursor:
            # Foreign keys and triggers rest: the rows are right by construction.
            cursor.execute("set session_replication_role = replica; set synchronous_commit = off")
        _copy(connection, (row for place in range(share.start, share.stop) for row in _rows(place, share)))
    return share.stop - share.start


def _rows(place: int, share: Share) -> Iterator[models.Model]:
    """The rows of one case, in the order in which they may be written."""
    random, today = Random(f"{share.seed} {place}"), timezone.localdate()
    holder = share.holders[place % len(share.holders)]
    home = holder.organisation
    story = Author(random, today, LANGUAGES[home.code], home.country, CURRENCIES[home.code]).story()
    now = timezone.now()
    changed = now - timedelta(minutes=random.randrange(90 * 24 * 60))
    made = {"created_by": holder, "created_at": now, "updated_at": changed}
    victim = Victim(**story.person.values, **made)
    if victim.full_name and victim.birth_date:
        victim.duplicate_token = duplicate_token(
            fold(victim.full_name), victim.birth_date.iso, story.person.country
        )
    key, ring = secrets.token_bytes(32), keyring()
    yield DataKey(
        subject=victim.id,
        key_encryption_key=ring.current,
        wrapped=ring.wrap(ring.current, victim.id, key),
        created_at=now,
    )
    case = Case(
        victim=victim,
        organisation=home,
        reference=f"{WORDS[place % len(WORDS)]} {FIRST_NUMBER + place // len(WORDS)}",
        status=story.status,
        closed_on=story.closed_on,
        **story.case,
        **made,
    )
    records = [
        CaseAssignment(case=case, user=holder, kind="holder", assigned_on=story.case["opened_on"], **made),
        CaseStage(case=case, **story.stages[0], **made),
        *(AssistanceService(case=case, **values, **made) for values in story.services[:2]),
    ]
    for record in (victim, case, *records):
        _seal(record, key, victim)
        yield record
    for permission in share.permissions:
        yield CaseUserObjectPermission(user=holder, content_object=case, permission_id=permission)


def _seal(record: models.Model, key: bytes, victim: Victim) -> None:
    for field in record._meta.concrete_fields:
        value = record.__dict__.get(field.attname)
        if isinstance(field, SealedField) and value is not None:
            sealed = seal(key, field.domain, victim.id, record.pk, field.to_bytes(value))
            record.__dict__[field.attname] = sealed


def _copy(connection, rows: Iterable[models.Model]) -> None:
    """Write rows with COPY, one table after the other."""
    tables: dict[type[models.Model], io.StringIO] = defaultdict(io.StringIO)
    for row in rows:
        values = (row.__dict__[field.attname] for field in _columns(type(row)))
        tables[type(row)].write("\t".join(map(copied, values)) + "\n")
    with connection.cursor() as cursor:
        for model, text in tables.items():
            text.seek(0)
            columns = tuple(field.column for field in _columns(model))
            cursor.copy_from(text, model._meta.db_table, columns=columns)


def _columns(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]


def copied(value: Any) -> str:
    """A value as COPY reads it."""
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, list):
        return "{" + ",".join(f'"{item}"' for item in value) + "}"
    if isinstance(value, dict):
        return json.dumps(value)
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
