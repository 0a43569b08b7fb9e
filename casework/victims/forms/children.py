"""Forms about a child: age, guardian, best interests, family."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import modelform_factory
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.access.models import StaffUser
from casework.access.roles import Role
from casework.standards.lists import choices
from casework.victims.forms.records import RecordForm, asked
from casework.victims.models import (
    AgeAssessment,
    BestInterest,
    FamilyAssessment,
    FamilyTracing,
    Guardian,
    PanelMember,
)


class AgeAssessmentForm(RecordForm):
    """How an age was looked at. What was concluded has a page of its own."""

    needed = ("begun_on",)
    in_the_past = ("begun_on",)
    sections = [
        ("", ("begun_on", "doubt", "own_statement", "documents_considered")),
        (gettext_lazy("How"), ("methods", "was_informed", "person_agrees", "guardian_agrees")),
        (gettext_lazy("Who assesses"), ("assessed_by", "assessors")),
        (gettext_lazy("What was found"), ("lowest_age", "highest_age", "margin")),
    ]

    class Meta(RecordForm.Meta):
        model = AgeAssessment
        fields = [
            "begun_on", "doubt", "own_statement", "documents_considered", "methods", "was_informed",
            "person_agrees", "guardian_agrees", "assessed_by", "assessors", "lowest_age", "highest_age",
            "margin",
        ]  # fmt: skip

    def clean_highest_age(self):
        """A range has two ends, the lowest first."""
        lowest, highest = self.cleaned_data.get("lowest_age"), self.cleaned_data["highest_age"]
        if (lowest is None) != (highest is None) or (highest is not None and highest < lowest):
            raise ValidationError(_("write both ages, the lowest first, or neither."))
        return highest


class AgeDecisionForm(RecordForm):
    needed = ("conclusion", "decided_on")
    in_the_past = ("decided_on",)

    class Meta(RecordForm.Meta):
        model = AgeAssessment
        fields = ["conclusion", "decided_on", "appeal_told"]


class GuardianForm(RecordForm):
    needed = ("kind",)
    in_the_past = ("checked_on", "appointed_on", "ended_on")
    sections = [
        ("", ("kind", "name", "contact", "is_safe")),
        (gettext_lazy("Conflict of interest"), ("suspected", "checked_on", "conflict")),
        (gettext_lazy("Appointment"), ("appointed_by", "appointed_on", "until")),
        (gettext_lazy("End"), ("ended_on", "end_reason")),
    ]

    class Meta(RecordForm.Meta):
        model = Guardian
        fields = [
            "kind", "name", "contact", "is_safe", "suspected", "checked_on", "conflict", "appointed_by",
            "appointed_on", "until", "ended_on", "end_reason",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suspected"].help_text = _("If yes, the guardian must not act or consent for the child.")

    def clean_until(self):
        """An appointment ends after it began."""
        until, start = self.cleaned_data["until"], self.cleaned_data.get("appointed_on")
        if until and start and until < start:
            raise ValidationError(_("must be on or after the day of appointment."))
        return until


class BestInterestForm(RecordForm):
    """The beginning: of what kind, and which question is to be decided."""

    needed = ("kind", "question")

    class Meta(RecordForm.Meta):
        model = BestInterest
        fields = ["kind", "question", "question_details"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget = forms.RadioSelect(choices=choices("best_interest_kind"))
        self.fields["kind"].help_text = _(
            "An assessment goes along with daily work. A determination is decided by a panel: return, "
            "separation, a durable solution."
        )


class BestInterestPartForm(RecordForm):
    """One part of the text."""

    class Meta(RecordForm.Meta):
        model = BestInterest
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 8
        if "question" in self.fields:
            self.fields["question"].required = True


PART_FORMS = {
    part: modelform_factory(
        BestInterest, form=BestInterestPartForm, fields=list(names), formfield_callback=asked
    )
    for part, names in BestInterest.PARTS.items()
}


class BestInterestDecisionForm(RecordForm):
    needed = BestInterest.DECISION
    in_the_past = ("decided_on",)

    class Meta(RecordForm.Meta):
        model = BestInterest
        fields = [*BestInterest.DECISION, "follow_up_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["follow_up_on"].help_text = _("When to look whether the decision still serves the child.")

    def clean_follow_up_on(self):
        """The follow-up comes after the decision."""
        day, decided = self.cleaned_data["follow_up_on"], self.cleaned_data.get("decided_on")
        if day and decided and day < decided:
            raise ValidationError(_("must be on or after the day of the decision."))
        return day


class FollowUpForm(RecordForm):
    needed = ("followed_up_on",)
    in_the_past = ("followed_up_on",)

    class Meta(RecordForm.Meta):
        model = BestInterest
        fields = ["followed_up_on", "follow_up_note", "follow_up_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(followed_up_on=timezone.localdate(), follow_up_note="", follow_up_on=None)
        self.fields["follow_up_on"].label = _("Look again on")
        self.fields["follow_up_on"].help_text = _("Leave empty when no further look is needed.")

    def clean_follow_up_on(self):
        """The next look comes after this one."""
        day, done = self.cleaned_data["follow_up_on"], self.cleaned_data.get("followed_up_on")
        if day and done and day <= done:
            raise ValidationError(_("must be after the day of this follow-up."))
        return day


class ReopenForm(RecordForm):
    needed = ("reopening_reason",)

    class Meta(RecordForm.Meta):
        model = BestInterest
        fields = ["reopening_reason"]


class PanelMemberForm(RecordForm):
    """Somebody on the panel: of our staff, or from outside by name."""

    class Meta(RecordForm.Meta):
        model = PanelMember
        fields = ["user", "name", "organisation", "role", "is_chair"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.fields["user"]
        user.queryset = StaffUser.objects.active().filter(
            organisation_id=self.instance.case.organisation_id,
            role__in=[Role.CASEWORKER, Role.PROTECTION_OFFICER],
        )
        user.empty_label, user.widget.attrs["class"] = _("Somebody from outside"), "w-medium"
        self.fields["name"].help_text = _("For somebody from outside.")


class FamilyTracingForm(RecordForm):
    in_the_past = ("begun_on", "ended_on")
    needed = ("begun_on",)

    class Meta(RecordForm.Meta):
        model = FamilyTracing
        fields = ["child_agrees", "sought", "through", "begun_on", "steps", "ended_on"]


class FamilyAssessmentForm(RecordForm):
    needed = ("safety", "assessed_on")
    in_the_past = ("assessed_on",)

    class Meta(RecordForm.Meta):
        model = FamilyAssessment
        fields = ["safety", "assessed_on", "assessed_by", "reasons"]


class FamilyContactForm(RecordForm):
    in_the_past = ("contact_on",)

    class Meta(RecordForm.Meta):
        model = FamilyTracing
        fields = ["contact_on", "contact_restored", "outcome"]
