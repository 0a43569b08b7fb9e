"""Forms about the person and about the case itself."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.access.models import StaffUser
from casework.access.once import OnceForm
from casework.access.roles import Role, has_permission
from casework.standards.forms import DayField
from casework.standards.lists import choices, label
from casework.victims import workflow
from casework.victims.forms.records import RecordForm, SecretKeepingForm
from casework.victims.models import Case, Victim


class PersonForm(SecretKeepingForm):
    """Everything HTCDS keeps about a person. Nothing is required."""

    secret = ("identity_number",)
    sections = [
        (
            gettext_lazy("Name"),
            (
                "name_to_use", "given_names", "middle_names", "family_name", "other_names",
                "name_on_documents", "salutation",
            ),
        ),
        (
            gettext_lazy("Age and gender"),
            ("birth_date", "birth_date_answer", "age_is_uncertain", "gender", "is_deceased"),
        ),
        (
            gettext_lazy("Languages and origin"),
            (
                "primary_language", "secondary_language", "needs_interpreter", "citizenships",
                "identity_number",
            ),
        ),
        (gettext_lazy("Situation"), ("marital_status", "number_of_children", "education", "title")),
    ]  # fmt: skip

    class Meta(RecordForm.Meta):
        model = Victim
        fields = [
            "name_to_use", "given_names", "middle_names", "family_name", "other_names", "name_on_documents",
            "salutation", "birth_date", "birth_date_answer", "age_is_uncertain", "gender",
            "is_deceased", "primary_language", "secondary_language", "needs_interpreter", "citizenships",
            "identity_number", "marital_status", "number_of_children", "education", "title",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_date_answer"].choices = [("", _("Not asked")), *choices("non_answer")]
        self.fields["birth_date_answer"].label = _("If there is no date of birth")
        self.fields["other_names"].help_text = _("One name on each line.")
        if self.instance.is_anonymous:
            # A name is given, or shown again, on the page for that.
            for name in (*Victim.NAME_FIELDS, "salutation", "identity_number"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A date answers the question: the non-answer goes."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("birth_date"):
            cleaned["birth_date_answer"] = ""
        return cleaned


class CaseForm(RecordForm):
    in_the_past = ("opened_on",)

    class Meta(RecordForm.Meta):
        model = Case
        fields = ["is_in_danger", "origin", "opened_on"]


class CaseStatusForm(OnceForm):
    """Closing, following up, reopening: only the steps possible from the present status."""

    status = forms.ChoiceField(label=gettext_lazy("New status"), widget=forms.RadioSelect)
    on = DayField(label=gettext_lazy("Closed on"), required=False, is_past=True)
    reason = forms.CharField(
        label=gettext_lazy("Reason for closing"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For example: goals reached, contact lost. Sealed like every note."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, by: StaffUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [
            wanted
            for (now, wanted), permission in workflow.CASE_STATUS.items()
            if now == case.status and has_permission(by, permission)
        ]
        self.fields["status"].choices = [(code, label("case_status", code)) for code in steps]
        self.fields["status"].error_messages["required"] = _("Choose the new status.")
        self.initial.update(seen=case.updated_at.isoformat(), on=timezone.localdate())
        if case.is_closed:
            del self.fields["on"], self.fields["reason"]


class AssignForm(OnceForm):
    """Who holds the case, or works on it."""

    person = forms.ModelChoiceField(
        StaffUser.objects.none(), label=gettext_lazy("Person of staff"),
        error_messages={"required": gettext_lazy("Choose a person of staff.")},
        empty_label=gettext_lazy("Choose"), widget=forms.Select(attrs={"class": "w-medium"}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        choices=lambda: choices("assignment_kind"), label=gettext_lazy("Part in the case"),
        widget=forms.RadioSelect(attrs={"class": "choices-line"}),
        error_messages={"required": gettext_lazy("Choose the part in the case.")},
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = StaffUser.objects.active().filter(
            organisation_id=case.organisation_id, role__in=[Role.CASEWORKER, Role.PROTECTION_OFFICER]
        )
