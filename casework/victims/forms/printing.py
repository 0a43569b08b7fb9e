"""Before a sheet is printed: why, and in which language."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.standards.lists import choices


class PrintForm(forms.Form):
    """What every sheet asks. It carries no one-use token: each showing of a sheet is a copy of its own."""

    reason = forms.ChoiceField(
        choices=lambda: choices("print_reason"),
        widget=forms.RadioSelect,
        label=_("Why is it printed?"),
        error_messages={"required": _("Choose why it is printed.")},
    )
    language = forms.ChoiceField(
        widget=forms.RadioSelect(attrs={"class": "choices-line"}),
        label=_("Language of the sheet"),
        error_messages={
            "required": _("Choose the language of the sheet."),
            "invalid_choice": _("Choose the language of the sheet."),
        },
    )

    def __init__(self, *args: Any, languages: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["language"].choices = languages
