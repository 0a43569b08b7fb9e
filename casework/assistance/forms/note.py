"""Writing a case note."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from casework.assistance.models import CaseNote
from casework.standards.lists import choices
from casework.victims.forms.records import RecordForm


class NoteForm(RecordForm):
    """What kind, when, and the words. Only its author decides who else reads it."""

    needed = ("kind", "happened_on", "text")
    in_the_past = ("happened_on",)

    class Meta(RecordForm.Meta):
        model = CaseNote
        fields = ["kind", "happened_on", "happened_at", "text", "is_restricted"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choose")), *choices("note_kind")]
        self.fields["happened_at"].help_text = _("Leave it empty when it does not matter.")
        self.fields["text"].widget = forms.Textarea(attrs={"rows": 12})
        self.fields["text"].help_text = _("Write what was said and seen. No names of other people.")
        self.fields["is_restricted"].help_text = _("Colleagues on this case see nothing of it then.")
