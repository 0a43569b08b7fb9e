"""What pages show of help: the short form for logging it, the stays of one's shelter, times of hearings."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone

from casework.assistance.forms.delivery import ServiceForm
from casework.assistance.hearings import in_words
from casework.assistance.models import AssistanceService, Hearing
from casework.assistance.occupancy import tended_stays
from casework.assistance.services.delivery import UNDO_FOR
from casework.assistance.views.delivery import last_used

register = template.Library()


@register.inclusion_tag("assistance/quick_log.html", takes_context=True)
def quick_log(context: Context, case) -> dict[str, Any]:
    """The form, and the entry of the last half minute that can still be undone."""
    user = context["request"].user
    undoable = (
        AssistanceService.objects.visible_to(user)
        .filter(case=case, created_by=user, created_at__gte=timezone.now() - UNDO_FOR)
        .live()
        .order_by("-created_at")
        .first()
    )
    form = ServiceForm(instance=AssistanceService(case=case), recent=last_used(user))
    return {"form": form, "case": case, "undoable": undoable}


@register.inclusion_tag("assistance/shelter_day.html", takes_context=True)
def shelter_day(context: Context) -> dict[str, Any]:
    """The stays of the shelters this person works in, on their day."""
    return {"stays": tended_stays(context["request"].user)}


@register.simple_tag
def hearing_time(hearing: Hearing) -> str:
    """Day and hour there, and here where the clocks differ."""
    return in_words(hearing)
