"""The files of a record, on any page of a case: {% attachments_of consent "consent" %}."""

from typing import Any

from django import template

from casework.records import Recorded
from casework.victims.models import Case

register = template.Library()


@register.inclusion_tag("victims/attachment_list.html", takes_context=True)
def attachments_of(context: dict[str, Any], record: Recorded, kind: str) -> dict[str, Any]:
    """The files of one record, and the link that adds one.

    `kind` is the word of the record in addresses; "case" for the case itself.
    All lists of a page are read with one query: `overview` of the page holds them.
    """
    key = None if isinstance(record, Case) else record.pk
    return {
        "attachments": context["overview"].attachments.get(key, []),
        "case": context["case"],
        "record": record,
        "kind": kind,
        "can_change": context["overview"].can_change,
        "hide_names": context.get("hide_names"),
    }
