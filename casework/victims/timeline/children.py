"""What happened for a child: the age looked at, a guardian, best interests, the family sought."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.standards.lists import label
from casework.victims.models import (
    AgeAssessment,
    BestInterest,
    Case,
    FamilyAssessment,
    FamilyTracing,
    Guardian,
)
from casework.victims.timeline import Event, live_records, newest, source

TONES = {"safe": "ok", "not_safe": "danger", "unclear": "caution"}
STEP_TONES = {"decided": "ok", "before_panel": "info", "reopened": "caution"}


@source("identification", AgeAssessment)
def ages(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Age assessments: begun, or what was concluded."""
    rows, total = newest(live_records(AgeAssessment, case, reader), limit, "-begun_on", "-created_at")
    return [
        Event(
            row.decided_on or row.begun_on, row.created_at, "help-circle",
            _("Age assessment decided") if row.is_decided else _("Age assessment begun"), row.created_by,
            label("age_conclusion", row.conclusion) if row.is_decided else _("treated as a child meanwhile"),
            "info", reverse("case-child", args=[case.pk]), _("Read the assessment"),
        )
        for row in rows
    ], total  # fmt: skip


@source("safety", Guardian)
def guardians(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Guardians; never their names."""
    rows, total = newest(live_records(Guardian, case, reader), limit, "-created_at")
    return [
        Event(
            timezone.localdate(row.created_at), row.created_at, "user-check", _("Guardian recorded"),
            row.created_by, guardian_in_words(row), "" if row.may_act else "danger",
            reverse("case-child", args=[case.pk]), _("See the guardian"),
        )
        for row in rows
    ], total  # fmt: skip


@source("safety", BestInterest)
def best_interests(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Best-interest procedures, where they stand."""
    rows, total = newest(live_records(BestInterest, case, reader), limit, "-updated_at")
    return [
        Event(
            row.decided_on or timezone.localdate(row.submitted_at or row.created_at),
            row.submitted_at or row.created_at, "scale", label("best_interest_kind", row.kind),
            row.created_by,
            f"{label('best_interest_question', row.question)}, "
            f"{label('best_interest_status', row.status).lower()}",
            STEP_TONES.get(row.status, ""), reverse("best-interest", args=[case.pk, row.pk]), _("Open"),
        )
        for row in rows
    ], total  # fmt: skip


@source("safety", FamilyTracing)
def tracings(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """The search for the family; never who is sought."""
    rows, total = newest(live_records(FamilyTracing, case, reader), limit, "-begun_on", "-created_at")
    return [
        Event(
            row.contact_on or row.begun_on, row.created_at, "users",
            _("Contact with the family") if row.contact_on else _("Family tracing begun"), row.created_by,
            "", "", reverse("case-child", args=[case.pk]), _("See the search"),
        )
        for row in rows
    ], total  # fmt: skip


@source("safety", FamilyAssessment)
def family_assessments(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Whether the family is safe."""
    rows, total = newest(live_records(FamilyAssessment, case, reader), limit, "-assessed_on", "-created_at")
    return [
        Event(
            row.assessed_on, row.created_at, "shield-check", _("Family assessed"), row.created_by,
            label("family_safety", row.safety), TONES.get(row.safety, ""),
            reverse("case-child", args=[case.pk]), _("Read the reasons"),
        )
        for row in rows
    ], total  # fmt: skip


def guardian_in_words(guardian: Guardian) -> str:
    """What kind of guardian, and whether they may act."""
    kind = label("guardian_kind", guardian.kind)
    if guardian.suspected == "yes":
        return _("%(kind)s: must not act") % {"kind": kind}
    return _("%(kind)s: ended") % {"kind": kind} if guardian.has_ended else kind
