"""Forms of a first contact, and of a name that is given later."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.victims.forms.records import RecordForm
from casework.victims.models import FirstContact, Victim

NON_ANSWERS = {"unknown", "declined"}


class FirstContactForm(RecordForm):
    """Who told us, where, what was seen, and what was needed at once. Everything may stay open."""

    in_the_past = ("contacted_on",)
    sections = [
        ("", ("contacted_on", "contacted_at", "origin", "channel", "place")),
        (
            gettext_lazy("Who told us"),
            ("informant", "informant_organisation", "informant_name", "account"),
        ),
        (gettext_lazy("Needs"), ("immediate_needs", "needs_met")),
        (
            gettext_lazy("Language and wishes"),
            ("language", "interpreter", "wishes_anonymity", "may_contact_again"),
        ),
    ]

    class Meta(RecordForm.Meta):
        model = FirstContact
        fields = [
            "contacted_on", "contacted_at", "origin", "channel", "place", "informant",
            "informant_organisation", "informant_name", "account", "immediate_needs", "needs_met",
            "language", "interpreter", "wishes_anonymity", "may_contact_again",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contacted_at"].help_text = _("If it is known.")
        self.fields["account"].help_text = _(
            "In their own words where you can. Leave out names of other people."
        )

    def clean_needs_met(self) -> list[str]:
        """What was given was needed: nobody ticks it twice."""
        met, needs = self.cleaned_data["needs_met"], self.cleaned_data.get("immediate_needs", [])
        if met:
            if NON_ANSWERS & set(needs):
                raise ValidationError(_("something was given, so take the “does not know” above away."))
            self.cleaned_data["immediate_needs"] = [
                code for code, _label in self.fields["immediate_needs"].choices if code in {*needs, *met}
            ]
        return met


class PersonNameForm(RecordForm):
    """The name a person gives later, or one kept from before that may be shown again."""

    class Meta(RecordForm.Meta):
        model = Victim
        fields = ["name_to_use", "given_names", "family_name", "other_names"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_kept_name = any(getattr(self.instance, name) for name in Victim.NAME_FIELDS)
        if self.instance.is_anonymous:
            for name in self._meta.fields or ():
                self.initial[name] = ""
        self.fields["other_names"].help_text = _("One name on each line.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.changes and not self.has_kept_name:
            raise ValidationError(_("Name: write at least one name, as the person says it."))
        return cleaned

    @property
    def changes(self) -> dict[str, Any]:
        """Only what was written: an empty line takes no name away."""
        return {name: value for name, value in super().changes.items() if value}
