"""Forms of the records of a case, made from their models: how each kind of field is asked."""

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.access.once import OnceForm
from casework.sealing.fields import SealedDateField, SealedTextField
from casework.standards.fields import CodedField, CodedListField, coded_choices
from casework.standards.forms import (
    DateTextInput,
    DayField,
    PartialDateField,
    name_of,
    says_only_missing,
)
from casework.standards.lists import consent_questions
from casework.victims.models import (
    ConnectedOrganisation,
    Consent,
    StatusClaim,
    TraffickingEvent,
    TraffickingExperience,
)

LONG_TEXT = 1000
COUNTRIES_ASKED = 3


class DayInput(DateTextInput):
    """A day that is typed, or picked in the calendar of the browser."""

    template_name = "django/forms/widgets/date.html"


class SeveralSelects(forms.SelectMultiple):
    """Several answers from a long list, one box for each: typing the first letters finds a country."""

    template_name = "victims/several_selects.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = [code for code in self.format_value(value) if code]
        boxes = chosen + [""] * max(COUNTRIES_ASKED - len(chosen), 1)
        options = [option for _group, group, _index in context["widget"]["optgroups"] for option in group]
        context["widget"]["boxes"] = [(number, code) for number, code in enumerate(boxes)]
        context["widget"]["options"] = [(option["value"], option["label"]) for option in options]
        return context

    def value_from_datadict(self, data, files, name: str) -> list[str]:
        answers = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return list(dict.fromkeys(answer for answer in answers if answer))

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""


def _choices_with_blank(field: CodedField) -> list[tuple[str, Any]]:
    blank = gettext_lazy("Not asked") if field.answers else gettext_lazy("Choose")
    return [("", blank), *coded_choices(field.code_list, field.answers)]


def asked(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """The form field that asks for a model field."""
    label = capfirst(field.verbose_name)
    words: dict[str, Any] = {"label": label, "help_text": field.help_text, "required": not field.blank}
    if isinstance(field, CodedListField):
        boxes: forms.Widget = forms.CheckboxSelectMultiple(attrs={"class": "choices-two"})
        if field.code_list in ("country", "language"):
            boxes = SeveralSelects()
        return field.formfield(widget=boxes, **words)
    if isinstance(field, CodedField):
        line = forms.RadioSelect(attrs={"class": "choices-line"})
        widget = line if field.code_list == "yes_no" else forms.Select(attrs={"class": "w-medium"})
        return forms.ChoiceField(choices=partial(_choices_with_blank, field), widget=widget, **words)
    if isinstance(field, SealedDateField):
        words["help_text"] = gettext_lazy("For example 21/11/1998, 11/1998 or 1998.")
        return PartialDateField(
            is_past=True, widget=DateTextInput(attrs={"class": "w-short", "size": False}), **words
        )
    if isinstance(field, models.DateField):
        return DayField(widget=DayInput(attrs={"size": False}), **words)
    if isinstance(field, models.TimeField):
        return forms.TimeField(
            widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "w-number"}), **words
        )
    if isinstance(field, SealedTextField) and (field.max_length or 0) >= LONG_TEXT:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), **words)
    if isinstance(field, models.IntegerField):
        kwargs["widget"] = forms.NumberInput(attrs={"class": "w-number", "inputmode": "numeric"})
    return field.formfield(**kwargs)


