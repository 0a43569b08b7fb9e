"""Travel and identity documents: where they are, what they say, and how closely somebody looked."""

from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.standards import mrz
from casework.standards.lists import label
from casework.victims import services, zones
from casework.victims.forms.document import AnswerForm, DocumentForm, ExaminationForm, ExpertForm, ZoneForm
from casework.victims.forms.records import RecordForm
from casework.victims.models import DocumentExamination, ExpertExamination, TravelDocument
from casework.victims.views.case import CasePageMixin
from casework.victims.views.confirm import ConfirmView
from casework.victims.views.contacts import RevealView
from casework.victims.views.records import RecordFormView
from casework.victims.wording import rows_of

WORDS_OF_NAME = ("surname", "given_names", "birth_date")
OTHER_WORDS = (
    "sex", "nationality", "issuing_state", "issued_on", "issuing_authority", "holder_details",
)  # fmt: skip
EXPIRES_SOON_DAYS = 90


@dataclass
class Paper:
    """One document with everything the page tells about it."""

    document: TravelDocument
    named: list[tuple[str, str]]
    rows: list[tuple[str, str]]
    examinations: list[DocumentExamination]
    requests: list[ExpertExamination]
    zone: mrz.Zone | None
    differences: list[zones.Difference]

    @property
    def can_be_examined(self) -> bool:
        return self.document.holder != "never_had" or bool(self.examinations or self.requests or self.zone)

    @property
    def expires_soon(self) -> bool:
        last = self.document.expires_on
        return last is not None and 0 <= (last - timezone.localdate()).days <= EXPIRES_SOON_DAYS


class CaseDocumentsView(CasePageMixin, TemplateView):
    """Every document of the person, in hand or not."""

    template_name = "victims/case_documents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        examinations = self._by_document(DocumentExamination, "-examined_on")
        requests = self._by_document(ExpertExamination, "-asked_on")
        papers = []
        for document in self.records(TravelDocument).order_by("created_at"):
            zone = zone_of(document)
            papers.append(
                Paper(
                    document,
                    [row for row in rows_of(document, WORDS_OF_NAME) if row[1]],
                    [row for row in rows_of(document, OTHER_WORDS) if row[1]],
                    examinations.get(document.pk, []),
                    requests.get(document.pk, []),
                    zone,
                    zones.differences(zone, document, self.case.victim) if zone else [],
                )
            )
        return super().get_context_data(papers=papers, **kwargs)

    def _by_document(self, model, order: str) -> dict[Any, list]:
        found: dict[Any, list] = {}
        rows = self.records(model).select_related("created_by", "case")
        for row in rows.order_by(order, "-created_at"):
            found.setdefault(row.document_id, []).append(row)
        return found


def zone_of(document: TravelDocument) -> mrz.Zone | None:
    """The zone that was kept of a document."""
    if not document.machine_zone:
        return None
    try:
        return mrz.parse(document.machine_zone, timezone.localdate())
    except mrz.UnreadableZone:
        return None


class DocumentFormView(RecordFormView):
    form_class = DocumentForm
    page = "case-documents"
    add_title = gettext_lazy("Add a document")
    change_title = gettext_lazy("Change a document")
    lead = gettext_lazy("Also a document that is lost or withheld. Leave open what nobody knows.")


