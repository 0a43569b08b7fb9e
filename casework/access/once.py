"""A form is saved once, however often its button is pressed."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.access.models import UsedToken

NO_TOKEN = _("Nothing was saved yet. Send the form again from its page: what you wrote is still here.")


class TokenField(forms.UUIDField):
    """The one-use token. Each page carries one of its own, the page that shows an error too."""

    widget = forms.HiddenInput
    default_error_messages = {"required": NO_TOKEN, "invalid": NO_TOKEN}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(initial=uuid.uuid4, **kwargs)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial


class OnceForm(forms.Form):
    """A form with a one-use token, refused without it.

    The view asks `form.is_first_time(by)` before it calls the service, both in one transaction: what the
    service refuses was not saved, and its token is not used up.
    """

    # Of what kind each field is, its form knows: only some have choices, a queryset, a past.
    fields: dict[str, Any]

    once = TokenField()

    def add_error(self, field: str | None, error: Any) -> None:
        """The token is no question of the page: what is wrong with it is said of the form."""
        super().add_error(None if field == "once" else field, error)

    def is_first_time(self, by) -> bool:
        """False when this very form was saved before; waits for a first press that is still under way."""
        _token, is_first = UsedToken.objects.get_or_create(
            token=self.cleaned_data["once"], defaults={"user": by}
        )
        return is_first
