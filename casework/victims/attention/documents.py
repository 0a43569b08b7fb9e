"""Documents that need something done: withheld, about to expire, shown to an expert who has not answered."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import cast

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.standards.dates import format_date
from casework.standards.lists import label
from casework.victims.attention import MOST, OF_A_HOLDER, OF_A_ROW, Kind, Need, days_away, watched
from casework.victims.models import Case, ExpertExamination, TravelDocument

EXPIRES_SOON = timedelta(days=90)

WITHHELD = Kind(45, "danger", "id", _("A document is withheld"), _("See the documents"), "case-documents")
EXPERT = Kind(
    55, "caution", "search", _("An expert was asked"), _("See the documents"), "case-documents",
    _("An expert’s answer is late"),
)  # fmt: skip
EXPIRES = Kind(
    65, "caution", "id", _("A document expires"), _("See the documents"), "case-documents",
    _("A document has expired"),
)  # fmt: skip


@watched(OF_A_HOLDER, OF_A_ROW)
def withheld(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Documents that the trafficker keeps, the longest known first."""
    rows = TravelDocument.objects.live().filter(case__in=cases, holder="withheld")
    for document in rows.order_by("created_at")[:most]:
        since = timezone.localdate(document.created_at)
        when = str(_("Since %(day)s") % {"day": format_date(since, "short")})
        yield Need(WITHHELD, document.case, since, when, label("document_kind", document.kind))


@watched(OF_A_HOLDER, OF_A_ROW)
def experts(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Experts who have not answered, those first whose answer was expected first."""
    today = timezone.localdate()
    rows = ExpertExamination.objects.live().filter(case__in=cases, status="asked", due_on__isnull=False)
    for request in rows.select_related("case", "document").order_by("due_on")[:most]:
        due = cast(date, request.due_on)
        why = label("document_kind", request.document.kind)
        yield Need(EXPERT, request.case, due, days_away(due, today), why)


@watched(OF_A_HOLDER, OF_A_ROW)
def expiring(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Documents within three months of their last day, before or after. What is lost is left out."""
    today = timezone.localdate()
    near = (today - EXPIRES_SOON, today + EXPIRES_SOON)
    rows = TravelDocument.objects.live().filter(case__in=cases, expires_on__range=near)
    for document in rows.exclude(holder__in=["lost", "never_had"]).order_by("expires_on")[:most]:
        last = cast(date, document.expires_on)
        why = label("document_kind", document.kind)
        yield Need(EXPIRES, document.case, last, days_away(last, today), why)
