"""The audit trail as its reader sees it: who did what in words, whether it is whole, and what is unusual."""

import csv
import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import Count, Max, Min, QuerySet
from django.db.models.functions import TruncDate, TruncHour
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from casework.access.models import AccessEvent, Action, StaffUser
from casework.access.roles import Role
from casework.access.walls import chained_tables
from casework.standards.lists import label

REFUSALS = (Action.REFUSED, Action.SIGN_IN_FAILED)
READINGS = (Action.VIEWED, Action.LISTED, Action.REVEALED)
MANY_CASES_IN_AN_HOUR = 60
UNUSUAL_DAYS = 7

PROBLEMS: dict[str, Promise] = {
    "links_missing": _("links are missing before this one"),
    "link_altered": _("the link does not follow from the one before"),
    "row_gone": _("the row behind the link is gone"),
    "row_changed": _("the row behind the link was changed"),
    "row_unlinked": _("a row was put in without a link"),
    "end_cut": _("the end of the chain is cut off"),
    "unwatched": _("the table is no longer watched: new rows would have no link"),
}
STAFF_CHANGES: dict[str, Promise] = {
    "invited": _("made an account for %(who)s"),
    "role": _("changed the role of %(who)s"),
    "suspended": _("suspended the account of %(who)s"),
    "restored": _("opened the account of %(who)s"),
    "sessions": _("ended the sessions of %(who)s"),
    "undertaking": _("recorded the undertaking of %(who)s"),
    "link": _("made a password link for %(who)s"),
    "password": _("set a first password: %(who)s"),
    "factor-asked": _("asked to reset the second factor of %(who)s"),
    "factor-reset": _("reset the second factor of %(who)s"),
    "name": _("changed their own name: %(who)s"),
    "organisation": _("changed an organisation"),
}
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Break:
    """The first place where the chain does not hold."""

    seq: int
    table: str
    row_id: str
    problem: str

    @property
    def words(self) -> str:
        return str(PROBLEMS.get(self.problem, self.problem))


@dataclass(frozen=True)
class Check:
    """The result of one check of the chain."""

    at: datetime.datetime
    seq: int
    problem: str
    table: str

    @property
    def is_whole(self) -> bool:
        return not self.problem

    @property
    def words(self) -> str:
        return str(PROBLEMS.get(self.problem, self.problem))


def examine(using: str = "default") -> tuple[int, Break | None]:
    """The number of the last event, and the first place where the chain is broken, if any."""
    with connections[using].cursor() as cursor:
        # One statement, so that the head and the links are of the same moment.
        cursor.execute(
            "select h.seq, b.seq, b.table_name, b.row_id, b.problem"
            " from sec.head() h left join sec.first_break() b on true"
        )
        last, seq, table, row_id, problem = cursor.fetchone()
        cursor.execute(
            "select r.relname from pg_trigger t join pg_class r on r.oid = t.tgrelid"
            " where t.tgname = 'append_to_chain' and t.tgenabled in ('O', 'A')"
        )
        watched = {name for (name,) in cursor.fetchall()}
    if problem:
        return last, Break(seq, table, str(row_id or ""), problem)
    for name in chained_tables():
        if name not in watched:
            return last, Break(last, name, "", "unwatched")
    return last, None


def last_check(user) -> Check | None:
    """What the last check found: it stands in the trail itself."""
    event = AccessEvent.objects.visible_to(user).filter(action=Action.CHECKED_TRAIL).order_by("-at").first()
    if event is None:
        return None
    state, _space, rest = event.detail.partition(" ")
    seq, _space, table = rest.partition(" ")
    return Check(event.at, int(seq), "" if state == "whole" else state, table)


def check_code(last: int, place: Break | None) -> str:
    """The result of a check as the detail of an access event: codes only."""
    return f"whole {last}" if place is None else f"{place.problem} {place.seq} {place.table}"


def case_called(reference: str) -> UUID | None:
    """The case of the auditor's organisation with this reference."""
    with connections["default"].cursor() as cursor:
        cursor.execute("select sec.case_called(%s)", [reference.strip()])
        return cursor.fetchone()[0]


def references(case_ids: Iterable[UUID]) -> dict[UUID | None, str]:
    """What the cases of the auditor's organisation are called, with one query."""
    wanted = list(set(case_ids))
    if not wanted:
        return {}
    with connections["default"].cursor() as cursor:
        cursor.execute("select case_id, reference from sec.case_references(%s::uuid[])", [wanted])
        return dict(cursor.fetchall())


def grouped(events: QuerySet[AccessEvent]) -> QuerySet:
    """Repeats within a day become one row with a count and the first and last time."""
    return (
        events.annotate(day=TruncDate("at"))
        .values("day", "user_id", "role", "action", "case_id", "page", "detail", "address")
        .annotate(times=Count("pk"), first_at=Min("at"), last_at=Max("at"))
        .order_by("-last_at")
    )


