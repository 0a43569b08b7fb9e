"""Forms of accounts, organisations and the trail."""

import zoneinfo
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import SetPasswordForm
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.access.models import Action, Organisation, StaffUser
from casework.access.once import OnceForm
from casework.access.roles import Role
from casework.standards.fields import coded_choices
from casework.standards.forms import DayField

AREAS = {
    "Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
}  # fmt: skip
LANGUAGE_CHOICES = [("", _("As in the browser")), ("en", "English"), ("fr", "Français")]


@cache
def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Time zones by area, "Kinshasa" rather than "Africa/Kinshasa"."""
    areas: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(zoneinfo.available_timezones()):
        area, _slash, city = name.partition("/")
        if area in AREAS and city:
            areas.setdefault(area, []).append((name, city.replace("_", " ").replace("/", ", ")))
    return list(areas.items())


def _roles() -> list[tuple[str, Any]]:
    return [("", _("Choose a role")), *Role.choices]


class InvitationForm(OnceForm):
    """A new person of staff."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput({"class": "w-medium"}),
        error_messages={"required": _("Write the name of the new person of staff.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("It is only the name they sign in with: nothing is ever sent to it."),
        widget=forms.EmailInput({"class": "w-medium"}),
        error_messages={
            "required": _("Write the e-mail, for example l.moreau@example.org."),
            "invalid": _("Write the e-mail in full, for example l.moreau@example.org."),
        },
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose an organisation"),
        error_messages={"required": _("Choose the organisation this person works for.")},
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=_roles,
        error_messages={"required": _("Choose the role: it decides what this person sees.")},
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES, required=False)
    confidentiality_signed_on = DayField(
        label=_("Confidentiality undertaking signed on"),
        help_text=_("Without it the account stays closed."),
        required=False,
        is_past=True,
    )

    def __init__(self, *args: Any, by: StaffUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations = Organisation.objects.manageable_by(by).filter(is_active=True)
        self.fields["organisation"].queryset = organisations

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if StaffUser.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("There is already an account with this e-mail. Use another one."))
        return email


class RoleForm(OnceForm):
    """Another role for somebody."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)


class UndertakingForm(OnceForm):
    """The day a confidentiality undertaking was signed."""

    signed_on = DayField(
        label=_("Confidentiality undertaking signed on"),
        is_past=True,
        error_messages={"required": _("Write the day of the signature, like 21/11/2026.")},
    )


class OrganisationForm(OnceForm):
    """An organisation whose staff work here."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        error_messages={"required": _("Write the name of the organisation.")},
    )
    code = forms.SlugField(
        label=_("Short code"),
        max_length=30,
        help_text=_("Small letters, figures and dashes, for example foyer-horizon. Used in commands."),
        widget=forms.TextInput({"class": "w-short"}),
        error_messages={
            "required": _("Write a short code, for example foyer-horizon."),
            "invalid": _("Use only letters, figures and dashes in the code, for example foyer-horizon."),
        },
    )
    kind = forms.ChoiceField(label=_("Type"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    is_active = forms.BooleanField(
        label=_("Active"),
        required=False,
        initial=True,
        help_text=_("When it is not active, none of its staff can sign in."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        empty = [("", _("Not asked"))]
        self.fields["kind"].choices = [*empty, *coded_choices("organisation_type", answers=False)]
        self.fields["country"].choices = [*empty, *coded_choices("country", answers=False)]

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].lower()
        others = Organisation.objects.exclude(pk=self.organisation.pk)
        if others.filter(code=code).exists():
            raise forms.ValidationError(_("Another organisation has this code. Choose a different one."))
        return code


class PreferencesForm(forms.Form):
    """What people set for themselves."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("As colleagues read it on the pages and in the trail."),
        widget=forms.TextInput({"class": "w-medium"}),
        error_messages={"required": _("Write your name.")},
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES, required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=lambda: [("", settings.TIME_ZONE), *time_zones()],
        error_messages={"invalid_choice": _("Choose a time zone of the list.")},
    )
    has_shortcuts = forms.BooleanField(
        label=_("Keyboard shortcuts"),
        required=False,
        help_text=_("Single keys such as N and / act outside fields. The question mark lists them."),
    )


class FirstPasswordForm(SetPasswordForm):
    """A password of one's own, with the sentences of the other password pages."""

    error_messages = {
        **SetPasswordForm.error_messages,
        "password_mismatch": _("The two passwords differ. Write the same one twice."),
    }


RESULTS = [("", _("All")), ("refused", _("Refused or failed")), ("done", _("Done"))]
REASONS = [
    ("", _("Choose a reason")),
    ("review", _("Regular review")),
    ("incident", _("An incident is being looked into")),
    ("person", _("The person asked who looked")),
    ("authority", _("A supervisory authority asked")),
]


class TrailFilterForm(forms.Form):
    """What part of the trail to read. Posted, so that a reference never stands in an address."""

    hides_optional = True
    who = forms.ChoiceField(label=_("Who"), required=False)
    action = forms.ChoiceField(
        label=_("What"), required=False, choices=lambda: [("", _("All")), *Action.choices]
    )
    day = DayField(label=_("Day"), required=False, is_past=True)
    reference = forms.CharField(label=_("Reference"), required=False, max_length=40)
    result = forms.ChoiceField(label=_("Result"), required=False, choices=RESULTS)

    def __init__(self, *args: Any, people: list[tuple[str, str | Promise]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", _("All")), *people]  # type: ignore[attr-defined]


class TrailExportForm(forms.Form):
    """Why a part of the trail leaves the system."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=REASONS,
        error_messages={"required": _("Choose why the trail is written to a file.")},
    )
