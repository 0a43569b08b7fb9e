"""Logging help, and taking back a slip of the hand."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.assistance import policies
from casework.assistance.models import AssistanceService
from casework.victims.models import Case

UNDO_FOR = timedelta(seconds=30)


@transaction.atomic
def log_service(*, service: AssistanceService, by) -> AssistanceService:
    """Record help as given, refused, put off or not available."""
    policies.check_can_log_service(by, service.case)
    service.keep(by=by, reason="logged")
    return service


@transaction.atomic
def log_service_for_several(
    *, cases: Iterable[Case], values: Mapping[str, Any], by
) -> list[AssistanceService]:
    """Record the same help in several cases, such as a group session: in all of them or in none.

    Each case has an entry of its own. None says who else was there.
    """
    return [log_service(service=AssistanceService(case=case, **values), by=by) for case in cases]


@transaction.atomic
def undo_service(*, service: AssistanceService, by) -> None:
    """Take an entry back within half a minute of making it; its history stays."""
    policies.check_can_log_service(by, service.case)
    if service.created_by_id != by.pk or timezone.now() - service.created_at > UNDO_FOR:
        raise PermissionDenied(_("This can be undone for 30 seconds only, by whoever logged it."))
    mark_service_in_error(service=service, by=by)


@transaction.atomic
def mark_service_in_error(*, service: AssistanceService, by) -> None:
    """Say that an entry should not have been made; it leaves the timeline, its history stays."""
    policies.check_can_log_service(by, service.case)
    service.entered_in_error = True
    service.keep(by=by, reason="entered in error")
