"""Choosing a file to keep with a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.victims.forms.records import RecordForm
from casework.victims.models import Attachment
from casework.victims.models.attachment import ENDINGS
from casework.victims.uploads import CleanFile, check_size, clean_file


class AttachmentForm(RecordForm):
    """The file, what it is, and a few words about it."""

    needed = ("kind",)
    sections = [("", ("file", "kind", "title"))]

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A JPEG, PNG, WebP or PDF file, 8 MB at most. Where a photo was taken is removed from it."
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={
            "required": _("choose a file of 8 MB at most."),
            "empty": _("this file is empty. Choose another one."),
        },
    )

    class Meta(RecordForm.Meta):
        model = Attachment
        fields = ["kind", "title"]

    def clean_file(self) -> CleanFile:
        """What is kept of the upload; its name is not."""
        upload = self.cleaned_data["file"]
        check_size(upload.size)
        return clean_file(upload.read())
