"""The form of a contact point: the rule first, the number after it; and of who must never be contacted."""

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.access.forms import time_zones
from casework.access.once import OnceForm
from casework.standards.lists import choices
from casework.victims.forms.records import RecordForm, SecretKeepingForm
from casework.victims.models import ContactPoint, NeverContact


def _zones() -> list[tuple[str, Any]]:
    return [("", gettext_lazy("As on my pages")), *time_zones()]


class ContactForm(SecretKeepingForm):
    """How the person may be reached. Codes, numbers and places are sealed."""

    needed = ("kind",)
    secret = ("value", "code_word")
    sections = [
        ("", ("kind", "safety", "rule", "answered_by", "may_leave_message", "hide_own_number")),
        (gettext_lazy("When"), ("days", "from_hour", "to_hour", "time_zone")),
        (gettext_lazy("Number or address"), ("value", "code_word")),
        (
            gettext_lazy("Address"),
            ("street", "postal_code", "city", "state", "country", "latitude", "longitude"),
        ),
    ]

    time_zone = forms.ChoiceField(
        choices=_zones, label=gettext_lazy("Time zone of these hours"), required=False,
        widget=forms.Select(attrs={"class": "w-medium"}),
        help_text=gettext_lazy("Choose it when the person is in another country."),
    )  # fmt: skip

    class Meta(RecordForm.Meta):
        model = ContactPoint
        fields = [
            "kind", "safety", "rule", "answered_by", "may_leave_message", "hide_own_number", "days",
            "from_hour", "to_hour", "time_zone", "value", "code_word", "street", "postal_code", "city",
            "state", "country", "latitude", "longitude",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "code_word" not in self.kept:
            self.fields["code_word"].help_text = _(
                "A word that proves who is calling. Shown on request only."
            )
        self.fields["from_hour"].label = _("Safe hours from")
        self.fields["to_hour"].label = _("Safe hours to")
        self.fields["to_hour"].help_text = _("An hour before the first one means the day after.")

    def clean_to_hour(self):
        """Safe hours begin and end."""
        start, end = self.cleaned_data.get("from_hour"), self.cleaned_data["to_hour"]
        if (start is None) != (end is None):
            raise ValidationError(_("write both hours, from and to, or neither."))
        return end


class NeverContactForm(SecretKeepingForm):
    """Somebody who must never be contacted: any of the answers may be missing, not all of them."""

    secret = ("numbers",)
    sections = [("", ("name", "relationship", "why", "numbers"))]

    class Meta(RecordForm.Meta):
        model = NeverContact
        fields = ["name", "relationship", "why", "numbers"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in ("name", "relationship", "numbers")) and not self.kept:
            raise ValidationError(_("Write a name, a relationship or a number, whichever is known."))
        return cleaned


class OverrideForm(OnceForm):
    """Why a number is looked at against its rule."""

    reason = forms.ChoiceField(
        choices=partial(choices, "contact_override_reason"), label=gettext_lazy("Why is it needed now?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose why the number is needed now.")},
    )  # fmt: skip
