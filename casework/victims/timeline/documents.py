"""Documents on the timeline of a case: recorded, examined, shown to an expert. Never a number or a name."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.standards.lists import label
from casework.victims.models import (
    Case,
    DocumentExamination,
    ExpertExamination,
    NeverContact,
    TravelDocument,
)
from casework.victims.timeline import Event, live_records, newest, source

TONES = {"no_doubt": "ok", "doubt": "caution"}


@source("identification", TravelDocument)
def documents(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Documents recorded, in hand or not."""
    rows, total = newest(live_records(TravelDocument, case, reader), limit, "-created_at")
    return [
        Event(
            timezone.localdate(row.created_at), row.created_at, "id", _("Document recorded"), row.created_by,
            ", ".join(
                filter(None, (label("document_kind", row.kind), label("document_holder", row.holder)))
            ),
            "danger" if row.holder == "withheld" else "", reverse("case-documents", args=[case.pk]),
            _("See the documents"),
        )
        for row in rows
    ], total  # fmt: skip


@source("identification", DocumentExamination)
def examinations(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Documents looked at along the checklist."""
    found = live_records(DocumentExamination, case, reader).select_related("case", "document")
    rows, total = newest(found, limit, "-examined_on", "-created_at")
    return [
        Event(
            row.examined_on, row.created_at, "clipboard-check", _("Document examined"), row.created_by,
            ", ".join(
                filter(
                    None,
                    (
                        label("document_kind", row.document.kind),
                        label("examination_conclusion", row.conclusion),
                    ),
                )
            ),
            TONES.get(row.conclusion, ""), reverse("case-documents", args=[case.pk]), _("See the documents"),
        )
        for row in rows
    ], total  # fmt: skip


@source("identification", ExpertExamination)
def expert_examinations(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Experts asked, and what came of it; the answer itself is read on the page of documents."""
    found = live_records(ExpertExamination, case, reader).select_related("case", "document")
    rows, total = newest(found, limit, "-asked_on", "-created_at")
    return [
        Event(
            row.answered_on or row.asked_on, row.updated_at if row.answered_on else row.created_at, "search",
            _("Expert answered") if row.status == "answered" else _("Expert asked"), row.created_by,
            ", ".join(
                filter(
                    None,
                    (
                        label("document_kind", row.document.kind),
                        label("examination_conclusion", row.conclusion),
                    ),
                )
            ),
            TONES.get(row.conclusion, ""), reverse("case-documents", args=[case.pk]), _("See the documents"),
        )
        for row in rows
    ], total  # fmt: skip


@source("safety", NeverContact)
def never_contacts(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """That there is somebody never to be contacted, not who."""
    rows, total = newest(live_records(NeverContact, case, reader), limit, "-created_at")
    return [
        Event(
            timezone.localdate(row.created_at), row.created_at, "lock", _("Person never to be contacted"),
            row.created_by, "", "danger", reverse("case-safety", args=[case.pk]), _("See who"),
        )
        for row in rows
    ], total  # fmt: skip
