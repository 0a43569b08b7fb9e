"""The short form for logging help, put on the page of a case."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone

from casework.assistance.forms.delivery import ServiceForm
from casework.assistance.models import AssistanceService
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
