"""How the person came: the few answers about a first contact that fit into a registration."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.standards.fields import check_codes, coded_choices
from casework.victims.forms.answers import codes, text
from casework.victims.models import FirstContact


class ArrivalForm(forms.Form):
    """Part of the registration form, which holds the origin, the language and whether a name is given."""

    contact_channel = codes("first_contact_channel", gettext_lazy("How the contact was made"), answers=False)
    informant = codes("informant", gettext_lazy("Who told us"))
    contact_place = text(FirstContact, "place", gettext_lazy("Place"))
    account = forms.CharField(
        max_length=cast(models.Field, FirstContact._meta.get_field("account")).max_length,
        widget=forms.Textarea({"rows": 2}),
        required=False,
        label=gettext_lazy("What was seen or said"),
    )
    immediate_needs = forms.MultipleChoiceField(
        choices=lambda: coded_choices("immediate_need"),
        widget=forms.CheckboxSelectMultiple({"class": "choices-two"}),
        required=False,
        label=gettext_lazy("Needed at once"),
    )

    def clean_immediate_needs(self) -> list[str]:
        """“Does not know” stands alone, and the sentence names the field."""
        needs = self.cleaned_data["immediate_needs"]
        try:
            check_codes("immediate_need", needs)
        except ValidationError as error:
            raise ValidationError(
                _("Needed at once: %(problem)s") % {"problem": error.messages[0]}
            ) from error
        return needs

    def first_contact(self) -> dict[str, Any] | None:
        """Values of the first contact, when anything was said about how the person came."""
        data = self.cleaned_data
        values = {
            "origin": data["origin"],
            "channel": data["contact_channel"],
            "informant": data["informant"],
            "place": data["contact_place"],
            "account": data["account"],
            "immediate_needs": data["immediate_needs"],
        }
        if not any(values.values()):
            return None
        wishes = "yes" if data["is_anonymous"] else ""
        return values | {"language": data["primary_language"], "wishes_anonymity": wishes}
