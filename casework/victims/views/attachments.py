"""Files of a case: chosen, looked at on a page of ours, or downloaded; never opened by the browser itself."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView

from casework.access import audit
from casework.access.mixins import CaseScopedMixin
from casework.access.models import Action
from casework.records import CaseRecord
from casework.victims import services
from casework.victims.forms.attachment import AttachmentForm
from casework.victims.models import Attachment, Case
from casework.victims.models.attachment import ENDINGS
from casework.victims.views.case import CasePageMixin
from casework.victims.views.kinds import KINDS, home_of
from casework.victims.views.records import RecordFormView

# An answer that is no page of ours may do nothing at all in a browser.
SANDBOX = "default-src 'none'; sandbox"


class AttachmentAddView(RecordFormView):
    """Keeps a file with the record that the address names; the kind "case" means the case itself."""

    form_class = AttachmentForm
    add_title = _("Add a file")
    lead = _("The file is kept sealed. Nobody sees its name again.")

    @property
    def page(self) -> str:  # type: ignore[override]  # here the address says it
        return home_of(self.kwargs["kind"])

    @cached_property
    def target(self) -> CaseRecord | None:
        """The record the file belongs to; none for the case itself."""
        kind, key = self.kwargs["kind"], self.kwargs["record"]
        if kind == "case" and key == self.case.pk:
            return None
        model, _page = KINDS.get(kind, (Attachment, ""))
        if model is Attachment or model.is_kept_apart:
            raise Http404
        return self.get_record(model, key)

    def find_record(self) -> Attachment:
        return Attachment(case=self.case, attached_to=self.target.pk if self.target else None)

    def save(self, record, form, changes: dict[str, Any], seen) -> None:
        services.attach_file(
            case=self.case, file=form.cleaned_data["file"], to=self.target, to_kind=self.kwargs["kind"],
            by=self.request.user, **changes,
        )  # fmt: skip


class AttachmentDetailView(CasePageMixin, TemplateView):
    """One file: what it is, the image if it is one, and the button that takes it out."""

    template_name = "victims/attachment_detail.html"

    @cached_property
    def attachment(self) -> Attachment:
        return self.get_record(Attachment, self.kwargs["record"])

    @property
    def page(self) -> str:  # type: ignore[override]  # the record it hangs on says it
        return home_of(self.attachment.attached_to_kind)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(attachment=self.attachment, **kwargs)


class AttachmentImageView(CaseScopedMixin, View):
    """The image for the page above, and for nothing else."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        attachment = self.get_record(Attachment, kwargs["record"])
        if not attachment.is_image or request.headers.get("Sec-Fetch-Dest", "image") != "image":
            raise Http404
        audit.record_request(request, Action.REVEALED, case=self.case, detail="attachment.image")
        return _bytes_of(attachment)


class AttachmentDownloadView(CaseScopedMixin, View):
    """Takes a file out under a neutral name. POST only, so that no address or history opens it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        attachment = self.get_record(Attachment, kwargs["record"])
        audit.record_request(request, Action.EXPORTED, case=self.case, detail="attachment.file")
        response = _bytes_of(attachment)
        response["Content-Disposition"] = (
            f'attachment; filename="{neutral_name(self.case, attachment, request.user)}"'
        )
        return response


def neutral_name(case: Case, attachment: Attachment, reader) -> str:
    """The reference and a number: a file name is read by whoever sees the screen."""
    files = Attachment.objects.visible_to(reader).filter(case=case)
    earlier = files.filter(created_at__lt=attachment.created_at).count()
    reference = case.reference.replace(" ", "-")
    return f"{reference}-document-{earlier + 1}.{ENDINGS[attachment.media_type]}"


def _bytes_of(attachment: Attachment) -> HttpResponse:
    response = HttpResponse(attachment.content, content_type=attachment.media_type)
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
