"""Forms of proceedings, what the person wants, decisions, counsel, protection, permits and compensation."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.assistance.forms.stay import CHOOSE, StepForm
from casework.assistance.models import (
    CompensationClaim,
    CompensationPayment,
    LegalCounsel,
    LegalDecision,
    LegalProceeding,
    ResidencePermit,
    WitnessProtection,
)
from casework.assistance.workflow import PROCEEDING_STATUS
from casework.standards.currencies import currency_choices
from casework.standards.forms import DayField
from casework.standards.lists import choices
from casework.victims.forms.records import DayInput, RecordForm


class CounselForm(RecordForm):
    in_the_past = ("mandate_signed_on",)
    sections = [
        ("", ("name", "organisation", "reached_by", "matters")),
        (gettext_lazy("Mandate"), ("mandate_signed_on", "is_legal_aid", "starts_on", "ends_on")),
    ]

    class Meta(RecordForm.Meta):
        model = LegalCounsel
        fields = [
            "name", "organisation", "reached_by", "matters", "mandate_signed_on", "is_legal_aid", "starts_on",
            "ends_on",
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A name or an organisation: otherwise nobody is recorded."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("name") and not cleaned.get("organisation"):
            self.add_error("name", _("write a name, or the organisation."))
        return cleaned


class ProceedingForm(RecordForm):
    """What kind of proceeding, where, and the part of the person in it."""

    needed = ("kind",)
    sections = [
        ("", ("kind", "roles", "note")),
        (gettext_lazy("Where"), ("country", "court", "file_number")),
    ]

    class Meta(RecordForm.Meta):
        model = LegalProceeding
        fields = ["kind", "roles", "country", "court", "file_number", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial["country"] = self.instance.case.organisation.country


class ParticipationForm(RecordForm):
    """What the person wants, in an answer and in words; left open, nothing is missing."""

    in_the_past = ("participation_on",)

    class Meta(RecordForm.Meta):
        model = LegalProceeding
        fields = ["participation", "participation_on", "knows_may_change", "wish"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participation_on"].help_text = _("Left empty, it is today.")
        self.initial["participation_on"] = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        """An answer has its day; without one there is none."""
        cleaned = super().clean() or self.cleaned_data
        asked_on = cleaned.get("participation_on") or timezone.localdate()
        cleaned["participation_on"] = asked_on if cleaned.get("participation") else None
        return cleaned


class ProceedingStatusForm(StepForm):
    """Where a proceeding goes from where it stands."""

    on = DayField(label=gettext_lazy("Since"), widget=DayInput(attrs={"size": False}), is_past=True)

    def __init__(self, *args: Any, proceeding: LegalProceeding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [
            pair for pair in choices("proceeding_status") if (proceeding.status, pair[0]) in PROCEEDING_STATUS
        ]
        self.fields["status"] = forms.ChoiceField(
            choices=steps, label=_("Where it stands now"), widget=forms.RadioSelect,
            error_messages={"required": _("Where it stands now: choose one.")},
            help_text=_("For a proceeding to be stopped, the person’s wish is enough."),
        )  # fmt: skip
        self.initial["on"] = timezone.localdate()
        self.order_fields(["status", "on"])


class DecisionForm(RecordForm):
    """What was decided, by whom, and until when one may appeal."""

    needed = ("kind", "decided_on")
    in_the_past = ("decided_on",)
    sections = [
        ("", ("kind", "outcome", "decided_on", "decided_by", "is_final")),
        (gettext_lazy("Appeal"), ("appeal_until",)),
        (gettext_lazy("Text of the decision"), ("text",)),
    ]

    is_final = forms.BooleanField(
        label=gettext_lazy("It closes the proceeding before this court or office"), required=False,
        initial=True,
    )  # fmt: skip

    class Meta(RecordForm.Meta):
        model = LegalDecision
        fields = ["kind", "outcome", "decided_on", "decided_by", "appeal_until", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["appeal_until"].help_text = _("My day reminds you two weeks before.")
        if not self.instance._state.adding:
            del self.fields["is_final"]


class AppealForm(StepForm):
    """Whether there is an appeal; that the person does not want one is an answer too."""

    answer = forms.ChoiceField(
        choices=lambda: choices("appeal_answer"), label=gettext_lazy("Appeal"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Appeal: choose an answer.")},
    )  # fmt: skip
    on = DayField(label=gettext_lazy("When"), widget=DayInput(attrs={"size": False}), is_past=True)

    def __init__(self, *args: Any, decision: LegalDecision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["answer"] = decision.appeal
        self.initial["on"] = decision.appeal_on or timezone.localdate()


class ProtectionForm(RecordForm):
    needed = ("kind", "starts_on")

    class Meta(RecordForm.Meta):
        model = WitnessProtection
        fields = ["kind", "ordered_by", "starts_on", "ends_on", "note"]


class PermitForm(RecordForm):
    """A permit with its ground; none of them asks for cooperation unless the law of the place does."""

    needed = ("kind",)
    in_the_past = ("issued_on", "renewal_asked_on")
    sections = [
        ("", ("kind", "country", "ground", "conditions")),
        (gettext_lazy("How long"), ("issued_on", "expires_on", "renewal_asked_on")),
    ]

    class Meta(RecordForm.Meta):
        model = ResidencePermit
        fields = [
            "kind", "country", "ground", "issued_on", "expires_on", "renewal_asked_on", "conditions",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].help_text = _("The ground that the authority names.")
        self.fields["expires_on"].help_text = _("Left empty when it has no end, or the end is not known.")
        self.fields["renewal_asked_on"].help_text = _("Once it is asked for, the reminder ends.")
        if self.instance._state.adding:
            self.initial["country"] = self.instance.case.organisation.country


class MoneyForm(RecordForm):
    """A form with amounts, each with its currency beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.amounts:
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "w-short"})
            currency = f"{name}_currency"
            self.fields[currency] = forms.ChoiceField(
                choices=[CHOOSE, *currency_choices()], required=False, label=self.fields[currency].label,
                widget=forms.Select(attrs={"class": "w-medium"}),
            )  # fmt: skip

    @property
    def amounts(self) -> list[str]:
        return [name for name in ("claimed", "awarded", "received") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """An amount and its currency come together."""
        cleaned = super().clean() or self.cleaned_data
        for name in self.amounts:
            currency = f"{name}_currency"
            if cleaned.get(name) is not None and not cleaned.get(currency):
                self.add_error(currency, _("choose the currency of the amount."))
            elif cleaned.get(name) is None and name in cleaned:
                cleaned[currency] = ""
        return cleaned


class CompensationForm(MoneyForm):
    needed = ("kind",)
    in_the_past = ("claimed_on", "awarded_on")
    sections = [
        ("", ("kind", "sought_from", "note")),
        (gettext_lazy("Asked for"), ("claimed_on", "claimed", "claimed_currency")),
        (gettext_lazy("Awarded"), ("awarded_on", "awarded", "awarded_currency")),
    ]

    class Meta(RecordForm.Meta):
        model = CompensationClaim
        fields = [
            "kind", "sought_from", "claimed_on", "claimed", "claimed_currency", "awarded_on", "awarded",
            "awarded_currency", "note",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["awarded"].help_text = _("Nothing was awarded: write 0.")


class PaymentForm(MoneyForm):
    """One part of the money, in the currency in which it came."""

    needed = ("received_on", "received")
    in_the_past = ("received_on",)

    class Meta(RecordForm.Meta):
        model = CompensationPayment
        fields = ["received_on", "received", "received_currency", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            claim = self.instance.claim
            self.initial["received_currency"] = claim.awarded_currency or claim.claimed_currency