class DocumentNumberRevealView(RevealView):
    """The number of one document."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        document = self.get_record(TravelDocument, kwargs["record"])
        back = reverse("case-documents", args=[self.case.pk])
        return self.shown("document.number", document.number, back)


class DocumentZoneView(RecordFormView):
    """The zone is read and compared; only the button that says so keeps it."""

    template_name = "victims/document_zone.html"
    form_class = ZoneForm
    page = "case-documents"
    change_title = gettext_lazy("Machine-readable zone")
    lead = gettext_lazy("It is read and compared with what is recorded. Nothing is overwritten.")

    def form_valid(self, form: RecordForm) -> HttpResponse:
        if "check" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, zone=cast(ZoneForm, form).zone))
        return super().form_valid(form)

    def save(self, record, form, changes: dict[str, Any], seen) -> None:
        try:
            # Not form.zone: in a conflict the other version may have been chosen.
            zone = mrz.parse(changes["machine_zone"], timezone.localdate())
        except mrz.UnreadableZone as refusal:
            raise ValidationError(str(refusal)) from refusal
        services.keep_zone(
            document=record, zone=zone, fills_gaps=form.cleaned_data["fills_gaps"], seen=seen,
            by=self.request.user,
        )  # fmt: skip

    def get_in_error_url(self) -> str:
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document, victim = cast(TravelDocument, self.record), self.case.victim
        zone = kwargs.pop("zone", None)
        shown = zone or (zone_of(document) if self.request.method == "GET" else None)
        return super().get_context_data(
            zone=shown, is_kept=zone is None,
            state=mrz.state_in_words(shown.state) if shown else "",
            nationality=mrz.state_in_words(shown.nationality) if shown else "",
            zone_differences=zones.differences(shown, document, victim) if shown else [],
            by_eye=any(zones.is_compared_by_eye(name) for name in (victim.family_name, victim.given_names)),
            **kwargs,
        )  # fmt: skip


class OfDocumentView(RecordFormView):
    """Something recorded about one document. Where it `adds`, the address names the document."""

    page = "case-documents"
    adds = False

    @cached_property
    def document(self) -> TravelDocument:
        return self.get_record(TravelDocument, self.kwargs["record"])

    def find_record(self):
        if not self.adds:
            return super().find_record()
        return self.form_class._meta.model(case=self.case, document=self.document)


class ExaminationFormView(OfDocumentView):
    form_class = ExaminationForm
    add_title = gettext_lazy("Examine a document")
    change_title = gettext_lazy("Change an examination")
    lead = gettext_lazy(
        "Skip what you cannot look at. That all fits does not show that a document is genuine."
    )

    def save(self, record, form, changes: dict[str, Any], seen) -> None:
        if record._state.adding:
            services.record_examination(document=self.document, values=changes, by=self.request.user)
        else:
            super().save(record, form, changes, seen)


class ExpertFormView(OfDocumentView):
    form_class = ExpertForm
    add_title = gettext_lazy("Ask an expert")
    change_title = gettext_lazy("Change the request to an expert")
    lead = gettext_lazy("Nothing is sent from here. Write down whom you asked, and until when.")

    def save(self, record, form, changes: dict[str, Any], seen) -> None:
        if record._state.adding:
            services.ask_expert(document=self.document, values=changes, by=self.request.user)
        else:
            super().save(record, form, changes, seen)


class ExpertAnswerView(RecordFormView):
    """The answer came: the request is closed with it."""

    form_class = AnswerForm
    page = "case-documents"
    change_title = gettext_lazy("Record the expert’s answer")

    def save(self, record, form, changes: dict[str, Any], seen) -> None:
        services.answer_expert(
            request=record, answer=changes["answer"], conclusion=changes["conclusion"],
            on=changes["answered_on"], seen=seen, by=self.request.user,
        )  # fmt: skip


class ExpertCancelView(ConfirmView):
    """The answer is not waited for any more."""

    page = "case-documents"
    model = ExpertExamination
    title = gettext_lazy("Cancel the request to an expert")
    text = gettext_lazy("It leaves the things to do. The history keeps it.")
    action_label = gettext_lazy("Cancel the request")
    done = gettext_lazy("The request is cancelled.")
    too_late = gettext_lazy("This request is closed already.")

    def step(self, record) -> None:
        services.cancel_expert(request=record, by=self.request.user)

    def facts(self, record) -> list[tuple[Any, Any]]:
        kind = label("document_kind", record.document.kind)
        return [(_("Document"), kind), *rows_of(record, ("asked_on", "due_on"))]
