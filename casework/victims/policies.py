"""Who may do what with people and cases."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from casework.access import grants
from casework.access.apart import is_kept_from
from casework.access.policies import require
from casework.access.roles import Role
from casework.victims.models import Case


def check_can_register_person(user) -> None:
    """Caseworkers and protection officers register people for their own organisation."""
    require(user, "register_person")


def check_can_change_case(user, case) -> None:
    """Change needs the role's permission and a grant to write, or the oversight of the organisation."""
    require(user, "change_case")
    if user.role == Role.PROTECTION_OFFICER and case.organisation_id == user.organisation_id:
        check_is_not_kept_out(user, case)
        return
    if not grants.has_grant(case, user, grants.WRITE):
        raise PermissionDenied(
            _("You do not work on this case. Its protection officer can assign it to you.")
        )


def check_can_screen_person(user, case) -> None:
    """Whoever works on the case may screen, and go on with a screening that a colleague began."""
    check_can_change_case(user, case)


def check_can_assign_case(user, case, to=None) -> None:
    """The protection officer of the organisation assigns its cases, to staff of that organisation."""
    require(user, "assign_case")
    if case.organisation_id != user.organisation_id:
        raise PermissionDenied(_("This case belongs to another organisation."))
    if to is not None and (to.organisation_id != case.organisation_id or not to.is_active):
        raise PermissionDenied(_("A case is assigned to active staff of its own organisation."))
    if to is not None and to.role not in (Role.CASEWORKER, Role.PROTECTION_OFFICER):
        raise PermissionDenied(_("A case is held by a caseworker or a protection officer."))
    check_is_not_kept_out(user, case)
    if to is not None and is_kept_from(to, case):
        # No reason: it could name somebody of the other case.
        raise PermissionDenied(_("This person of staff cannot be given this case. Choose somebody else."))


def check_is_not_kept_out(user, case) -> None:
    """Oversight ends where somebody is kept out of a case: its own officer too."""
    if not case._state.adding and not Case.objects.visible_to(user).filter(pk=case.pk).exists():
        raise PermissionDenied(_("You do not work on this case."))


def check_can_view_suspects(user, case) -> None:
    """Suspected persons are for those who work on the case, and never for a partner."""
    require(user, "view_suspects")
    check_can_change_case(user, case)


def check_can_keep_apart(user, case) -> None:
    """The protection officer of the organisation keeps people and cases apart."""
    require(user, "keep_apart")
    if case.organisation_id != user.organisation_id:
        raise PermissionDenied(_("This case belongs to another organisation."))
    check_is_not_kept_out(user, case)


def check_can_record_conflict(user, case, staff) -> None:
    """Everybody declares a conflict of their own; those of others are recorded by the protection officer."""
    check_can_change_case(user, case)
    if staff.pk != user.pk:
        check_can_keep_apart(user, case)


def check_can_lift_conflict(user, conflict) -> None:
    """Nobody lets themself into a case again: another protection officer does."""
    check_can_keep_apart(user, conflict.case)
    if conflict.user_id == user.pk:
        raise PermissionDenied(_("Another protection officer must decide about your own conflict."))


def check_can_compare_people(user, duplicate) -> None:
    """The protection officers of the cases decide whether two people are one."""
    require(user, "compare_people")
    visible = Case.objects.visible_to(user).filter(organisation_id=user.organisation_id)
    if not visible.filter(pk__in=[duplicate.one_id, duplicate.other_id]).exists():
        raise PermissionDenied(_("Neither of the two cases is yours to compare."))


def check_can_search_people(user) -> None:
    require(user, "search_people")


def check_can_discard_assessment(user, assessment) -> None:
    """Whoever works on the case; a high risk does not disappear without the protection officer."""
    check_can_change_case(user, assessment.case)
    if not assessment.is_draft and assessment.is_grave:
        require(user, "acknowledge_risk")


def check_can_acknowledge_risk(user, assessment) -> None:
    """A protection officer of the organisation, and not the one who began or finished the assessment."""
    require(user, "acknowledge_risk")
    if assessment.case.organisation_id != user.organisation_id:
        raise PermissionDenied(_("This case belongs to another organisation."))
    if user.pk in (assessment.created_by_id, assessment.finished_by_id):
        raise PermissionDenied(_("Another protection officer must acknowledge what you wrote."))


def check_can_change_best_interest(user, best_interest) -> None:
    """The text of a best-interest procedure is changed until it is handed in."""
    check_can_change_case(user, best_interest.case)
    if best_interest.status == "before_panel":
        raise PermissionDenied(
            _("The panel has this text now. The protection officer can send it back to be changed.")
        )
    if not best_interest.is_open:
        raise PermissionDenied(_("This text is final. A decision can be reopened, with a reason."))


def check_can_oversee_best_interest(user, best_interest) -> None:
    """The protection officer of the organisation sends back, approves and reopens."""
    require(user, "decide_best_interest")
    if best_interest.case.organisation_id != user.organisation_id:
        raise PermissionDenied(_("This case belongs to another organisation."))


def check_can_decide_best_interest(user, best_interest) -> None:
    """Whoever wrote a part of the text does not approve the decision on it."""
    check_can_oversee_best_interest(user, best_interest)
    if best_interest.was_written_by(user):
        raise PermissionDenied(_("You wrote a part of this text. Another protection officer must approve."))
