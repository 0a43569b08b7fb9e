"""Asking for consent: one answer for one purpose and one recipient, and the sheet to print for it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.standards import consent_texts
from casework.standards.fields import coded_choices
from casework.standards.lists import choices, consent_questions
from casework.victims.forms.printing import PrintForm
from casework.victims.forms.records import RecordForm
from casework.victims.models import Consent


class ConsentForm(RecordForm):
    """One answer: what was asked, who answered, how, and the seven questions."""

    needed = ("purpose", "status")
    in_the_past = ("given_on",)
    sections = [
        ("", ("purpose", "recipient", "status", "legal_basis", "given_on", "expires_on")),
        (gettext_lazy("Who answered"), ("given_by", "giver_name", "assent")),
        (
            gettext_lazy("How it was asked"),
            ("form", "certified_by", "kept_where", "language", "interpreter", "text_version"),
        ),
        (gettext_lazy("The seven questions"), Consent.QUESTIONS),
    ]  # fmt: skip

    class Meta(RecordForm.Meta):
        model = Consent
        fields = [
            "purpose", "recipient", "status", "legal_basis", "given_on", "expires_on", "given_by",
            "giver_name", "assent", "form", "certified_by", "kept_where", "language", "interpreter",
            "text_version", *Consent.QUESTIONS,
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.victim = self.instance.case.victim
        self.is_of_child = self.victim.is_treated_as_child
        self.fields["status"].widget = forms.RadioSelect(attrs={"class": "choices-line"})
        self.fields["status"].choices = [
            answer
            for answer in coded_choices("consent_status", answers=False)
            if answer[0] in ("given", "refused")
        ]
        for name, (_code, question) in zip(Consent.QUESTIONS, consent_questions(), strict=True):
            self.fields[name].label = question
        self._explain()
        known = [(version, version) for version in consent_texts.versions()]
        self.fields["text_version"] = forms.ChoiceField(
            choices=[("", _("Another text")), *known], required=False, label=_("Version of the text"),
            widget=forms.Select(attrs={"class": "w-medium"}),
        )  # fmt: skip
        self.initial["text_version"] = known[0][0]
        self.initial["language"] = self.initial.get("language") or self.victim.primary_language
        if self.is_of_child:
            giver = self.fields["given_by"]
            giver.required = True
            giver.error_messages["required"] = _("say whether the child, the guardian or both answered.")
            self.initial["given_by"] = self.initial["given_by"] if self.instance.giver_name else ""
        else:
            del self.fields["assent"]

    def _explain(self) -> None:
        hints = {
            "recipient": _("Whom it may be shared with; leave empty for your organisation."),
            "status": _("A refusal is a normal answer. Help goes on."),
            "expires_on": _("The last day on which it counts. Leave empty when none was agreed."),
            "giver_name": _("The name of the guardian, or who it is: “guardian named by the court”."),
            "certified_by": _("For a spoken answer. Left empty, it is you."),
            "kept_where": _("For example: cabinet 2, binder 14. Never the file itself."),
        }
        if self.is_of_child:
            hints["given_by"] = _("This person is treated as a child: the guardian is asked.")
            hints["assent"] = _("The child is asked too, in words for a child. Both must agree.")
        for name, hint in hints.items():
            self.fields[name].help_text = hint

    @property
    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The visible fields under their headings; only a child is asked for assent."""
        return [
            (heading, [self[name] for name in names if name in self.fields])
            for heading, names in self.sections
        ]

    def clean_expires_on(self):
        """Consent ends on or after the day it was given."""
        until, given = self.cleaned_data["expires_on"], self.cleaned_data.get("given_on")
        if until and given and until < given:
            raise ValidationError(_("must be on or after the day it was given."))
        return until

    def clean_given_by(self) -> str:
        """Whose answer it is; an adult answers alone unless something else is said."""
        return self.cleaned_data["given_by"] or "self"

    def clean_giver_name(self) -> str:
        """A guardian has a name here, and only a guardian."""
        name, giver = self.cleaned_data["giver_name"], self.cleaned_data.get("given_by")
        if giver and (giver == "self") == bool(name.strip()):
            raise ValidationError(
                _("take it away, or say that a guardian answered.") if name else _("say who answered.")
            )
        return name


class ConsentSheetForm(PrintForm):
    """Which text goes on the sheet, and who is to receive what."""

    purpose = forms.ChoiceField(
        choices=lambda: choices("consent_purpose"),
        widget=forms.Select(attrs={"class": "w-medium"}),
        label=gettext_lazy("Purpose"),
    )
    recipient = forms.CharField(
        required=False, max_length=200, label=gettext_lazy("Recipient"),
        help_text=gettext_lazy("Whom it may be shared with; leave empty for your organisation."),
        widget=forms.TextInput(attrs={"class": "w-medium"}),
    )  # fmt: skip
    field_order = ["purpose", "recipient", "language", "reason"]


class ConsentTextForm(forms.Form):
    """Which text is read out. It is asked by GET: codes only, nothing about the person."""

    purpose = forms.ChoiceField(choices=lambda: choices("consent_purpose"), label=gettext_lazy("Purpose"))
    language = forms.ChoiceField(
        choices=list(consent_texts.LANGUAGES.items()), label=gettext_lazy("Language")
    )
