"""A form is saved once, however often its button is pressed."""

import uuid
from typing import Any

from django import forms
from django.db import connection

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
        table = UsedToken._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"insert into {table} (token, user_id, used_at)"  # noqa: S608
                " values (%s, %s, now()) on conflict do nothing",
                [token, by.pk],
            )
            return cursor.rowcount == 1
