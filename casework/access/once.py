"""A form is saved once, however often its button is pressed."""

import uuid
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from casework.access.mixins import StaffRequest
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
    """A form with a one-use token, refused without it. Its page is an OnceFormView."""

    # Of what kind each field is, its form knows: only some have choices, a queryset, a past.
    fields: dict[str, Any]

    once = TokenField()

    def add_error(self, field: str | None, error: Any) -> None:
        """The token is no question of the page: what is wrong with it is said of the form."""
        super().add_error(None if field == "once" else field, error)

    @property
    def token(self) -> str:
        """The token as it was sent, before anything is checked; empty where it is none."""
        try:
            return str(self.fields["once"].clean(self.data.get(self.add_prefix("once"))))
        except ValidationError:
            return ""

    @property
    def was_saved(self) -> bool:
        """Whether this very form was saved before."""
        return bool(self.token) and UsedToken.objects.filter(token=self.token).exists()

    def is_first_time(self, by) -> bool:
        """False when this very form was saved before; waits for a first press that is still under way."""
        _token, is_first = UsedToken.objects.get_or_create(
            token=self.cleaned_data["once"], defaults={"user": by}
        )
        return is_first


class OnceFormView(FormView):
    """A page whose form is saved once; what is refused is said on it, beside what was typed.

    The token and the service are one transaction: what was refused uses up no token.
    """

    request: StaffRequest
    done: ClassVar[Promise | str] = _("Saved.")  # said afterwards; empty where the next page says it
    refused_field: ClassVar[str | None] = None
    refused_status: ClassVar[int] = 200

    def carry_out(self, form: Any) -> None:
        """Hand what was typed to the service."""
        raise NotImplementedError

    def said(self, form: Any) -> str:
        """What happened, in a sentence."""
        return str(self.done)

    def refused(self, form: Any, error: ValidationError) -> HttpResponse:
        """Say on the page why it was not done."""
        form.add_error(self.refused_field, ValidationError(error.messages))
        return self.form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                if form.is_first_time(self.request.user):
                    self.carry_out(form)
        except ValidationError as error:
            return self.refused(form, error)
        if said := self.said(form):
            messages.success(self.request, said)
        return redirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=self.refused_status)
