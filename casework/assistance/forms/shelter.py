"""Forms of shelters: what everybody may know, where they are, rooms and staff, filters of the board."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.access.models import StaffUser
from casework.access.once import OnceForm
from casework.assistance.models import Room, Shelter, ShelterPlace, ShelterStaff
from casework.assistance.models.shelter import WORKERS
from casework.assistance.occupancy import Wanted
from casework.standards.languages import language_label
from casework.standards.lists import choices
from casework.victims.forms.records import RecordForm
from casework.victims.models import Case

MOST_BEDS = 30


class ShelterForm(RecordForm):
    """A shelter as everybody sees it."""

    needed = ("code_name",)
    sections = [
        ("", ("code_name", "area", "is_confidential", "takes", "access", "languages")),
        (gettext_lazy("How to ask for a bed"), ("hotline", "contact_from", "contact_to")),
        (gettext_lazy("House rules"), ("rules_text", "rules_version")),
    ]

    class Meta(RecordForm.Meta):
        model = Shelter
        fields = [
            "code_name", "area", "is_confidential", "takes", "access", "languages", "hotline",
            "contact_from", "contact_to", "rules_text", "rules_version",
        ]  # fmt: skip

    def clean_code_name(self) -> str:
        """Two shelters never share a code name."""
        name = self.cleaned_data["code_name"]
        if Shelter.objects.filter(code_name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("another shelter has this code name. Choose another word."))
        return name

    def clean(self) -> dict[str, Any]:
        """Hours of contact come in pairs."""
        cleaned = super().clean() or self.cleaned_data
        if (cleaned.get("contact_from") is None) != (cleaned.get("contact_to") is None):
            self.add_error("contact_to", _("give both hours, or none."))
        return cleaned


class PlaceForm(RecordForm):
    """Where a shelter is. Sealed, and shown to few."""

    sections = [
        ("", ("real_name", "street", "postal_code", "city", "phone", "directions")),
        (gettext_lazy("On a map"), ("latitude", "longitude")),
    ]

    class Meta(RecordForm.Meta):
        model = ShelterPlace
        fields = [
            "real_name", "street", "postal_code", "city", "phone", "directions", "latitude", "longitude",
        ]  # fmt: skip


class RoomForm(RecordForm):
    """A room, and with how many beds it begins."""

    needed = ("name",)
    beds = forms.IntegerField(
        label=gettext_lazy("How many beds"), min_value=1, max_value=MOST_BEDS, initial=1,
        widget=forms.NumberInput(attrs={"class": "w-number", "inputmode": "numeric"}),
    )  # fmt: skip
    sections = [("", ("name", "beds", "access"))]

    class Meta(RecordForm.Meta):
        model = Room
        fields = ["name", "access"]

    def __init__(self, *args: Any, shelter: Shelter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shelter = shelter

    def clean_name(self) -> str:
        """Two rooms of a shelter never share a name."""
        name = self.cleaned_data["name"]
        if Room.objects.filter(shelter=self.shelter, name__iexact=name).exists():
            raise ValidationError(_("this shelter has a room of that name already."))
        return name


class ShelterStaffForm(OnceForm):
    """Who works in the shelter: caseworkers and shelter partners of its organisation."""

    def __init__(self, *args: Any, shelter: Shelter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = ShelterStaff.objects.filter(shelter=shelter, ended_at=None).values("user_id")
        people = StaffUser.objects.active().filter(organisation_id=shelter.organisation_id, role__in=WORKERS)
        self.fields["person"] = forms.ModelChoiceField(
            people.exclude(pk__in=there), label=_("Person"), empty_label=_("Choose")
        )


class BoardFilter(forms.Form):
    """What is asked of a shelter."""

    fields: dict[str, Any]
    hides_optional = True

    tonight = forms.BooleanField(label=gettext_lazy("Only with a bed free tonight"), required=False)
    who = forms.ChoiceField(label=gettext_lazy("For whom"), required=False)
    access = forms.ChoiceField(label=gettext_lazy("It must offer"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language spoken"), required=False)

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = [("", _("Any"))]
        named = sorted(((code, language_label(code)) for code in languages), key=lambda pair: pair[1])
        self.fields["who"].choices = anything + choices("shelter_group")
        self.fields["access"].choices = anything + choices("shelter_access")
        self.fields["language"].choices = anything + named

    @property
    def wanted(self) -> Wanted:
        """What was asked; what is not in the lists asks for nothing."""
        self.is_valid()
        return Wanted(**{name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data})


class BedCaseForm(OnceForm):
    """For which case a bed is held or given: one's open cases, by reference."""

    def __init__(self, *args: Any, cases, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"] = forms.ModelChoiceField(
            cases.order_by("reference"), label=_("Case"), empty_label=_("Choose"),
            error_messages={"required": _("Case: choose the case the bed is for.")},
        )  # fmt: skip

    @property
    def case(self) -> Case:
        return self.cleaned_data["case"]
