"""Beginning, extending and ending a recovery and reflection period."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.access.once import OnceForm
from casework.standards.forms import DayField
from casework.standards.lists import choices
from casework.standards.recovery import LEAST_DAYS
from casework.victims.forms.records import DayInput, RecordForm
from casework.victims.models import RecoveryExtension, RecoveryPeriod


class RecoveryForm(RecordForm):
    """The first day, the country and what it begins with; a last day left empty is worked out."""

    needed = ("country", "trigger", "starts_on")

    class Meta(RecordForm.Meta):
        model = RecoveryPeriod
        fields = ["country", "trigger", "starts_on", "ends_on", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].required = False
        self.fields["ends_on"].help_text = _(
            "Leave empty: it is worked out from the country. At least %(days)s days."
        ) % {"days": LEAST_DAYS}
        self.initial["country"] = self.instance.case.organisation.country

    def clean_ends_on(self):
        """At least thirty days, whatever the country says."""
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data["ends_on"]
        if start and end and (end - start).days < LEAST_DAYS:
            raise ValidationError(
                _("the period lasts at least %(days)s days from its first day."), params={"days": LEAST_DAYS}
            )
        return end


class RecoveryExtensionForm(RecordForm):
    """Until which day instead, and why."""

    needed = ("reason",)

    class Meta(RecordForm.Meta):
        model = RecoveryExtension
        fields = ["to_day", "reason", "note"]

    def clean_to_day(self):
        """Later than the present last day."""
        day = self.cleaned_data["to_day"]
        if day <= self.instance.period.ends_on:
            raise ValidationError(_("must be after the present last day."))
        return day


class RecoveryEndForm(OnceForm):
    """The day and the reason of an early end."""

    on = DayField(label=gettext_lazy("Ended early on"), widget=DayInput(attrs={"size": False}), is_past=True)
    reason = forms.ChoiceField(
        choices=lambda: choices("recovery_end_reason"),
        widget=forms.RadioSelect,
        label=gettext_lazy("Reason for the early end"),
        help_text=gettext_lazy("Not working with the authorities is no reason and is not in this list."),
        error_messages={"required": gettext_lazy("Choose the reason for the early end.")},
    )

    def __init__(self, *args: Any, period: RecoveryPeriod, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period = period
        self.initial["on"] = timezone.localdate()

    def clean_on(self):
        """Between the first and the last day of the period."""
        day = self.cleaned_data["on"]
        if not self.period.starts_on <= day <= self.period.ends_on:
            raise ValidationError(_("“Ended early on” must lie between the first and the last day."))
        return day
