"""Looking at an age without presumption, and the way back to a family."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casework.standards.dates import format_date
from casework.victims import children, policies
from casework.victims.models import AgeAssessment, FamilyAssessment, FamilyTracing
from casework.victims.services.cases import change_fields, locked, with_values
from casework.victims.services.people import change_person


@transaction.atomic
def begin_age_assessment(*, assessment: AgeAssessment, by) -> AgeAssessment:
    """Write down that an age is in doubt: from now on, until decided, the person is treated as a child."""
    policies.check_can_change_case(by, assessment.case)
    if assessment.conclusion:
        raise ValidationError(_("An age assessment begins without a conclusion."))
    assessment.keep(by=by, reason="recorded")
    _settle_doubt(assessment, by)
    return assessment


@transaction.atomic
def change_age_assessment(
    *, assessment: AgeAssessment, changes: Mapping[str, Any], seen: datetime | None = None, by
) -> AgeAssessment:
    """Change an age assessment that is not decided yet."""
    policies.check_can_change_case(by, assessment.case)
    return change_fields(_undecided(assessment, seen), changes, reason="changed", by=by)


@transaction.atomic
def decide_age(
    *, assessment: AgeAssessment, changes: Mapping[str, Any], seen: datetime | None = None, by
) -> AgeAssessment:
    """Conclude: only "adult" ends the doubt. The date of birth that was stated stays as it is.

    `changes` holds conclusion, decided_on and appeal_told.
    """
    policies.check_can_change_case(by, assessment.case)
    assessment = change_fields(_undecided(assessment, seen), changes, reason="decided", by=by)
    _settle_doubt(assessment, by)
    return assessment


@transaction.atomic
def mark_age_assessment_in_error(*, assessment: AgeAssessment, by) -> AgeAssessment:
    """An assessment that should not have been made: a doubt that it ended is there again."""
    policies.check_can_change_case(by, assessment.case)
    changes = {"entered_in_error": True}
    assessment = change_fields(locked(assessment), changes, reason="entered in error", by=by)
    _settle_doubt(assessment, by)
    return assessment


@transaction.atomic
def assess_family(*, assessment: FamilyAssessment, by) -> FamilyAssessment:
    """Say whether the family that is sought is safe for the child."""
    policies.check_can_change_case(by, assessment.case)
    if assessment.tracing.case_id != assessment.case_id:
        raise ValidationError(_("This search belongs to another case."))
    assessment.keep(by=by, reason="recorded")
    return assessment


@transaction.atomic
def record_family_contact(
    *, tracing: FamilyTracing, changes: Mapping[str, Any], seen: datetime | None = None, by
) -> FamilyTracing:
    """Record contact with the family, or that there is none.

    Contact stands recorded only when the child agrees and the family was found safe before, or the panel
    decided for it. `changes` holds contact_on, contact_restored and outcome.
    """
    policies.check_can_change_case(by, tracing.case)
    tracing = with_values(locked(tracing, seen), changes)
    if tracing.contact_on or tracing.contact_restored == "yes":
        _check_contact(tracing)
    tracing.keep(by=by, reason="changed")
    return tracing


def _check_contact(tracing: FamilyTracing) -> None:
    if tracing.child_agrees != "yes":
        raise ValidationError(_("Contact needs the child’s agreement. Ask the child first."))
    ruling = children.contact_ruling(
        tracing.assessments.live(), children.decided_best_interest(tracing.case, "family_contact")
    )
    if ruling.refusal:
        raise ValidationError(ruling.refusal)
    if tracing.contact_on and ruling.since and tracing.contact_on < ruling.since:
        raise ValidationError(
            _("Contact comes after %(day)s, the day it was found to be safe.")
            % {"day": format_date(ruling.since)}
        )


def _undecided(assessment: AgeAssessment, seen: datetime | None) -> AgeAssessment:
    assessment = locked(assessment, seen)
    if assessment.is_decided:
        raise ValidationError(_("This assessment is decided. If there is new doubt, begin another one."))
    return assessment


def _settle_doubt(assessment: AgeAssessment, by) -> None:
    """The flag on the person says what the newest assessment leaves open."""
    victim = assessment.case.victim
    victim.refresh_from_db()
    in_doubt = not AgeAssessment.objects.ends_doubt(victim)
    if victim.age_is_uncertain != in_doubt:
        change_person(case=assessment.case, changes={"age_is_uncertain": in_doubt}, by=by)
