"""A form is saved once, however often its button is pressed."""

import uuid
from typing import Any

from django import forms

from casework.access.models import UsedToken


class OnceForm(forms.Form):
    """A form with a one-use token. The view asks `form.is_first_time(by)` before it calls the service."""

    # Of what kind each field is, its form knows: only some have choices, a queryset, a past.
    fields: dict[str, Any]

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = uuid.uuid4

    def is_first_time(self, by) -> bool:
        """False when this very form was saved before; waits for a first press that is still under way."""
        token = self.cleaned_data.get("once")
        if token is None:
            return True
        _token, is_first = UsedToken.objects.get_or_create(token=token, defaults={"user": by})
        return is_first
