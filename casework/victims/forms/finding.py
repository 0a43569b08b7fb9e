"""What a person of staff asks for when looking for somebody."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FindForm(forms.Form):
    """A name, a nickname or a reference."""

    hides_optional = True
    q = forms.CharField(
        label=_("Name, nickname or reference"),
        max_length=200,
        error_messages={
            "required": _("Write a name or a reference to find a person or a case."),
            "max_length": _("Write a shorter name: 200 characters at most."),
        },
        widget=forms.TextInput({"type": "search", "data-key": "/"}),
    )
