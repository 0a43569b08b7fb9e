"""Forms of a screening: how it begins, its parts, and why it stopped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.standards.fields import coded_choices
from casework.standards.lists import choices, consent_questions
from casework.victims.forms.records import NamedErrorsForm, RecordForm, SpokenAnswerField, StatusClaimForm
from casework.victims.models import Consent, Indicator, IndicatorSet, Screening, ScreeningAnswer
from casework.victims.services.screenings import Given

OWN_WORDS = 2000


def _answer_choices() -> list[tuple[str, Any]]:
    return [*coded_choices("yes_no"), ("", gettext_lazy("Not asked"))]


class ScreeningStartForm(RecordForm):
    """What is known before the first question. With `consent` in force, consent is not asked again."""

    needed = ("language",)
    indicator_set = forms.ChoiceField(
        label=gettext_lazy("Set of questions"), widget=forms.RadioSelect(attrs={"class": "choices-long"})
    )
    consent_form = forms.ChoiceField(
        label=gettext_lazy("How the consent was given"),
        choices=lambda: [("", gettext_lazy("Choose")), *choices("consent_form")],
        widget=forms.Select(attrs={"class": "w-medium"}),
    )

    class Meta(RecordForm.Meta):
        model = Screening
        fields = ["language", "interpreter", "place_kind", "present"]

    def __init__(
        self, *args: Any, sets: Iterable[IndicatorSet], consent: Consent | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].label = _("Language of the interview")
        self.sets = {str(one.pk): one for one in sets}
        self.fields["indicator_set"].choices = [(key, one.title) for key, one in self.sets.items()]
        self.asks_consent = consent is None
        if not self.asks_consent:
            del self.fields["consent_form"]
            return
        for name, (_code, question) in zip(Consent.QUESTIONS, consent_questions(), strict=True):
            # The first is needed: without its answer nothing else is asked.
            is_first = name == Consent.QUESTIONS[0]
            self.fields[name] = SpokenAnswerField(
                label=question,
                required=is_first,
                choices=partial(coded_choices, "yes_no") if is_first else _answer_choices,
                error_messages={"required": _("ask this first, and choose the answer.")},
                widget=forms.RadioSelect(attrs={"class": "choices-line"}),
            )
        # Without a yes nothing is asked, so there is nothing to certify either.
        self.fields["consent_form"].required = False

    @property
    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        talk = ["indicator_set", "language", "interpreter", "place_kind", "present"]
        found = [("", [self[name] for name in talk])]
        if self.asks_consent:
            names = [*Consent.QUESTIONS, "consent_form"]
            found.insert(0, (_("Consent, one question after the other"), [self[name] for name in names]))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.asks_consent and self.agrees and not cleaned.get("consent_form"):
            self.add_error("consent_form", _("choose how the person agreed."))
        return cleaned

    @property
    def agrees(self) -> bool:
        """Whether the talk may begin: consent is in force, or the person has just said yes."""
        return not self.asks_consent or self.cleaned_data.get(Consent.QUESTIONS[0]) == "yes"

    @property
    def chosen_set(self) -> IndicatorSet:
        return self.sets[self.cleaned_data["indicator_set"]]

    def consent_values(self) -> dict[str, Any] | None:
        """The answers about consent as they were just given; None when they were not asked now."""
        if not self.asks_consent:
            return None
        return {
            "purpose": "interview",
            "status": "given" if self.agrees else "refused",
            "form": self.cleaned_data["consent_form"],
            "language": self.cleaned_data["language"],
            "interpreter": self.cleaned_data["interpreter"],
            **{name: self.cleaned_data[name] for name in Consent.QUESTIONS},
        }


@dataclass(frozen=True)
class Question:
    """One question of a part, as the page shows it."""

    indicator: Indicator
    second: str
    field: forms.BoundField
    words: forms.BoundField | None
    seen: forms.BoundField
    theirs: ScreeningAnswer | None = None
    saved: Any = None  # the version of theirs: who saved it, and when


class PartForm(forms.Form):
    """The questions of one part. Nothing is chosen but the present answer; everything may stay open."""

    hides_optional = True

    def __init__(
        self,
        *args: Any,
        indicators: Iterable[Indicator],
        answers: Mapping[int, ScreeningAnswer],
        language: str,
        hides_words: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicators, self.language = list(indicators), language
        self.differing: Mapping[Indicator, ScreeningAnswer] = {}
        self.saved: Mapping[Indicator, Any] = {}
        for one in self.indicators:
            row = answers.get(one.pk)
            self.fields[f"answer-{one.number}"] = forms.ChoiceField(
                label=one.wording(), choices=_answer_choices, required=False, widget=forms.RadioSelect,
                # "Not asked" is the state of a question nobody touched: it is not chosen for the person.
                initial=row.answer if row and row.answer else None,
            )  # fmt: skip
            if not (hides_words and row and row.own_words):
                self.fields[f"words-{one.number}"] = forms.CharField(
                    label=_("In the person’s own words"), required=False, max_length=OWN_WORDS,
                    widget=forms.Textarea(attrs={"rows": 2}), initial=row.own_words if row else "",
                )  # fmt: skip
            self.fields[f"seen-{one.number}"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=row.updated_at.isoformat() if row else ""
            )

    @property
    def questions(self) -> list[Question]:
        return [
            Question(
                indicator=one,
                second=one.wording_in(self.language),
                field=self[f"answer-{one.number}"],
                words=self[f"words-{one.number}"] if f"words-{one.number}" in self.fields else None,
                seen=self[f"seen-{one.number}"],
                theirs=self.differing.get(one),
                saved=self.saved.get(one),
            )
            for one in self.indicators
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for one in self.indicators:
            try:
                text = cleaned.get(f"seen-{one.number}")
                cleaned[f"seen-{one.number}"] = datetime.fromisoformat(text) if text else None
            except ValueError:
                raise ValidationError(_("Open this part again: the page is not complete.")) from None
        return cleaned

    def given(self) -> dict[Indicator, Given]:
        """What is answered. A question without any mark stays as it is."""
        found = {}
        for one in self.indicators:
            if f"answer-{one.number}" in self.data or self.cleaned_data.get(f"words-{one.number}"):
                found[one] = Given(
                    self.cleaned_data[f"answer-{one.number}"],
                    self.cleaned_data.get(f"words-{one.number}"),
                    self.cleaned_data[f"seen-{one.number}"],
                )
        return found


class ScreeningStopForm(NamedErrorsForm):
    """Why a screening ends before its last part."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why it stops here"),
        choices=partial(choices, "screening_stop_reason"),
        widget=forms.RadioSelect,
    )


class ScreeningClaimForm(StatusClaimForm):
    """What a person decides after reading the result. Nothing is decided before they save."""

    sections = [("", ("status", "deciding_organisation", "organisation_name", "decided_on", "reasons"))]

    class Meta(StatusClaimForm.Meta):
        fields = ["status", "deciding_organisation", "organisation_name", "decided_on", "reasons"]
