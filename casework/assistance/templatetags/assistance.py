"""What other pages show of help: the short form for logging it, stays in one’s shelter, tasks, hearings."""

from datetime import timedelta
from typing import Any

from django import template
from django.db.models import QuerySet
from django.template.context import Context
from django.utils import timezone

from casework.assistance.forms.delivery import ServiceForm
from casework.assistance.hearings import in_words
from casework.assistance.models import AssistanceService, Handover, Hearing, Task
from casework.assistance.occupancy import tended_stays
from casework.assistance.services.delivery import UNDO_FOR
from casework.assistance.tasks import agenda_of, due_in_words
from casework.assistance.views.delivery import last_used

register = template.Library()
TASKS_SHOWN = 5
HANDOVER_TOLD_FOR = timedelta(days=7)


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


register.filter("due_in_words", due_in_words)


@register.inclusion_tag("assistance/day_tasks.html", takes_context=True)
def day_tasks(context: Context) -> dict[str, Any]:
    """What this person has to do today, by the hour."""
    return {"tasks_today": agenda_of(context["request"].user)}


def _to_do(case, user) -> QuerySet[Task]:
    return Task.objects.visible_to(user).filter(case=case).select_related("assigned_to", "case").open()


@register.simple_tag(takes_context=True)
def next_task(context: Context, case) -> Task | None:
    """The first thing to do in the case, whoever does it."""
    return _to_do(case, context["request"].user).first()


@register.inclusion_tag("assistance/case_to_do.html", takes_context=True)
def case_to_do(context: Context, case) -> dict[str, Any]:
    """What is to do first in the case, whoever does it."""
    user = context["request"].user
    tasks = list(_to_do(case, user)[: TASKS_SHOWN + 1])
    return {
        "tasks": tasks[:TASKS_SHOWN], "has_more": len(tasks) > TASKS_SHOWN, "case": case, "user": user,
        "can_change": context["overview"].can_change, "hide_names": context.get("hide_names"),
    }  # fmt: skip


@register.inclusion_tag("assistance/day_handovers.html", takes_context=True)
def day_handovers(context: Context) -> dict[str, Any]:
    """Cases that changed hands this week: for both people, and for the officer who did it."""
    user = context["request"].user
    rows = Handover.objects.visible_to(user).filter(created_at__gte=timezone.now() - HANDOVER_TOLD_FOR)
    return {"handovers": rows.select_related("leaver", "receiver").order_by("-created_at"), "user": user}


@register.simple_tag
def hearing_time(hearing: Hearing) -> str:
    """Day and hour there, and here where the clocks differ."""
    return in_words(hearing)
