"""The page about a child: the age, the guardian, the best interests, the family."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.records import CaseRecord
from casework.sealing.fields import SealedField
from casework.victims import children, services
from casework.victims.forms.children import (
    AgeAssessmentForm,
    AgeDecisionForm,
    FamilyAssessmentForm,
    FamilyContactForm,
    FamilyTracingForm,
    GuardianForm,
)
from casework.victims.models import (
    AgeAssessment,
    BestInterest,
    FamilyAssessment,
    FamilyTracing,
    Guardian,
)
from casework.victims.views.case import CasePageMixin
from casework.victims.views.confirm import InErrorView
from casework.victims.views.records import RecordFormView
from casework.victims.wording import rows_of

AGE = (
    "begun_on", "doubt", "own_statement", "documents_considered", "methods", "was_informed", "person_agrees",
    "guardian_agrees", "assessed_by", "assessors", "lowest_age", "highest_age", "margin", "decided_on",
    "appeal_told",
)  # fmt: skip
GUARDIAN = (
    "name", "contact", "is_safe", "suspected", "checked_on", "conflict", "appointed_by", "appointed_on",
    "until", "ended_on", "end_reason",
)  # fmt: skip
TRACING = (
    "child_agrees", "sought", "through", "begun_on", "steps", "contact_on", "contact_restored", "outcome",
    "ended_on",
)  # fmt: skip
FAMILY = ("assessed_on", "assessed_by", "reasons")


def written(record: CaseRecord, names: tuple[str, ...], hides: bool) -> Iterator[tuple[str, str, bool]]:
    """Label and value of what is recorded, and whether it is hidden with the names."""
    for name, (label, value) in zip(names, rows_of(record, names), strict=True):
        if value:
            yield label, value, hides and isinstance(record._meta.get_field(name), SealedField)


class CaseChildView(CasePageMixin, TemplateView):
    """Everything the case of a child needs, in four sections."""

    template_name = "victims/case_child.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hides = self.request.user.hide_names
        ages = list(self.records(AgeAssessment).order_by("-created_at"))
        guardians = sorted(
            self.records(Guardian).order_by("-created_at"), key=lambda row: (not row.may_act, row.has_ended)
        )
        best_interests = self.records(BestInterest).select_related("case", "decided_by")
        decision = children.decided_best_interest(self.case, "family_contact")
        assessments: dict[Any, list[FamilyAssessment]] = {}
        for row in self.records(FamilyAssessment).order_by("-assessed_on", "-created_at"):
            assessments.setdefault(row.tracing_id, []).append(row)
        return super().get_context_data(
            ages=[(row, list(written(row, AGE, hides))) for row in ages],
            is_adult_by_decision=bool(ages) and ages[0].conclusion == "adult",
            guardians=[(row, list(written(row, GUARDIAN, hides))) for row in guardians],
            has_guardian=any(row.may_act for row in guardians),
            best_interests=best_interests.order_by("-created_at"),
            tracings=[
                (
                    row, list(written(row, TRACING, hides)),
                    [(one, list(written(one, FAMILY, hides))) for one in assessments.get(row.pk, [])],
                    children.contact_ruling(assessments.get(row.pk, []), decision),
                )
                for row in self.records(FamilyTracing).order_by("-created_at")
            ],
            **kwargs,
        )  # fmt: skip


class ChildRecordFormView(RecordFormView):
    """A record of the page about a child."""

    page = "case-child"


class AgeAssessmentFormView(ChildRecordFormView):
    form_class = AgeAssessmentForm
    add_title = gettext_lazy("Begin an age assessment")
    change_title = gettext_lazy("Change an age assessment")
    lead = gettext_lazy("Only in real doubt. Until it is decided, the person is treated as a child.")

    def save(self, record, form, changes, seen) -> None:
        by = self.request.user
        if record._state.adding:
            services.begin_age_assessment(assessment=AgeAssessment(case=self.case, **changes), by=by)
        else:
            services.change_age_assessment(assessment=record, changes=changes, seen=seen, by=by)

    def get_in_error_url(self) -> str:
        return reverse("age-assessment-in-error", args=[self.case.pk, self.record.pk])


class AgeDecideView(ChildRecordFormView):
    form_class = AgeDecisionForm
    change_title = gettext_lazy("Conclude the age assessment")
    lead = gettext_lazy(
        "In doubt the person is a child. The date of birth that was stated stays as it is. "
        "A conclusion cannot be changed; new doubt needs a new assessment."
    )

    def save(self, record, form, changes, seen) -> None:
        services.decide_age(assessment=record, changes=changes, seen=seen, by=self.request.user)

    def get_in_error_url(self) -> str:
        return ""


class AgeAssessmentInErrorView(InErrorView):
    """Says that an age assessment should not have been made; a doubt that it ended is there again."""

    page = "case-child"
    model = AgeAssessment

    def step(self, record) -> None:
        services.mark_age_assessment_in_error(assessment=record, by=self.request.user)


class GuardianFormView(ChildRecordFormView):
    form_class = GuardianForm
    add_title = gettext_lazy("Add a guardian")
    change_title = gettext_lazy("Change a guardian")
    lead = gettext_lazy("Who speaks for the child. A parent may, when the child is safe with them.")


class FamilyTracingFormView(ChildRecordFormView):
    form_class = FamilyTracingForm
    add_title = gettext_lazy("Begin family tracing")
    change_title = gettext_lazy("Change the search")
    lead = gettext_lazy("Only if the child wants it. The family is assessed before any contact.")


class FamilyAssessmentFormView(ChildRecordFormView):
    form_class = FamilyAssessmentForm
    add_title = gettext_lazy("Assess the family")
    change_title = gettext_lazy("Change a family assessment")
    lead = gettext_lazy("Through the authorities or a partner there, without naming the child to the family.")


class FamilyAssessmentAddView(FamilyAssessmentFormView):
    """An assessment of the family of one search, which the address names."""

    def find_record(self) -> FamilyAssessment:
        tracing = self.get_record(FamilyTracing, self.kwargs["record"])
        return FamilyAssessment(case=self.case, tracing=tracing)

    def save(self, record, form, changes, seen) -> None:
        made = FamilyAssessment(case=self.case, tracing=record.tracing, **changes)
        services.assess_family(assessment=made, by=self.request.user)


class FamilyContactView(ChildRecordFormView):
    form_class = FamilyContactForm
    change_title = gettext_lazy("Contact with the family")

    @property
    def lead(self) -> str:  # type: ignore[override]  # what the rule says of this search
        decision = children.decided_best_interest(self.case, "family_contact")
        assessments = self.records(FamilyAssessment).filter(tracing=self.record)
        return children.contact_ruling(assessments, decision).refusal

    def save(self, record, form, changes, seen) -> None:
        services.record_family_contact(tracing=record, changes=changes, seen=seen, by=self.request.user)

    def get_in_error_url(self) -> str:
        return ""
