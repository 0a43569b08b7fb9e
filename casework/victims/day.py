"""What My day holds for each role."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from casework.access.models import AccessEvent, Action, StaffUser
from casework.victims import agenda, attention
from casework.victims.drafts import unfinished
from casework.victims.models import Case, CaseAssignment

SHOWN = 8
DORMANT_AFTER = timedelta(days=60)


def of_caseworker(user) -> dict[str, Any]:
    """Their open cases: what to do first, what is planned, what changed, where they stand."""
    cases = Case.objects.visible_to(user).open()
    return {
        **_first([*attention.needs(cases, attention.OF_A_HOLDER), *attention.own_needs(cases, user)]),
        **_load(cases),
        "agenda": agenda.of_week(cases),
        "changes": attention.recent_changes(cases),
        "drafts": unfinished(user),
    }


def of_officer(user) -> dict[str, Any]:
    """The organisation's open cases: who needs a caseworker, who is in danger; and their own cases."""
    cases = Case.objects.visible_to(user).open()
    held = CaseAssignment.objects.filter(user=user, ended_at=None).values("case")
    own = cases.filter(pk__in=held)
    found = {
        (need.kind, need.case.id): need
        for need in (
            *attention.needs(cases, attention.OF_AN_OFFICER),
            *attention.needs(own, attention.OF_A_HOLDER),
        )
    }
    needs = [*found.values(), *attention.own_needs(cases, user)]
    return {
        **_first(needs),
        **_load(cases),
        "agenda": agenda.of_week(own),
        "own_count": own.count(),
        "drafts": unfinished(user),
    }


def of_auditor(user) -> dict[str, Any]:
    """How far the trail goes, and what happened today."""
    today = timezone.localdate()
    midnight = timezone.make_aware(datetime.combine(today, datetime.min.time()))
    rows = AccessEvent.objects.visible_to(user).filter(at__gte=midnight)
    counted = dict(rows.order_by().values_list("action").annotate(Count("pk")))
    with connection.cursor() as cursor:
        cursor.execute("select seq, encode(link, 'hex') from sec.head()")
        length, link = cursor.fetchone()
    return {
        "chain_length": length,
        "chain_link": link[:12],
        "events": [(Action(action).label, count) for action, count in sorted(counted.items())],
        "event_count": sum(counted.values()),
        "refused_count": counted.get(Action.REFUSED, 0) + counted.get(Action.SIGN_IN_FAILED, 0),
    }


def of_administrator(user) -> dict[str, Any]:
    """Accounts to look at: never used, long unused, suspended."""
    long_ago = timezone.now() - DORMANT_AFTER
    staff = StaffUser.objects.select_related("organisation")
    active = staff.filter(is_active=True, organisation__is_active=True)
    return {
        "never_signed_in": active.filter(last_login=None)[:SHOWN],
        "dormant": active.filter(last_login__lt=long_ago).order_by("last_login")[:SHOWN],
        "suspended": staff.filter(is_active=False)[:SHOWN],
        "active_count": active.count(),
    }


def of_nobody_else(user) -> dict[str, Any]:
    """Nothing waits for this role."""
    return {}


def _first(needs: list[attention.Need]) -> dict[str, Any]:
    return {"needs": attention.in_order(needs)[:SHOWN], "need_count": len(needs)}


def _load(cases) -> dict[str, Any]:
    return {
        "case_count": cases.count(),
        "danger_count": cases.filter(is_in_danger="yes").count(),
        "stages": attention.by_stage(cases),
    }
