"""Forms of risk: one for each section of an assessment, the officer's answer, the plan and its steps."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.standards.dates import format_date
from casework.standards.fields import check_codes, coded_choices
from casework.standards.lists import choices, label
from casework.victims.forms.records import NamedErrorsForm, RecordForm, SecretKeepingForm, asked
from casework.victims.models import (
    RiskAcknowledgement,
    RiskAssessment,
    RiskFactor,
    SafetyAction,
    SafetyPlan,
)
from casework.victims.risk import FIELDS, Factor, factors_of, usual_review
from casework.victims.services.risk import form_name

QUESTIONS = {
    "own_view": gettext_lazy("In the person’s own words: what is dangerous, and what helps?"),
    "own_rating": gettext_lazy("How high does the person say the risk is?"),
    "threats": gettext_lazy("What threatens the person now?"),
    "threat_details": gettext_lazy("What is known of it"),
    "level": gettext_lazy("Level, as you judge it"),
    "reasons": gettext_lazy("Why this level"),
}


class RiskSectionForm(NamedErrorsForm):
    """One section: fields of the assessment, or an answer and a note for each factor of a level.

    Everything may stay open. `seen` holds when each row last changed as the editor saw it.
    """

    hides_optional = True

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        assessment: RiskAssessment,
        section: str,
        rows: Mapping[str, RiskFactor],
        earlier: Mapping[str, RiskFactor],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.assessment, self.section, self.rows = assessment, section, rows
        self.factors = factors_of(section)
        for name in FIELDS.get(section, ()):
            self._ask(name)
        for factor in self.factors:
            self._ask_factor(factor, rows.get(factor.code), earlier.get(factor.code))
        stored: dict[str, Any] = dict(rows) if self.factors else {"": assessment}
        self.initial["seen"] = moments_as_text({key: row.updated_at for key, row in stored.items()})

    def _ask(self, name: str) -> None:
        model_field: Any = self.assessment._meta.get_field(name)
        field: Any = asked(model_field)
        field.label = QUESTIONS.get(name, field.label)
        field.required = False
        self.initial[name] = getattr(self.assessment, name)
        if name in ("level", "own_rating"):
            blank = _("Not decided yet") if name == "level" else _("Not asked")
            field = forms.ChoiceField(
                choices=[("", blank), *coded_choices("risk_level", model_field.answers)],
                widget=forms.RadioSelect(attrs={"class": "choices-line"}), label=field.label, required=False,
            )  # fmt: skip
        if name == "assessed_on":
            field.is_past = True
        if name == "review_on":
            field.help_text = _("Left empty, it follows from the level: %(days)s.") % {"days": usual_days()}
        self.fields[name] = field

    def _ask_factor(self, factor: Factor, row: RiskFactor | None, earlier: RiskFactor | None) -> None:
        note: Any = RiskFactor._meta.get_field("note")
        self.fields[factor.code] = forms.ChoiceField(
            choices=[("", _("Not asked")), *coded_choices("factor_answer")], label=factor.label,
            widget=forms.RadioSelect(attrs={"class": "choices-line"}), required=False,
        )  # fmt: skip
        if earlier is not None and earlier.answer:
            self.fields[factor.code].help_text = _("On %(day)s: %(answer)s") % {
                "day": format_date(earlier.assessment.assessed_on),
                "answer": label("factor_answer", earlier.answer),
            }
        self.fields[form_name(factor.code, "note")] = forms.CharField(
            label=_("Note on “%(factor)s”") % {"factor": factor.label}, max_length=note.max_length,
            widget=forms.Textarea(attrs={"rows": 2}), required=False,
        )  # fmt: skip
        self.initial[factor.code] = row.answer if row else ""
        self.initial[form_name(factor.code, "note")] = row.note if row else ""

    def clean_threats(self) -> list[str]:
        """“No immediate threat” stands alone, as a non-answer does."""
        threats = self.cleaned_data["threats"]
        check_codes("immediate_threat", threats)
        if "none" in threats and len(threats) > 1:
            raise ValidationError(_("“No immediate threat” stands alone: take away the other answers."))
        return threats

    def clean_review_on(self):
        """One looks again on or after the day of the assessment."""
        review, assessed = self.cleaned_data["review_on"], self.cleaned_data.get("assessed_on")
        if review and assessed and review < assessed:
            raise ValidationError(_("must be on or after the day of the assessment."))
        return review

    def clean(self) -> dict[str, Any]:
        """An assessment has its day: an emptied one stays as it was."""
        cleaned = super().clean() or self.cleaned_data
        if "assessed_on" in cleaned and cleaned["assessed_on"] is None:
            cleaned["assessed_on"] = self.assessment.assessed_on
        return cleaned

    def fill_review(self) -> None:
        """The usual day to look again, where a level was chosen and no day."""
        level, review = self.cleaned_data.get("level"), self.cleaned_data.get("review_on")
        if level and review is None:
            self.cleaned_data["review_on"] = usual_review(level, self.cleaned_data["assessed_on"])

    @property
    def values(self) -> dict[str, dict[str, Any]]:
        """What was answered, by row: "" is the assessment, a code the factor."""
        cleaned = self.cleaned_data
        if not self.factors:
            return {"": {name: cleaned[name] for name in FIELDS[self.section] if name in cleaned}}
        return {
            factor.code: {
                name: cleaned[form_name(factor.code, name)]
                for name in ("answer", "note")
                if form_name(factor.code, name) in cleaned
            }
            for factor in self.factors
        }

    @property
    def moments(self) -> dict[str, datetime]:
        """When each row last changed as the editor saw it; a text nobody's form wrote says nothing."""
        try:
            seen = json.loads(self.cleaned_data.get("seen") or "{}")
            return {str(key): datetime.fromisoformat(at) for key, at in seen.items()}
        except (ValueError, TypeError, AttributeError, RecursionError):
            return {}

    @property
    def groups(self) -> list[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """Factors under the heading of their kind, each with its note."""
        return [
            (
                kind,
                [
                    (self[factor.code], self[form_name(factor.code, "note")])
                    for factor in self.factors
                    if factor.kind == kind
                ],
            )
            for kind in ("risk", "protective")
        ] if self.factors else []  # fmt: skip

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields of a section without factors."""
        return [self[name] for name in FIELDS.get(self.section, ())]

    @property
    def carried(self) -> list[forms.BoundField]:
        """Every visible field, for the page that compares two versions."""
        return [field for field in self if not field.is_hidden]


def moments_as_text(moments: Mapping[str, datetime]) -> str:
    return json.dumps({key: at.isoformat() for key, at in moments.items()})


def usual_days() -> str:
    """After how many days one looks again at each level, in words."""
    return ", ".join(
        ngettext("%(level)s %(days)s day", "%(level)s %(days)s days", days)
        % {"level": label("risk_level", level).lower(), "days": days}
        for level, days in settings.RISK_REVIEW_DAYS.items()
    )


class AcknowledgementForm(RecordForm):
    """What the protection officer decides about a high risk."""

    needed = ("decision",)

    class Meta(RecordForm.Meta):
        model = RiskAcknowledgement
        fields = ["decision", "look_again_on", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line = forms.RadioSelect(attrs={"class": "choices"})
        self.fields["decision"] = forms.ChoiceField(
            choices=choices("risk_decision"), widget=line, label=_("Decision")
        )
        self.fields["look_again_on"].help_text = _("Only when it is looked at again sooner.")

    def clean(self) -> dict[str, Any]:
        """Looking again sooner has its day, before the one set so far unless that one is past."""
        cleaned = super().clean() or self.cleaned_data
        day, today = cleaned.get("look_again_on"), timezone.localdate()
        review = self.instance.assessment.review_on
        if cleaned.get("decision") != "sooner":
            cleaned["look_again_on"] = None
        elif day is None and "look_again_on" in cleaned:
            self.add_error("look_again_on", _("write the day, for example 21/11/2026."))
        elif day is not None and day < today:
            self.add_error("look_again_on", _("must be today or later."))
        elif day is not None and today < review <= day:
            words = {"day": format_date(review)}
            self.add_error("look_again_on", _("must be before %(day)s, the day set so far.") % words)
        return cleaned


class SafetyPlanForm(SecretKeepingForm):
    secret = ("agreed_code",)

    class Meta(RecordForm.Meta):
        model = SafetyPlan
        fields = ["warning_signs", "safe_places", "call_first", "agreed_code"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "warning_signs": (_("Warning signs"), _("What shows that danger is coming?")),
            "safe_places": (
                _("Places to go"),
                _("Where can the person go, and how? No address of a confidential shelter."),
            ),
            "call_first": (_("Who to call first"), _("In which order, and through which channel.")),
            "agreed_code": (
                _("Word or sign agreed for danger"), _("Shown on request only, and each time recorded.")
            ),
        }  # fmt: skip
        for name, (title, hint) in words.items():
            self.fields[name].label = title
            if name not in self.kept:
                self.fields[name].help_text = hint


class SafetyActionForm(RecordForm):
    needed = ("what",)

    class Meta(RecordForm.Meta):
        model = SafetyAction
        fields = ["what", "actor", "actor_name", "due_on"]


class SafetyActionCloseForm(NamedErrorsForm):
    """A step was done on a day, or was not done for a reason."""

    status = forms.ChoiceField(label=gettext_lazy("What came of it?"), widget=forms.RadioSelect)
    done_on = asked(SafetyAction._meta.get_field("done_on"))
    reason = asked(SafetyAction._meta.get_field("reason"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = choices("safety_action_status")
        self.fields["status"].choices = [answer for answer in answers if answer[0] != "planned"]
        self.fields["done_on"].is_past = True
        self.fields["done_on"].help_text = _("Left empty: today.")
        self.fields["reason"].help_text = _("Only when it was not done.")

    def clean(self) -> dict[str, Any]:
        """What was not done has its reason."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("status") == "not_done" and not cleaned.get("reason"):
            self.add_error("reason", _("write in a few words why."))
        return cleaned
