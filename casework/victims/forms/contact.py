"""The form of a contact point: the rule first, the number after it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.victims.forms.records import RecordForm
from casework.victims.models import ContactPoint


class ContactForm(RecordForm):
    """How the person may be reached. Codes, numbers and places are sealed."""

    needed = ("kind",)
    sections = [
        ("", ("kind", "safety", "rule", "from_hour", "to_hour", "value", "code_word")),
        (
            gettext_lazy("Address"),
            ("street", "postal_code", "city", "state", "country", "latitude", "longitude"),
        ),
    ]

    class Meta(RecordForm.Meta):
        model = ContactPoint
        fields = [
            "kind", "safety", "rule", "from_hour", "to_hour", "value", "code_word", "street", "postal_code",
            "city", "state", "country", "latitude", "longitude",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code_word"].help_text = _("A word that proves who is calling. Shown on request only.")
        self.fields["from_hour"].label = _("Safe hours from")
        self.fields["to_hour"].label = _("Safe hours to")

    def clean_to_hour(self):
        """Safe hours begin and end."""
        start, end = self.cleaned_data.get("from_hour"), self.cleaned_data["to_hour"]
        if (start is None) != (end is None):
            raise ValidationError(_("write both hours, from and to, or neither."))
        return end
