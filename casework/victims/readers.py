"""Who looked at a case: the reading records, grouped, with names of staff."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.access.models import AccessEvent, Action, Organisation, StaffUser
from casework.access.policies import allowed
from casework.access.roles import Role
from casework.access.trail import print_in_words
from casework.standards.lists import label
from casework.victims.policies import check_can_view_suspects

SUSPECTS = "suspects"

# What a reading record calls a secret value, by the code it holds.
SECRETS = {
    "attachment.file": gettext_lazy("a file"),
    "attachment.image": gettext_lazy("the image of a file"),
    "contact.code_word": gettext_lazy("code word"),
    "contact.value": gettext_lazy("number or address"),
    "document.number": gettext_lazy("document number"),
    "never.numbers": gettext_lazy("numbers of a person never to be contacted"),
    "plan.agreed_code": gettext_lazy("word or sign agreed for danger"),
    "person.identity_number": gettext_lazy("national identity number"),
    SUSPECTS: gettext_lazy("suspected persons"),
    "shelter.place": gettext_lazy("place of the shelter"),
}
SHOWN = 5
PER_PAGE = 50


@dataclass(frozen=True)
class Reading:
    """What one person did with the case on one day, or last."""

    who: str
    is_reader: bool
    did: str
    at: datetime


def last_readers(case, reader) -> list[Reading]:
    """The last people who looked, each once, the reader included."""
    rows = list(
        _events(case, reader)
        .values("user_id", "role", "organisation_id")
        .annotate(at=Max("at"))
        .order_by("-at")[:SHOWN]
    )
    return _named(rows, reader, case)


def readings_of(case, reader, page: str | None) -> Page:
    """Every reading, those of one person, day and kind as one line."""
    rows = (
        _events(case, reader)
        .annotate(day=TruncDate("at"))
        .values("user_id", "role", "organisation_id", "action", "detail", "day")
        .annotate(at=Max("at"), times=Count("pk"))
        .order_by("-at")
    )
    found = Paginator(rows, PER_PAGE).get_page(page)
    found.object_list = _named(list(found.object_list), reader, case)
    return found


def _events(case, reader) -> QuerySet:
    """Who looked at the case; that it has suspected persons is told to those alone who may read of them."""
    rows = AccessEvent.objects.of_case(case).order_by()
    if allowed(check_can_view_suspects, reader, case):
        return rows
    return rows.exclude(action=Action.REVEALED, detail=SUSPECTS)


def _named(rows: list[dict[str, Any]], reader, case) -> list[Reading]:
    staff = StaffUser.objects.in_bulk({row["user_id"] for row in rows if row["user_id"]})
    outside = {person.organisation_id for person in staff.values()} - {case.organisation_id}
    organisations = Organisation.objects.in_bulk(outside)
    return [
        Reading(
            _who(staff.get(row["user_id"]), row["role"], reader, organisations),
            row["user_id"] == reader.pk,
            _did(row),
            row["at"],
        )
        for row in rows
    ]


def _who(person: StaffUser | None, role: str, reader, organisations: dict[UUID, Organisation]) -> str:
    if person is None:
        return _("Unknown person")
    if person.pk == reader.pk:
        return _("You")
    words = [person.short_name]
    if person.organisation_id in organisations:
        words.append(organisations[person.organisation_id].name)
    elif role in Role.values and role != Role.CASEWORKER:
        words.append(str(Role(role).label).lower())
    return ", ".join(words)


def _did(row: dict[str, Any]) -> str:
    """What was done, in words, and how often."""
    action, times = row.get("action"), row.get("times", 1)
    if action == Action.VIEWED:
        return ngettext("viewed once", "viewed %(times)s times", times) % {"times": times}
    if not action:
        return ""
    done = print_in_words(row["detail"]) if action == Action.PRINTED else str(Action(action).label)
    if times > 1:
        done = _("%(done)s, %(times)s times") % {"done": done, "times": times}
    secret = secret_in_words(row["detail"])
    return _("%(done)s: %(secret)s") % {"done": done, "secret": secret} if secret else done


def secret_in_words(code: str) -> str:
    """What was shown, and against which rule; empty for a code of something else."""
    kind, _dot, reason = code.partition("contact.override.")
    if reason and not kind:
        reason = label("contact_override_reason", reason)
        return _("number or address, outside its rule (%(reason)s)") % {"reason": reason}
    return str(SECRETS.get(code, ""))
