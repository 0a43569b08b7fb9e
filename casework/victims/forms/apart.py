"""Forms about suspected persons, conflicts of interest and cases that are held apart."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.access.models import StaffUser
from casework.access.once import OnceForm
from casework.access.roles import Role
from casework.standards.lists import choices
from casework.victims.finding import by_reference
from casework.victims.forms.records import RecordForm
from casework.victims.models import Case, ConflictOfInterest, SuspectedPerson


class SuspectForm(RecordForm):
    """What is known of a suspected person; a name may be missing."""

    class Meta(RecordForm.Meta):
        model = SuspectedPerson
        fields = [
            "names", "aliases", "role", "relationship", "description", "contact_details", "whereabouts",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aliases"].help_text = _("One name on each line.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(self.changes.values()):
            raise ValidationError(_("Write at least one thing that is known: a name, a number, a place."))
        return cleaned


class DeclarationForm(OnceForm):
    """A conflict of interest of one's own."""

    kind = forms.ChoiceField(
        choices=lambda: choices("conflict_kind"), label=gettext_lazy("Relation"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Relation: choose one, “other” if none fits.")},
    )  # fmt: skip
    explanation = forms.CharField(
        label=gettext_lazy("Explanation"), required=False,
        max_length=ConflictOfInterest._meta.get_field("explanation").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only protection officers read it."),
    )  # fmt: skip


class ConflictForm(DeclarationForm):
    """A conflict of interest of somebody else of staff."""

    staff = forms.ModelChoiceField(
        StaffUser.objects.none(), label=gettext_lazy("Person of staff"),
        error_messages={"required": gettext_lazy("Choose a person of staff.")},
        empty_label=gettext_lazy("Choose"), widget=forms.Select(attrs={"class": "w-medium"}),
    )  # fmt: skip
    field_order = ["staff", "kind", "explanation"]

    def __init__(self, *args: Any, case: Case, by: StaffUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = StaffUser.objects.active().filter(
            organisation_id=case.organisation_id, role__in=[Role.CASEWORKER, Role.PROTECTION_OFFICER]
        )
        self.fields["staff"].queryset = staff.exclude(pk=by.pk)


class SeparationForm(OnceForm):
    """The other case of a pair that is held apart, by its reference."""

    reference = forms.CharField(
        label=gettext_lazy("Reference of the other case"), max_length=40,
        widget=forms.TextInput({"class": "w-short"}),
        help_text=gettext_lazy("For example Acacia 417."),
        error_messages={"required": gettext_lazy("Write the reference of the other case.")},
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, by: StaffUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.by = case, by

    def clean_reference(self) -> Case:
        """The one case of the organisation that is called so."""
        found = [
            case
            for case in by_reference(self.cleaned_data["reference"], self.by)
            if case.organisation_id == self.case.organisation_id and case.victim_id != self.case.victim_id
        ]
        if len(found) != 1:
            raise ValidationError(
                _("No other case of your organisation is called so. Write the word and the number.")
            )
        return found[0]