@dataclass(frozen=True)
class Line:
    """One line of the trail in words."""

    at: datetime.datetime
    first_at: datetime.datetime
    times: int
    user_id: UUID | None
    who: str
    role: str
    action: str
    what: str
    page: str
    reference: str
    case_id: UUID | None
    address: str

    @property
    def is_refused(self) -> bool:
        return self.action in REFUSALS


def in_words(rows: Iterable[dict[str, Any]]) -> list[Line]:
    """Rows of `grouped` with names of staff and references of cases: two queries, however many rows."""
    rows = list(rows)
    named = references(row["case_id"] for row in rows if row["case_id"])
    spoken_of = {UUID(found) for row in rows for found in _UUID.findall(row["detail"])}
    people = names({row["user_id"] for row in rows if row["user_id"]} | spoken_of)
    return [
        Line(
            at=row["last_at"],
            first_at=row["first_at"],
            times=row["times"],
            user_id=row["user_id"],
            who=_who(row["user_id"], people),
            role=str(Role(row["role"]).label) if row["role"] in Role.values else "",
            action=row["action"],
            what=_what(row, people),
            page=row["page"],
            reference=named.get(row["case_id"], ""),
            case_id=row["case_id"],
            address=row["address"] or "",
        )
        for row in rows
    ]


def _who(user_id: UUID | None, people: dict[UUID | None, str]) -> str:
    if user_id is None:
        return gettext("nobody signed in")
    return people.get(user_id) or gettext("unknown account")


def names(user_ids: set[UUID]) -> dict[UUID | None, str]:
    """The names of staff by id, with one query."""
    return dict(StaffUser.objects.filter(pk__in=user_ids).values_list("pk", "name"))


def colleagues(user) -> list[tuple[str, str]]:
    """The staff of the auditor's organisation, to choose from."""
    rows = StaffUser.objects.filter(organisation_id=user.organisation_id).order_by("name")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


def write_csv(file, events: QuerySet[AccessEvent]) -> None:
    """The events one by one, with ids beside the words, for whoever keeps the file."""
    rows = list(events.values())
    named = references(row["case_id"] for row in rows if row["case_id"])
    people = names({row["user_id"] for row in rows if row["user_id"]})
    writer = csv.writer(file)
    writer.writerow(
        ["at_utc", "user_id", "name", "role", "action", "case_id", "reference", "page", "detail", "address"]
    )
    for row in rows:
        name = people.get(row["user_id"], "")
        writer.writerow([
            row["at"].isoformat(), row["user_id"] or "",
            # A name that starts like a formula must not become one in a spreadsheet.
            f"'{name}" if name[:1] in "=+-@\t" and name else name,
            row["role"], row["action"], row["case_id"] or "", named.get(row["case_id"], ""), row["page"],
            row["detail"], row["address"] or "",
        ])  # fmt: skip


def _what(row: dict[str, Any], people: dict[UUID | None, str]) -> str:
    words = str(Action(row["action"]).label)
    kind, _space, rest = row["detail"].partition(" ")
    if row["action"] == Action.CHANGED_STAFF and kind in STAFF_CHANGES:
        about = _UUID.fullmatch(rest)
        who = people.get(UUID(about[0]), "") if about else ""
        words = str(STAFF_CHANGES[kind]) % {"who": who or gettext("unknown account")}
    elif row["action"] == Action.PRINTED:
        words = print_in_words(row["detail"])
    if row["times"] > 1:
        return ngettext("%(what)s, %(times)s time", "%(what)s, %(times)s times", row["times"]) % {
            "what": words,
            "times": row["times"],
        }
    return words


def print_in_words(detail: str) -> str:
    """What was printed and why, from the codes of its event: "subject reason", "subject:key reason"."""
    thing, _space, reason = detail.partition(" ")
    subject = label("print_subject", thing.partition(":")[0])
    return gettext("printed: %(what)s (%(why)s)") % {"what": subject, "why": label("print_reason", reason)}


@dataclass(frozen=True)
class Unusual:
    """Somebody opened many different cases within one hour."""

    user_id: UUID
    who: str
    hour: datetime.datetime
    cases: int


def unusual(user, now: datetime.datetime) -> list[Unusual]:
    """Who opened more than sixty different cases within an hour of the last seven days."""
    rows = (
        AccessEvent.objects.visible_to(user)
        .filter(
            action__in=READINGS, at__gt=now - datetime.timedelta(days=UNUSUAL_DAYS), user_id__isnull=False
        )
        .annotate(hour=TruncHour("at"))
        .values("user_id", "hour")
        .annotate(cases=Count("case_id", distinct=True))
        .filter(cases__gt=MANY_CASES_IN_AN_HOUR)
        .order_by("-hour", "-cases")[:10]
    )
    found = list(rows)
    people = names({row["user_id"] for row in found})
    return [
        Unusual(
            row["user_id"], people.get(row["user_id"], gettext("unknown account")), row["hour"], row["cases"]
        )
        for row in found
    ]
