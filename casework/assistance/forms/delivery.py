"""Logging help: one line of four, the rest below when it is needed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.assistance.models import AssistanceService
from casework.standards.currencies import currency_choices
from casework.standards.forms import DateTextInput
from casework.standards.lists import choices, grouped_choices, label
from casework.victims.forms.records import RecordForm
from casework.victims.models import Case

LATE = gettext_lazy("This day is in the future. Log help once it has been given; plan it until then.")


class ServiceForm(RecordForm):
    """What help, when, and with what outcome. Everything else may stay empty."""

    needed = ("service", "outcome")
    hides_optional = True
    FIRST = ("service", "delivered_on", "outcome")
    MORE = (
        "beneficiary", "provider", "quantity", "unit", "cost", "currency", "budget_line", "satisfaction",
        "note",
    )  # fmt: skip

    class Meta(RecordForm.Meta):
        model = AssistanceService
        fields = [
            "service", "delivered_on", "outcome", "beneficiary", "provider", "quantity", "unit", "cost",
            "currency", "budget_line", "satisfaction", "note",
        ]  # fmt: skip

    def __init__(self, *args: Any, recent: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = services_by_use(recent or [])
        self.fields["service"].label = _("What help?")
        self.fields["delivered_on"].label = _("When?")
        # In the short line the date is typed; "h" is yesterday.
        self.fields["delivered_on"].widget = DateTextInput(attrs={"size": False, "data-date": True})
        self.fields["outcome"].choices = choices("service_outcome")
        self.fields["beneficiary"].choices = choices("service_beneficiary")
        self.fields["unit"].choices = [("", _("No unit")), *choices("service_unit")]
        self.fields["currency"] = forms.ChoiceField(
            choices=[("", _("Choose")), *currency_choices()], required=False, label=_("Currency")
        )
        for name in ("service", "outcome", "unit"):
            self.fields[name].widget.attrs.pop("class", None)
        self.fields["service"].widget.attrs["data-key"] = "n"
        for name in ("quantity", "cost"):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def clean_delivered_on(self):
        """Help is logged when it has been given."""
        day = self.cleaned_data["delivered_on"]
        if day and day > timezone.localdate():
            raise ValidationError(LATE)
        return day

    def clean(self) -> dict[str, Any]:
        """A cost and its currency come together."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("cost") is not None and not cleaned.get("currency"):
            self.add_error("currency", _("choose the currency of the cost."))
        if cleaned.get("cost") is None and "cost" in cleaned:
            cleaned["currency"] = ""
        return cleaned

    @property
    def has_more(self) -> bool:
        """Whether the part below holds something to look at."""
        told = [name for name in self.MORE if self[name].value() not in (None, "", "person")]
        return bool(told) or any(self[name].errors for name in self.MORE)

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE]


class GroupServiceForm(ServiceForm):
    """The same help for several people, each in their own case."""

    def __init__(self, *args: Any, cases: QuerySet[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"] = CasesField(cases)
        self.order_fields(["cases"])
        self.fields["cost"].label = _("Cost for each person")
        # It is one person's view and one person's note: it is written in their case.
        for name in ("satisfaction", "note"):
            del self.fields[name]


class CasesField(forms.ModelMultipleChoiceField):
    """Cases by their references, the only name they have in a list."""

    def __init__(self, cases: QuerySet[Case]) -> None:
        boxes = forms.CheckboxSelectMultiple(attrs={"class": "choices-two"})
        super().__init__(cases, widget=boxes, label=_("Whose cases?"))

    def label_from_instance(self, case: Any) -> str:
        return case.reference


def services_by_use(recent: list[str]) -> list[tuple[Any, Any]]:
    """The kinds of help in their groups, those used last before all others."""
    groups = grouped_choices("service_type", "service_group")
    last = [(_("Used last"), [(code, label("service_type", code)) for code in recent])] if recent else []
    return [("", _("Choose")), *last, *groups]
