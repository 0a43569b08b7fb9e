"""Handing a caseload over: every case and every open task in one step, or none."""

from collections import Counter
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casework.access.models import StaffUser
from casework.assistance import policies
from casework.assistance.models import Handover, Task
from casework.victims.models import Case, CaseAssignment
from casework.victims.services.cases import assign_case, change_fields, locked


@transaction.atomic
def hand_over_cases(*, leaver: StaffUser, receivers: Mapping[Case, StaffUser], by) -> list[Handover]:
    """Give open cases of one person to others, with the tasks that person still had there.

    What the one before could see ends with their next request. All of it happens or nothing: a case that
    somebody else holds meanwhile, or that must not go to its new holder, is named by its reference.
    """
    for case, to in receivers.items():
        try:
            policies.check_can_hand_over(by, case, leaver)
            locked(case)
            held = CaseAssignment.objects.live().filter(case=case, user=leaver, kind="holder", ended_at=None)
            if not held.exists():
                raise PermissionDenied(_("Somebody else holds it now."))
            assign_case(case=case, to=to, by=by)
        except PermissionDenied as refusal:
            raise ValidationError(f"{case.reference}: {refusal}") from refusal
        for task in Task.objects.filter(case=case, assigned_to=leaver).open():
            change_fields(task, {"assigned_to": to}, reason="handed over", by=by)
    told = []
    for to, number in Counter(receivers.values()).items():
        handover = Handover(leaver=leaver, receiver=to, number=number)
        handover.keep(by=by, reason="recorded")
        told.append(handover)
    return told
