"""Case notes: read, written, corrected by their author."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.assistance import services
from casework.assistance.forms.note import NoteForm
from casework.assistance.models import CaseNote
from casework.assistance.views.below import BelowAssistanceMixin
from casework.victims.views.case import CasePageMixin
from casework.victims.views.confirm import InErrorView
from casework.victims.views.records import RecordFormView

PER_PAGE = 20


class CaseNotesView(CasePageMixin, TemplateView):
    """All notes the reader may read, the newest first."""

    template_name = "assistance/case_notes.html"
    page = "case-assistance"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.records(CaseNote).select_related("created_by", "case")
        found = Paginator(rows.order_by("-happened_on", "-created_at"), PER_PAGE)
        return super().get_context_data(page_obj=found.get_page(self.request.GET.get("page")), **kwargs)


class NoteFormView(BelowAssistanceMixin, RecordFormView):
    """Writes a note, or corrects one's own."""

    record: CaseNote
    form_class = NoteForm
    home = "case-notes"
    add_title = gettext_lazy("Write a note")
    change_title = gettext_lazy("Correct a note")
    lead = gettext_lazy("The timeline shows that there is a note, never its words.")

    def find_record(self) -> CaseNote:
        if "record" not in self.kwargs:
            return CaseNote(case=self.case)
        note = self.get_record(CaseNote, self.kwargs["record"])
        if note.created_by_id != self.request.user.pk:
            # Nobody else is ever offered this page.
            raise Http404
        return note

    def save(self, record, form, changes: dict[str, Any], seen) -> None:
        by = self.request.user
        if record._state.adding:
            services.write_note(note=CaseNote(case=self.case, **changes), by=by)
        else:
            services.correct_note(note=record, changes=changes, seen=seen, by=by)

    def get_in_error_url(self) -> str:
        return reverse("note-in-error", args=[self.case.pk, self.record.pk])


class NoteInErrorView(BelowAssistanceMixin, InErrorView):
    """Says that a note was a mistake."""

    home = "case-notes"
    model = CaseNote

    def step(self, record) -> None:
        services.mark_note_in_error(note=record, by=self.request.user)
