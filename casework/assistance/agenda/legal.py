"""Hearings of the week."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.assistance.models import Hearing
from casework.standards.lists import label
from casework.victims.agenda import Appointment, told
from casework.victims.models import Case


@told
def hearings(cases: QuerySet[Case], first: date, last: date) -> Iterator[Appointment]:
    """Planned hearings: what kind, and what is still missing; never where."""
    rows = Hearing.objects.standing().filter(case__in=cases, status="planned").on_days(first, last)
    for row in rows.select_related("case__victim"):
        yield Appointment(
            row.case, row.day_here, row.starts_at if row.hour else None,
            label("hearing_kind", row.kind) if row.kind else _("Hearing"),
            reverse("proceeding-detail", args=[row.case_id, row.proceeding_id]), ", ".join(row.missing),
        )  # fmt: skip
