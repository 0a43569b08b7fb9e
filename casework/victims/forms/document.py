"""Forms of documents, their zone, and the examinations of them."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.standards import mrz
from casework.standards.lists import choices
from casework.victims.forms.records import RecordForm, SecretKeepingForm
from casework.victims.models import DocumentExamination, ExpertExamination, TravelDocument


class DocumentForm(SecretKeepingForm):
    """A document, in hand or not. Only its kind is asked for, and that may be unknown."""

    needed = ("kind",)
    secret = ("number",)
    in_the_past = ("issued_on",)
    sections = [
        ("", ("kind", "holder", "holder_details")),
        (
            gettext_lazy("What it says"),
            (
                "issuing_state", "number", "surname", "given_names", "birth_date", "sex", "nationality",
                "issued_on", "expires_on", "issuing_authority",
            ),
        ),
    ]  # fmt: skip

    class Meta(RecordForm.Meta):
        model = TravelDocument
        fields = [
            "kind", "holder", "holder_details", "issuing_state", "number", "surname", "given_names",
            "birth_date", "sex", "nationality", "issued_on", "expires_on", "issuing_authority",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder_details"].help_text = _("For example: in our safe, envelope 12. No names.")

    def clean_expires_on(self):
        """A document expires on or after the day it was issued."""
        until, issued = self.cleaned_data["expires_on"], self.cleaned_data.get("issued_on")
        if until and issued and until < issued:
            raise ValidationError(_("must be on or after the day it was issued."))
        return until


class ZoneForm(RecordForm):
    """The zone as it stands on the document; the parsed zone is in `zone` when it can be read."""

    needed = ("machine_zone",)

    fills_gaps = forms.BooleanField(
        label=gettext_lazy("Fill in what is still empty on this document"), required=False,
        help_text=gettext_lazy("Nothing that is recorded is changed. Parts that do not fit are left out."),
    )  # fmt: skip
    zone: mrz.Zone | None = None
    sections = [("", ("machine_zone", "fills_gaps"))]

    class Meta(RecordForm.Meta):
        model = TravelDocument
        fields = ["machine_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.fields["machine_zone"]
        asked.widget = forms.Textarea(attrs={"rows": 3, "class": "zone", "dir": "ltr"})
        asked.label = _("Machine-readable zone")
        asked.help_text = _("The two or three lines with the < signs. Type or paste them.")
        # A pasted page is longer than a zone: it is told what a zone looks like, not how long it may be.
        asked.max_length, asked.validators = None, []
        self.initial["machine_zone"] = ""

    def clean_machine_zone(self) -> str:
        """The zone, line by line as it stands on the document."""
        try:
            self.zone = mrz.parse(self.cleaned_data["machine_zone"], timezone.localdate())
        except mrz.UnreadableZone as refusal:
            raise ValidationError(str(refusal)) from refusal
        return self.zone.text


class ExaminationForm(RecordForm):
    """The checklist: for each item yes, no or cannot tell; left open it was not looked at."""

    hides_optional = True
    in_the_past = ("examined_on",)

    class Meta(RecordForm.Meta):
        model = DocumentExamination
        fields = [
            "examined_on", "examined_by", *DocumentExamination.ANSWERS, "conclusion", "note",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = [
            ("fits", _("Yes")), ("does_not_fit", _("No")), ("cannot_tell", _("Cannot tell")),
            ("", _("Not looked at")),
        ]  # fmt: skip
        given = {
            code: answer for answer in DocumentExamination.ANSWERS for code in self.initial.get(answer) or []
        }
        self.items = [f"check_{code}" for code, _label in choices("document_check")]
        for name, (code, label) in zip(self.items, choices("document_check"), strict=True):
            line = forms.RadioSelect(attrs={"class": "choices-line"})
            self.fields[name] = forms.ChoiceField(
                choices=answers, label=label, required=False, widget=line, initial=given.get(code, "")
            )
        self.fields["conclusion"].help_text = _(
            "You are not asked for proof. Doubt is enough to ask an expert."
        )

    @property
    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        sections = [
            ("", ["examined_on", "examined_by"]), (_("Look at the document"), self.items),
            (_("What you conclude"), ["conclusion", "note"]),
        ]  # fmt: skip
        return [(heading, [self[name] for name in names]) for heading, names in sections]

    @property
    def changes(self) -> dict[str, Any]:
        """The answers as the record keeps them; the page of a conflict sends them as such."""
        changes = super().changes
        if any(name in self.data for name in self.items):
            for answer in DocumentExamination.ANSWERS:
                changes[answer] = [
                    name.removeprefix("check_")
                    for name in self.items
                    if self.cleaned_data.get(name) == answer
                ]
        return changes


class ExpertForm(RecordForm):
    """Asking somebody who knows documents better."""

    needed = ("asked_whom",)
    in_the_past = ("asked_on",)

    class Meta(RecordForm.Meta):
        model = ExpertExamination
        fields = ["asked_whom", "question", "asked_on", "due_on"]

    def clean_due_on(self):
        """The answer comes on or after the day it was asked for."""
        due, asked = self.cleaned_data["due_on"], self.cleaned_data.get("asked_on")
        if due and asked and due < asked:
            raise ValidationError(_("must be on or after the day it was asked for."))
        return due


class AnswerForm(RecordForm):
    """What the expert said."""

    needed = ("answered_on",)
    in_the_past = ("answered_on",)

    class Meta(RecordForm.Meta):
        model = ExpertExamination
        fields = ["answered_on", "conclusion", "answer"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not cast(ExpertExamination, self.instance).answered_on:
            self.initial["answered_on"] = timezone.localdate()
