"""Forms of case conferences: the meeting itself, and what was decided there."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casework.access.once import OnceForm
from casework.assistance.models import CaseConference, ConferenceDecision
from casework.assistance.policies import staff_of
from casework.assistance.services.conference import Decided
from casework.standards.forms import DayField
from casework.victims.forms.records import DayInput, RecordForm

AT_ONCE = 5


class ConferenceForm(RecordForm):
    """Planned with a day; what was said is added afterwards."""

    needed = ("held_on",)

    class Meta(RecordForm.Meta):
        model = CaseConference
        fields = ["held_on", "held_at", "participants", "agenda", "discussion"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participants"].help_text = _("People of staff and of other services, one on each line.")
        self.fields["agenda"].help_text = _("Share as little as others need for their part.")
        self.fields["discussion"].widget.attrs["rows"] = 10


class DecisionsForm(OnceForm):
    """Up to five decisions; each may become a task of somebody by a day."""

    hides_optional = True

    def __init__(self, *args: Any, case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = ConferenceDecision._meta.get_field("what").max_length
        for number in range(1, AT_ONCE + 1):
            self.fields[f"what-{number}"] = forms.CharField(
                required=False, max_length=longest, widget=forms.Textarea(attrs={"rows": 2}),
                label=_("Decision %(number)s") % {"number": number},
            )  # fmt: skip
            self.fields[f"whom-{number}"] = forms.ModelChoiceField(
                staff_of(case), required=False, empty_label=_("Nobody yet"),
                label=_("Who does it (decision %(number)s)") % {"number": number},
            )  # fmt: skip
            self.fields[f"when-{number}"] = DayField(
                required=False, widget=DayInput(attrs={"size": False}),
                label=_("By which day (decision %(number)s)") % {"number": number},
            )  # fmt: skip

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields, decision by decision."""
        return [[self[f"{part}-{number}"] for part in ("what", "whom", "when")] for number in self.numbers]

    @property
    def numbers(self) -> range:
        return range(1, AT_ONCE + 1)

    def clean(self) -> dict[str, Any]:
        """A task needs its words, its person and its day."""
        cleaned = super().clean() or self.cleaned_data
        for number in self.numbers:
            what, whom, when = (cleaned.get(f"{part}-{number}") for part in ("what", "whom", "when"))
            if not what and (whom or when):
                self.add_error(f"what-{number}", _("Decision %(number)s: write it.") % {"number": number})
            elif bool(whom) != bool(when) and not self.has_error(f"when-{number}"):
                words = _("Decision %(number)s: give both who does it and by which day, or neither.")
                self.add_error(f"when-{number}", words % {"number": number})
        if not self.errors and not self.decisions:
            raise ValidationError(_("Write one decision at least."))
        return cleaned

    @property
    def decisions(self) -> list[Decided]:
        """What was decided; rows left empty are left out."""
        rows = [
            Decided(*(self.cleaned_data[f"{part}-{number}"] for part in ("what", "whom", "when")))
            for number in self.numbers
        ]
        return [row for row in rows if row.what]
