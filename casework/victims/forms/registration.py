"""Registering a person: short, in the order of a first conversation, and nothing in it is compulsory."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.access.once import OnceForm
from casework.standards.dates import PartialDate
from casework.standards.forms import PartialDateField
from casework.standards.lists import choices
from casework.victims.forms.answers import codes, radios, text
from casework.victims.forms.arrival import ArrivalForm
from casework.victims.forms.records import DayInput
from casework.victims.models import ConnectedOrganisation, Consent, ContactPoint, Victim
from casework.victims.models.person import ADULT_AT

OLDEST = 120
# What people say of an age that is only guessed may be wrong by as many years.
ABOUT = 5
HOURS = ["%H:%M", "%Hh%M", "%H h %M", "%Hh", "%I:%M %p", "%I %p"]
PURPOSE = "case_record"


class BirthDateField(PartialDateField):
    """A date of birth: it lies in the past, and what is wrong with it says which date is meant."""

    default_error_messages = {
        "future": gettext_lazy("Date of birth must be in the past: check the year, like 4/3/2002.")
    }

    def read(self, text: str) -> PartialDate:
        try:
            return super().read(text)
        except ValueError as error:
            raise ValueError(_("Date of birth: %(problem)s") % {"problem": error.args[0]}) from error


class RegistrationForm(ArrivalForm, OnceForm):
    """The first answers of a person. What is left out was not asked."""

    is_in_danger = radios("yes_no", gettext_lazy("Is the person in danger now?"))

    name_to_use = text(Victim, "name_to_use", gettext_lazy("Name to use"))
    given_names = text(Victim, "given_names", gettext_lazy("Given names"))
    family_name = text(Victim, "family_name", gettext_lazy("Family name"))
    other_names = text(
        Victim,
        "other_names",
        gettext_lazy("Other names"),
        help_text=gettext_lazy("Several with a semicolon between."),
    )
    is_anonymous = forms.BooleanField(
        required=False,
        label=gettext_lazy("No name: the person stays anonymous"),
        help_text=gettext_lazy("Help is the same without a name."),
    )

    birth_date = BirthDateField(
        required=False,
        is_past=True,
        label=gettext_lazy("Date of birth"),
        help_text=gettext_lazy("Like 4/3/2002, 3/2002 or 2002."),
        widget=DayInput(),
    )
    age = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=OLDEST,
        label=gettext_lazy("Or age"),
        help_text=gettext_lazy("In years. The year of birth is worked out."),
        widget=forms.NumberInput({"class": "w-number", "inputmode": "numeric"}),
        error_messages={
            "invalid": gettext_lazy("Age must be a whole number of years, like 17."),
            "min_value": gettext_lazy("Age must be between 0 and 120 years, like 17."),
            "max_value": gettext_lazy("Age must be between 0 and 120 years, like 17."),
        },
    )
    birth_date_answer = forms.ChoiceField(
        choices=lambda: choices("non_answer"),
        widget=forms.RadioSelect({"class": "choices-line"}),
        required=False,
        label=gettext_lazy("Or the person"),
    )
    age_is_about = forms.BooleanField(required=False, label=gettext_lazy("This age is a guess"))
    age_is_uncertain = forms.BooleanField(
        required=False,
        label=gettext_lazy("It is not sure whether the person is 18"),
        help_text=gettext_lazy("Then the person is treated as a child until decided."),
    )

    primary_language = codes("language", gettext_lazy("Language"))
    secondary_language = codes("language", gettext_lazy("Second language"))
    needs_interpreter = radios("yes_no", gettext_lazy("Interpreter needed"))

    gender = codes("gender", gettext_lazy("Gender, as the person says it"))

    contact_kind = codes("contact_kind", gettext_lazy("Channel"), answers=False)
    contact_value = text(ContactPoint, "value", gettext_lazy("Number or address"))
    contact_safety = radios("contact_safety", gettext_lazy("Is it safe?"), answers=False)
    from_hour = forms.TimeField(
        required=False,
        input_formats=HOURS,
        label=gettext_lazy("Safe from"),
        widget=forms.TimeInput({"type": "time", "class": "w-number"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("“Safe from” must be a time of day, like 18:30.")},
    )
    to_hour = forms.TimeField(
        required=False,
        input_formats=HOURS,
        label=gettext_lazy("Safe until"),
        widget=forms.TimeInput({"type": "time", "class": "w-number"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("“Safe until” must be a time of day, like 20:00.")},
    )
    contact_rule = text(
        ContactPoint, "rule", gettext_lazy("Rule"), help_text=gettext_lazy("For example: never a voice call.")
    )
    code_word = text(
        ContactPoint, "code_word", gettext_lazy("Code word"), width="w-short",
        help_text=gettext_lazy("Said on the phone, so that each knows the other."),
    )  # fmt: skip

    origin = codes("case_origin", gettext_lazy("First contact through"))
    referring_organisation = text(ConnectedOrganisation, "name", gettext_lazy("Referring organisation"))

    consent_status = forms.ChoiceField(
        choices=lambda: [
            (code, name) for code, name in choices("consent_status") if code in ("given", "refused")
        ],
        widget=forms.RadioSelect({"class": "choices-line"}),
        required=False,
        label=gettext_lazy("May we keep a record and give help?"),
        help_text=gettext_lazy(
            "Nothing leaves with this answer. If it is no, help goes on: tick “No name” above."
        ),
    )
    consent_form = codes("consent_form", gettext_lazy("Form"), answers=False)
    consent_given_by = codes("consent_giver", gettext_lazy("Given by"), answers=False)
    giver_name = text(Consent, "giver_name", gettext_lazy("Name of the guardian or representative"))
    consent_language = codes("language", gettext_lazy("Language of the consent"), answers=False)
    certified_by = text(Consent, "certified_by", gettext_lazy("Certified by"))

    # The cases of people said not to be this one.
    told_apart = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)

    CONSENT_DETAILS = ("consent_form", "consent_given_by", "giver_name", "consent_language", "certified_by")
    CONTACT = (
        "contact_kind", "contact_value", "contact_safety", "from_hour", "to_hour", "contact_rule",
        "code_word",
    )  # fmt: skip
    # The page says once that everything can be skipped.
    hides_optional = True
    NAMES = ("name_to_use", "given_names", "family_name", "other_names")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and field.max_length:
                field.error_messages["max_length"] = _(
                    "“%(field)s” has %%(show_value)d characters. Shorten it to %%(limit_value)d at most."
                ) % {"field": str(field.label).replace("%", "%%")}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("is_anonymous") and any(data.get(name) for name in self.NAMES):
            self.add_error(
                "is_anonymous", _("“No name” is ticked, but a name is written. Take one of the two away.")
            )
        told = [data.get("birth_date"), data.get("age") is not None and "age", data.get("birth_date_answer")]
        if sum(map(bool, told)) > 1:
            self.add_error(
                "birth_date",
                _("Give the date of birth, or the age, or why neither is known: only one."),
            )
        if "from_hour" in data and "to_hour" in data and bool(data["from_hour"]) != bool(data["to_hour"]):
            missing = "to_hour" if data["from_hour"] else "from_hour"
            self.add_error(
                missing, _("Safe hours have a beginning and an end: write both, like 18:00 and 20:00.")
            )
        if not data.get("consent_status") and any(data.get(name) for name in self.CONSENT_DETAILS):
            self.add_error(
                "consent_status", _("Say whether consent was given or refused, or take its details away.")
            )
        if (data.get("consent_given_by", "") in ("", "self")) == bool(data.get("giver_name")):
            self.add_error(
                "giver_name", _("Name the guardian or representative who answered, and only then.")
            )
        return data

    def clean_told_apart(self) -> list[UUID]:
        """The ids, without what is none."""
        try:
            return [UUID(part) for part in self.cleaned_data["told_apart"].split(",") if part]
        except ValueError:
            raise ValidationError(_("The people told apart cannot be read. Load the page again.")) from None

    def quiet(self) -> None:
        """Keep what was typed and say nothing about errors yet: the person is still writing."""
        self._errors = ErrorDict(renderer=self.renderer)

    # What was answered, by record ----------------------------------------------------------------------
    def person(self) -> dict[str, Any]:
        """Values of the person, by field name."""
        data = self.cleaned_data
        names = (
            *self.NAMES, "is_anonymous", "birth_date_answer", "age_is_uncertain", "primary_language",
            "secondary_language", "needs_interpreter", "gender",
        )  # fmt: skip
        return {name: data[name] for name in names} | {
            "birth_date": self.birth(),
            "age_is_uncertain": data["age_is_uncertain"] or self.may_be_a_child(),
        }

    def birth(self) -> PartialDate | None:
        """The date of birth as it was given, or the year an age points to."""
        if self.cleaned_data.get("birth_date"):
            return self.cleaned_data["birth_date"]
        age = self.cleaned_data.get("age")
        return None if age is None else PartialDate(timezone.localdate().year - age)

    def may_be_a_child(self) -> bool:
        """Whether an age that stands alone, or is only guessed, allows for less than 18 years."""
        birth, age = self.birth(), self.cleaned_data.get("age")
        if age is None or birth is None:
            return False
        least, _most = birth.age_on(timezone.localdate())
        return least - (ABOUT if self.cleaned_data.get("age_is_about") else 0) < ADULT_AT

    def is_treated_as_child(self) -> bool:
        """Under 18, perhaps under 18, or not sure."""
        is_uncertain = self.cleaned_data.get("age_is_uncertain", False) or self.may_be_a_child()
        return Victim(birth_date=self.birth(), age_is_uncertain=is_uncertain).is_treated_as_child

    def case(self) -> dict[str, Any]:
        """Values of the case, by field name."""
        return {name: self.cleaned_data[name] for name in ("is_in_danger", "origin")}

    def contact(self) -> dict[str, Any] | None:
        """Values of the contact point, when anything was said about one."""
        data = self.cleaned_data
        if not any(data[name] for name in self.CONTACT):
            return None
        return {
            "kind": data["contact_kind"],
            "value": data["contact_value"],
            "safety": data["contact_safety"] or "not_known",
            "from_hour": data["from_hour"],
            "to_hour": data["to_hour"],
            "rule": data["contact_rule"],
            "code_word": data["code_word"],
        }

    def referrer(self) -> dict[str, Any] | None:
        """Values of the organisation that referred the person, when one did."""
        name = self.cleaned_data["referring_organisation"]
        return {"part": ConnectedOrganisation.Part.REFERRING, "name": name} if name else None

    def consent(self) -> dict[str, Any] | None:
        """Values of the consent to keep a record, when it was asked for."""
        data = self.cleaned_data
        if not data["consent_status"]:
            return None
        return {
            "purpose": PURPOSE,
            "status": data["consent_status"],
            "form": data["consent_form"],
            "given_by": data["consent_given_by"] or "self",
            "giver_name": data["giver_name"],
            "language": data["consent_language"],
            "certified_by": data["certified_by"],
        }
