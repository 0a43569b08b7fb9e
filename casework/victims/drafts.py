"""What was typed and not saved: taken from a form, put back into it, and found again on My day."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.urls import Resolver404, resolve
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst

from casework.access.models import StaffUser
from casework.victims.models import Draft

SHOWN = 5
# The token is for one page only; the record as it was seen stays with what was typed.
NOT_KEPT = {"csrfmiddlewaretoken", "once"}
NOT_TYPED = {"once", "seen"}


def typed_into(form: Any) -> dict[str, list[str]]:
    """What was typed into a form; nothing when it says what it said before. Secret values are not kept."""
    if not set(form.changed_data) - NOT_TYPED - _secret(form):
        return {}
    left_out = NOT_KEPT | _secret(form)
    return {name: values for name, values in form.data.lists() if name not in left_out}


def put_back(form: Any, draft: Draft) -> None:
    """Show what was typed, as it was typed, right or wrong."""
    data = MultiValueDict(json.loads(draft.typed))
    for name in set(form.fields) - {"once"} - _secret(form):
        widget = form.fields[name].widget
        if not widget.value_omitted_from_data(data, {}, name):
            form.initial[name] = widget.value_from_datadict(data, {}, name)


def _secret(form: Any) -> set[str]:
    return set(getattr(form, "secret", ()))


@dataclass(frozen=True)
class Beside:
    """Somebody else who began to write into the same form, and since when."""

    person: StaffUser
    since: datetime


def beside(address: str) -> list[Beside]:
    """Who else has not saved what they typed into this form. What they typed is theirs."""
    with connection.cursor() as cursor:
        cursor.execute("select who, since from sec.drafts_beside(%s)", [address])
        found = cursor.fetchall()
    people = StaffUser.objects.in_bulk([who for who, _since in found])
    return [Beside(people[who], since) for who, since in found]


@dataclass(frozen=True)
class Unfinished:
    """A draft as My day names it: the page it belongs to, never what was typed."""

    draft: Draft
    title: str


def unfinished(person) -> list[Unfinished]:
    """The drafts somebody kept last, in the cases they still see."""
    rows = Draft.objects.visible_to(person).select_related("case").order_by("-kept_at")[:SHOWN]
    return [Unfinished(draft, title) for draft in rows if (title := _title_of(draft))]


def _title_of(draft: Draft) -> str:
    """What kind of record it will be; empty when the page is gone since."""
    try:
        view: Any = resolve(draft.address).func
    except Resolver404:
        return ""
    return capfirst(view.view_class.form_class._meta.model._meta.verbose_name)
