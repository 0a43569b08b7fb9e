"""Forms of stays: what a shelter is told, and each step from the request to the discharge."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.access.once import OnceForm
from casework.assistance.models import Bed, Incident, Shelter, ShelterStay
from casework.standards.fields import coded_choices
from casework.standards.forms import DayField
from casework.standards.languages import language_choices
from casework.standards.lists import choices
from casework.victims.forms.records import DayInput, RecordForm

END_OF_DAY = time(22, 0)
CHOOSE = ("", gettext_lazy("Choose"))
NOT_ASKED = ("", gettext_lazy("Not asked"))
NOT_WHEN_IT_ENDS = (
    "moved_bed",
    "moved_shelter",
    "no_free_bed",
    "not_who_we_take",
    "not_needed",
    "person_declined",
)
WHEN_DECLINED = ("no_free_bed", "not_who_we_take", "person_declined", "not_needed", "other")


class StayForm(RecordForm):
    """What the shelter is told of the person: codes, and a first name only where the person wants it."""

    sections = [
        (gettext_lazy("Who comes"), ("children", "adults", "expected_until")),
        (gettext_lazy("What the shelter is told"), ("needs", "discloses", "first_name")),
    ]

    class Meta(RecordForm.Meta):
        model = ShelterStay
        fields = ["children", "adults", "expected_until", "needs", "discloses", "first_name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["discloses"].choices = choices("stay_name")
        self.fields["discloses"].help_text = _(
            "Ask the person. Without a name, the shelter sees the reference."
        )
        self.fields["children"].help_text = _("They live in the same room; leave empty when not asked.")

    def clean(self) -> dict[str, Any]:
        """A name is told only where that was chosen, and then it is there."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("discloses") != "first_name":
            cleaned["discloses"] = cleaned.get("discloses") or "reference"
            cleaned["first_name"] = ""
        elif not cleaned.get("first_name"):
            self.add_error("first_name", _("write the first name the shelter may use."))
        return cleaned


class StayRequestForm(StayForm):
    """A request to one shelter."""

    sections = [("", ("shelter",)), *StayForm.sections]

    def __init__(self, *args: Any, shelters, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shelter"] = forms.ModelChoiceField(
            shelters, label=_("Shelter"), empty_label=_("Choose"),
            error_messages={"required": _("choose the shelter to ask.")},
        )  # fmt: skip

    @property
    def shelter(self) -> Shelter:
        return self.cleaned_data["shelter"]


class StepForm(OnceForm):
    """One step of a stay, with what the service needs to know."""

    @property
    def values(self) -> dict[str, Any]:
        """What to hand to the service."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}


class BedForm(StepForm):
    """Which bed: the free ones, shelter by shelter."""

    def __init__(self, *args: Any, beds: dict[str, list[Bed]], now: Bed | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.beds = {str(bed.pk): bed for group in beds.values() for bed in group}
        groups = [
            (name, [(str(bed.pk), f"{bed.room.name} – {bed.name}") for bed in group])
            for name, group in beds.items()
        ]
        self.fields["bed"] = forms.ChoiceField(
            choices=[CHOOSE, *groups], label=_("Bed"), initial=str(now.pk) if now else "",
            error_messages={
                "required": _("Bed: choose a free bed."),
                "invalid_choice": _("Bed: this bed is not free any more. Choose another bed."),
            },
        )  # fmt: skip

    def clean_bed(self) -> Bed:
        return self.beds[self.cleaned_data["bed"]]


class LeaveForm(StepForm):
    """Until when somebody is away."""

    back_on = DayField(
        label=gettext_lazy("Expected back on"), widget=DayInput(attrs={"size": False}),
        error_messages={"required": gettext_lazy("Expected back on: write the day, like 21/11/2026.")},
    )  # fmt: skip
    back_at = forms.TimeField(
        label=gettext_lazy("At what time"), required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "w-number"}),
        help_text=gettext_lazy("Left empty, it is 10 in the evening."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Whoever leaves comes back later than now."""
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("back_on")
        if day and timezone.make_aware(datetime.combine(day, cleaned.get("back_at") or END_OF_DAY)) <= (
            timezone.now()
        ):
            self.add_error(
                "back_on", ValidationError(_("Expected back on: this moment is past. Choose a later one."))
            )
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        at = self.cleaned_data.get("back_at") or END_OF_DAY
        return {"back_by": timezone.make_aware(datetime.combine(self.cleaned_data["back_on"], at))}


class DischargeForm(StepForm):
    """Why the stay ends, and what kind of place comes after it. No address is asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = [pair for pair in choices("stay_end_reason") if pair[0] not in NOT_WHEN_IT_ENDS]
        self.fields["reason"] = forms.ChoiceField(
            choices=[CHOOSE, *reasons], label=_("Why the stay ends"),
            error_messages={"required": _("Why the stay ends: choose a reason.")},
        )  # fmt: skip
        self.fields["destination"] = forms.ChoiceField(
            choices=[NOT_ASKED, *coded_choices("stay_destination")], required=False,
            label=_("Where the person goes"), help_text=_("A kind of place, never an address."),
        )  # fmt: skip


class DeclineForm(StepForm):
    """Why there is no stay."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = [pair for pair in choices("stay_end_reason") if pair[0] in WHEN_DECLINED]
        self.fields["reason"] = forms.ChoiceField(
            choices=[CHOOSE, *reasons], label=_("Why not"),
            error_messages={"required": _("Why not: choose a reason.")},
        )  # fmt: skip


class RulesForm(StepForm):
    """What the person said to the house rules, and in which language they were explained."""

    on = DayField(label=gettext_lazy("When"), widget=DayInput(attrs={"size": False}), is_past=True)

    def __init__(self, *args: Any, stay: ShelterStay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"] = forms.ChoiceField(
            choices=[NOT_ASKED, *coded_choices("rules_answer")], label=_("Answer to the house rules"),
            initial=stay.rules_answer, required=False, widget=forms.RadioSelect,
        )  # fmt: skip
        self.fields["language"] = forms.ChoiceField(
            choices=[("", _("Choose")), *language_choices()], label=_("Language used"), required=False,
            initial=stay.rules_language,
        )  # fmt: skip
        self.fields["on"].initial = stay.rules_asked_on or timezone.localdate()
        self.fields["on"].required = False
        self.order_fields(["answer", "language", "on"])


class IncidentForm(RecordForm):
    """What happened. It is not changed afterwards; what came after it is a follow-up."""

    needed = ("kind", "severity")
    in_the_past = ("occurred_on",)
    sections = [
        ("", ("kind", "severity", "occurred_on", "occurred_at")),
        (gettext_lazy("What happened"), ("what_happened", "involved", "people")),
        (gettext_lazy("What was done"), ("actions",)),
    ]

    class Meta(RecordForm.Meta):
        model = Incident
        fields = [
            "kind", "severity", "occurred_on", "occurred_at", "what_happened", "involved", "people",
            "actions",
        ]  # fmt: skip


class FollowUpForm(StepForm):
    """What came after an incident."""

    text = forms.CharField(
        label=gettext_lazy("Follow-up"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
