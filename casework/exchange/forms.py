"""What is asked when a workbook is brought in or written."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.access.once import OnceForm
from casework.exchange.columns import BY_LABEL, BY_MACHINE
from casework.exchange.reader import EMPTY, MAX_BYTES, TOO_BIG


class UploadForm(OnceForm):
    """The file, and why it is brought in."""

    workbook = forms.FileField(
        label=_("Workbook"),
        help_text=_("An Excel workbook (.xlsx) in the form of IOM’s HTCDS template, 20 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("Choose a workbook."), "empty": EMPTY},
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=200,
        help_text=_("For example: cases of 2025 from our office in the south. No names."),
        error_messages={
            "required": _("Write in a few words why this workbook is brought in."),
            "max_length": _("Write the purpose in at most 200 characters."),
        },
    )

    def clean_workbook(self):
        workbook = self.cleaned_data["workbook"]
        if workbook.size > MAX_BYTES:
            raise forms.ValidationError(TOO_BIG)
        return workbook


class AddressForm(OnceForm):
    """What the columns of the mailing address hold, when their names and labels disagree."""

    address_meaning = forms.ChoiceField(
        label=_("What do the columns of the mailing address hold?"),
        help_text=_("In IOM’s template the hidden names and the visible labels of these columns differ."),
        choices=[
            (BY_LABEL, _("What the visible label says (usual)")),
            (BY_MACHINE, _("What the hidden name says")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the columns of the mailing address hold.")},
    )


class ConfirmForm(OnceForm):
    """Nothing is asked: the button is the answer, and counts once."""


class ExportForm(OnceForm):
    """Why cases are written into a file, and which."""

    REASONS = [
        ("system", _("Moving to or from another system")),
        ("partner", _("Handing cases over to a partner who may receive them")),
        ("authority", _("A report that the law asks for")),
        ("office", _("Work in our own office")),
    ]
    CASES = [("open", _("Open cases")), ("all", _("All cases, closed ones too"))]

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason for writing the workbook.")},
    )
    cases = forms.ChoiceField(
        label=_("Cases"),
        choices=CASES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which cases are written.")},
    )
