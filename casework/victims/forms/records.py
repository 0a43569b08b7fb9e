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
from casework.victims.models import (
    ConnectedOrganisation,
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


class SpokenAnswerField(forms.ChoiceField):
    """An answer that may be "Not asked": that says already that it can stay open."""

    may_be_not_asked = True


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
        kind = SpokenAnswerField if field.answers else forms.ChoiceField
        return kind(choices=partial(_choices_with_blank, field), widget=widget, **words)
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


class NamedErrorsForm(OnceForm):
    """A form of which every sentence names its field: it is read at the top of the page too."""

    def add_error(self, field: str | None, error: Any) -> None:
        """The sentence with the name of its field before it; an empty field is named by itself."""
        if field not in (None, "once") and not says_only_missing(error):
            problems = error.messages if isinstance(error, ValidationError) else [str(error)]
            name = name_of(self.fields[field].label)
            error = [_("%(field)s: %(problem)s") % {"field": name, "problem": text} for text in problems]
        super().add_error(field, error)


class RecordForm(NamedErrorsForm, forms.ModelForm):
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
        """The fields of this form under their headings; a heading without any is left out."""
        sections = self.sections or [("", tuple(self._meta.fields or ()))]
        asked = [
            (heading, [self[name] for name in names if name in self.fields]) for heading, names in sections
        ]
        return [(heading, fields) for heading, fields in asked if fields]


class SecretKeepingForm(RecordForm):
    """A form that never shows the secret values it changes: left empty, they stay as they are."""

    secret: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The secret fields of which the record has a value, asked before anything typed is put into it.
        is_new = self.instance._state.adding
        self.kept = [] if is_new else [name for name in self.secret if getattr(self.instance, name)]
        for name in self.kept:
            self.initial[name] = ""
            self.fields[name].help_text = _("One is recorded and not shown. Leave this empty to keep it.")

    @property
    def changes(self) -> dict[str, Any]:
        changes = super().changes
        return {name: value for name, value in changes.items() if value or name not in self.kept}


class StatusClaimForm(RecordForm):
    needed = ("status", "deciding_organisation")
    in_the_past = ("decided_on",)
    sections = [
        ("", ("status", "deciding_organisation", "organisation_name", "decided_on", "decision", "reasons")),
        (
            gettext_lazy("The decision, if there is one"),
            ("reference_number", "valid_until", "appeal_until", "legal_effect"),
        ),
    ]

    class Meta(RecordForm.Meta):
        model = StatusClaim
        fields = [
            "status", "deciding_organisation", "organisation_name", "decided_on", "decision", "reasons",
            "reference_number", "valid_until", "appeal_until", "legal_effect",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"decision", "legal_effect"} & set(self.fields):
            self.fields[name].help_text = {
                "decision": _("Reasonable grounds open the recovery period, where the law gives one."),
                "legal_effect": _("What the decision gives, for example a recovery period or a permit."),
            }[name]


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
