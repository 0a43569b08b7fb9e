"""How a single question is asked where no record stands behind the form."""

from typing import Any, cast

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy

from casework.standards.fields import coded_choices


def radios(code_list: str, label: Any, *, answers: bool = True, help_text: Any = "") -> forms.ChoiceField:
    """A few answers in a row, none chosen beforehand: nothing chosen means not asked."""
    return forms.ChoiceField(
        choices=lambda: coded_choices(code_list, answers),
        widget=forms.RadioSelect({"class": "choices-line"}),
        required=False,
        label=label,
        help_text=help_text,
    )


def codes(code_list: str, label: Any, *, answers: bool = True, width: str = "w-medium") -> forms.ChoiceField:
    """One answer of a long list."""
    return forms.ChoiceField(
        choices=lambda: [("", gettext_lazy("Not asked")), *coded_choices(code_list, answers)],
        widget=forms.Select({"class": width}),
        required=False,
        label=label,
    )


def text(
    model: type[models.Model], field: str, label: Any, *, width: str = "w-medium", **kwargs: Any
) -> forms.CharField:
    """A line of text as long as the record takes it."""
    return forms.CharField(
        max_length=cast(models.Field, model._meta.get_field(field)).max_length,
        widget=forms.TextInput({"class": width}),
        required=False,
        label=label,
        **kwargs,
    )