class RecordForm(OnceForm, forms.ModelForm):
    """A form over one record: shown in sections, saved by a service, never by itself.

    `seen` is when the record last changed as the editor saw it, so that a save meanwhile is noticed.
    """

    needed: ClassVar[tuple[str, ...]] = ()
    in_the_past: ClassVar[tuple[str, ...]] = ()
    sections: ClassVar[list[tuple[Any, tuple[str, ...]]]] = []

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        formfield_callback = asked

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["seen"] = self.instance.updated_at.isoformat()
        for name in self.needed:
            self.fields[name].required = True
        for name in self.in_the_past:
            self.fields[name].is_past = True

    def add_error(self, field: str | None, error: Any) -> None:
        """Every sentence names its field: it is read at the top of the page too."""
        if field not in (None, "once") and not says_only_missing(error):
            problems = error.messages if isinstance(error, ValidationError) else [str(error)]
            name = name_of(self.fields[field].label)
            error = [_("%(field)s: %(problem)s") % {"field": name, "problem": text} for text in problems]
        super().add_error(field, error)

    def _update_errors(self, errors: ValidationError) -> None:
        # What the model finds comes by field as well, and is worded the same way.
        if not hasattr(errors, "error_dict"):
            super()._update_errors(errors)  # type: ignore[misc]  # the stubs leave it out
            return
        for name, problems in errors.error_dict.items():
            self.add_error(name if name in self.fields else None, ValidationError(problems))

    @property
    def changes(self) -> dict[str, Any]:
        """The values to save, by field of the record."""
        names = self._meta.fields or ()
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    @property
    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The visible fields under their headings."""
        sections = self.sections or [("", tuple(self._meta.fields or ()))]
        return [(heading, [self[name] for name in names]) for heading, names in sections]


class StatusClaimForm(RecordForm):
    needed = ("status", "deciding_organisation")
    in_the_past = ("decided_on",)

    class Meta(RecordForm.Meta):
        model = StatusClaim
        fields = ["status", "deciding_organisation", "organisation_name", "decided_on", "reasons"]


class ExperienceForm(RecordForm):
    sections = [
        (
            gettext_lazy("Recruitment"),
            (
                "relationship_to_trafficker", "age_when_trafficked", "recruitment_methods",
                "recruitment_platforms", "recruitment_location",
            ),
        ),
        (
            gettext_lazy("Exploitation"),
            (
                "exploitation_types", "labour_industries", "sexual_exploitation_types",
                "exploitation_platforms", "exploitation_location",
            ),
        ),
        (gettext_lazy("Control"), ("control_methods",)),
        (gettext_lazy("Vulnerability"), ("vulnerabilities", "vulnerability_details")),
    ]  # fmt: skip

    class Meta(RecordForm.Meta):
        model = TraffickingExperience
        fields = [
            "relationship_to_trafficker", "age_when_trafficked", "recruitment_methods",
            "recruitment_platforms", "recruitment_location", "exploitation_types",
            "labour_industries", "sexual_exploitation_types", "exploitation_platforms",
            "exploitation_location", "control_methods", "vulnerabilities",
            "vulnerability_details",
        ]  # fmt: skip


class EventForm(RecordForm):
    needed = ("kind",)
    sections = [
        ("", ("kind", "occurred_on", "description")),
        (
            gettext_lazy("Place"),
            ("country", "state", "city", "street", "postal_code", "latitude", "longitude"),
        ),
    ]

    class Meta(RecordForm.Meta):
        model = TraffickingEvent
        fields = [
            "kind", "occurred_on", "description", "country", "state", "city", "street", "postal_code",
            "latitude", "longitude",
        ]  # fmt: skip


class OrganisationForm(RecordForm):
    needed = ("part", "name")
    in_the_past = ("referred_on",)

    class Meta(RecordForm.Meta):
        model = ConnectedOrganisation
        fields = ["part", "name", "kind", "caseworker_name", "referred_on", "reason", "details"]


class ConsentForm(RecordForm):
    """One answer: for one purpose and one recipient, how it was asked, and the seven questions."""

    needed = ("purpose", "status")
    in_the_past = ("given_on",)
    sections = [
        ("", ("purpose", "recipient", "status", "legal_basis", "given_on", "expires_on")),
        (
            gettext_lazy("How it was asked"),
            (
                "form", "language", "interpreter", "given_by", "giver_name", "certified_by", "text_version",
            ),
        ),
        (gettext_lazy("The seven questions"), Consent.QUESTIONS),
    ]  # fmt: skip

    class Meta(RecordForm.Meta):
        model = Consent
        fields = [
            "purpose", "recipient", "status", "legal_basis", "given_on", "expires_on", "form", "language",
            "interpreter", "given_by", "giver_name", "certified_by", "text_version", *Consent.QUESTIONS,
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = coded_choices("consent_status", answers=False)
        self.fields["status"].choices = [
            ("", _("Choose")),
            *[a for a in answers if a[0] in ("given", "refused")],
        ]
        for name, (_code, question) in zip(Consent.QUESTIONS, consent_questions(), strict=True):
            self.fields[name].label = question
        self.fields["recipient"].help_text = _(
            "Whom it may be shared with; leave empty for your organisation."
        )

    def clean_expires_on(self):
        """Consent ends on or after the day it was given."""
        until, given = self.cleaned_data["expires_on"], self.cleaned_data.get("given_on")
        if until and given and until < given:
            raise ValidationError(_("must be on or after the day it was given."))
        return until
