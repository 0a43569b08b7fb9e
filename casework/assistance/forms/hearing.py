"""Forms of hearings: when by the clock of the place, who is there, moving one, and how it went."""

from typing import Any

from babel.core import get_global
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.access.forms import time_zones
from casework.assistance.forms.stay import CHOOSE, StepForm
from casework.assistance.models import Hearing
from casework.standards.fields import coded_choices
from casework.standards.lists import choices
from casework.victims.forms.records import RecordForm

HELD = ("attended", "outcome")


def zone_of(country: str) -> str:
    """The time zone of a country where it has one only, else that of whoever reads."""
    zones = get_global("territory_zones").get(country, [])
    return zones[0] if len(zones) == 1 else timezone.get_current_timezone_name()


class HearingForm(RecordForm):
    """When and where, and what the person has there. How it went is asked once it has been held."""

    needed = ("day", "time_zone")
    sections = [
        (gettext_lazy("When"), ("kind", "day", "hour", "time_zone")),
        (gettext_lazy("Where, and who is there"), ("place", "companion", "language", "interpreter")),
        (gettext_lazy("Protection"), ("protection",)),
        (gettext_lazy("How it went"), HELD),
    ]

    time_zone = forms.ChoiceField(
        choices=lambda: [CHOOSE, *time_zones()], label=gettext_lazy("Time zone of the place"),
        widget=forms.Select(attrs={"class": "w-medium"}),
        help_text=gettext_lazy("Write the hour as it stands in the letter, by the clock there."),
    )  # fmt: skip

    class Meta(RecordForm.Meta):
        model = Hearing
        fields = [
            "kind", "day", "hour", "time_zone", "place", "companion", "language", "interpreter", "protection",
            *HELD,
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hour"].help_text = _("Left empty while it is not known.")
        if self.instance._state.adding:
            self.initial["time_zone"] = zone_of(self.instance.proceeding.country)
        else:
            self.fields["day"].help_text = _("Moved to another day? Use “Moved”: the old time is kept.")
        if self.instance.status != "held":
            for name in HELD:
                del self.fields[name]


class HearingMoveForm(RecordForm):
    """The new day and hour, by the clock of the place, and who moved it."""

    needed = ("day",)

    reason = forms.ChoiceField(
        choices=lambda: [CHOOSE, *choices("hearing_move_reason")], label=gettext_lazy("Reason"),
        required=False,
    )  # fmt: skip

    class Meta(RecordForm.Meta):
        model = Hearing
        fields = ["day", "hour", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label = _("New day")
        self.fields["hour"].label = _("New hour")
        self.fields["hour"].help_text = _("By the clock of the place. Left empty while it is not known.")

    @property
    def changes(self) -> dict[str, Any]:
        """What changes of the hearing: the reason stands in the record of the move."""
        return {name: value for name, value in super().changes.items() if name != "reason"}


class HearingHeldForm(StepForm):
    """How a hearing went. Everything may stay open."""

    attended = forms.ChoiceField(
        choices=lambda: [("", gettext_lazy("Not asked")), *coded_choices("yes_no")], required=False,
        label=gettext_lazy("Was the person there?"), widget=forms.RadioSelect,
    )  # fmt: skip
    outcome = forms.CharField(
        label=gettext_lazy("What came of it"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
