"""Who may log help, set up shelters, update stays, give tasks and correct notes."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from casework.access.models import StaffUser
from casework.access.policies import allowed, require
from casework.access.roles import Role
from casework.assistance.models import ShelterStaff
from casework.assistance.models.shelter import WORKERS
from casework.victims.models import Case, CaseAssignment
from casework.victims.policies import check_can_assign_case, check_can_change_case


def check_can_log_service(user, case) -> None:
    """Whoever works on the case logs help. No approval, no status and no cooperation is asked for."""
    require(user, "log_assistance")
    check_can_change_case(user, case)


def works_in(user, shelter_id) -> bool:
    """Whether this person works in the shelter now."""
    return (
        user.role in WORKERS
        and ShelterStaff.objects.filter(user=user, shelter_id=shelter_id, ended_at=None).exists()
    )


def check_can_manage_shelter(user, shelter=None) -> None:
    """Protection officers and administrators set up the shelters of their organisation."""
    require(user, "manage_shelters")
    if shelter is not None and shelter.organisation_id != user.organisation_id:
        raise PermissionDenied(_("This shelter belongs to another organisation."))


def check_can_staff_shelter(user, shelter, staff) -> None:
    """In a shelter work active caseworkers and shelter partners of its organisation."""
    check_can_manage_shelter(user, shelter)
    if staff.organisation_id != shelter.organisation_id or not staff.is_active or staff.role not in WORKERS:
        raise PermissionDenied(
            _("In a shelter work active caseworkers and shelter partners of its organisation.")
        )


def check_can_tend_shelter(user, shelter_id) -> None:
    """What is told of a shelter from inside: by whoever works there."""
    require(user, "tend_stays")
    if not works_in(user, shelter_id):
        raise PermissionDenied(_("Only those who work in this shelter can do this."))


def check_can_use_bed(user, shelter) -> None:
    """Beds go out of use and come back by those who work there, or who answer for the shelter."""
    if not allowed(check_can_manage_shelter, user, shelter):
        check_can_tend_shelter(user, shelter.pk)


def check_can_request_stay(user, case) -> None:
    """Whoever works on the case asks for a bed, holds one, and says what the shelter should provide."""
    require(user, "tend_stays")
    check_can_change_case(user, case)


def check_can_tend_stay(user, stay) -> None:
    """Whoever works in the shelter, or on the case, updates a stay."""
    require(user, "tend_stays")
    if not works_in(user, stay.shelter_id):
        check_can_change_stay(user, stay)


def check_can_change_stay(user, stay) -> None:
    """What the shelter is told of the person is decided by whoever works on the case."""
    require(user, "tend_stays")
    case = Case.objects.visible_to(user).filter(pk=stay.case_id).first()
    if case is None:
        raise PermissionDenied(_("Only those who work on the case, or in the shelter, can do this."))
    check_can_change_case(user, case)


def check_can_let_in(user, shelter) -> None:
    """The shelter itself lets people in, or the organisation it belongs to: they learn where it is."""
    require(user, "tend_stays")
    works_for_it = user.role != Role.SHELTER_PARTNER and shelter.organisation_id == user.organisation_id
    if not works_for_it and not works_in(user, shelter.pk):
        raise PermissionDenied(_("The shelter lets people in itself. Hold a bed, then call the shelter."))


def staff_of(case) -> QuerySet:
    """Who can be given tasks in a case: those who work on it, and the officers who answer for it."""
    at_work = CaseAssignment.objects.live().filter(case=case, ended_at=None).values("user_id")
    officers = Q(role=Role.PROTECTION_OFFICER, organisation_id=case.organisation_id)
    # An officer kept out of the case is not left out here: that would tell of it. They see no task of it.
    return StaffUser.objects.active().filter(Q(pk__in=at_work) | officers)


def check_can_give_task(user, case, to) -> None:
    """Whoever works on the case gives tasks, to those who can do them there."""
    check_can_change_case(user, case)
    if not staff_of(case).filter(pk=to.pk).exists():
        raise PermissionDenied(_("A task is given to somebody who works on the case."))


def check_can_correct_note(user, note) -> None:
    """Nobody changes what somebody else wrote: others add a note of their own."""
    check_can_change_case(user, note.case)
    if note.created_by_id != user.pk:
        raise PermissionDenied(_("Only who wrote this note corrects it. Add a note of your own."))


def check_can_withdraw_note(user, note) -> None:
    """Its author, and the protection officer of the organisation, say that a note was a mistake."""
    check_can_change_case(user, note.case)
    if note.created_by_id != user.pk and user.role != Role.PROTECTION_OFFICER:
        raise PermissionDenied(_("Only who wrote this note, or the protection officer, takes it back."))


def check_can_hand_over(user, case, leaver) -> None:
    """The protection officer of the organisation hands its cases over, from one of its staff to another."""
    check_can_assign_case(user, case)
    if leaver.organisation_id != user.organisation_id:
        raise PermissionDenied(_("This person works for another organisation."))
