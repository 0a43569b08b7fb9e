"""The recovery period on the timeline of a case."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.standards.countries import country_label
from casework.standards.dates import format_date
from casework.standards.lists import label
from casework.victims.models import Case, RecoveryExtension, RecoveryPeriod
from casework.victims.timeline import Event, live_records, newest, source


def _place(case: Case) -> tuple[str, str]:
    return reverse("case-recovery", args=[case.pk]), _("See the period")


@source("safety", RecoveryPeriod)
def beginnings(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Recovery periods that began."""
    rows, total = newest(live_records(RecoveryPeriod, case, reader), limit, "-starts_on", "-created_at")
    return [
        Event(
            row.starts_on, row.created_at, "hourglass", _("Recovery period"), row.created_by,
            _("%(country)s, until %(day)s")
            % {"country": country_label(row.country), "day": format_date(row.ends_on, "short")},
            "info", *_place(case),
        )
        for row in rows
    ], total  # fmt: skip


@source("safety", RecoveryExtension)
def extensions(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Recovery periods made longer."""
    found = live_records(RecoveryExtension, case, reader).filter(period__entered_in_error=False)
    rows, total = newest(found, limit, "-created_at")
    return [
        Event(
            timezone.localdate(row.created_at), row.created_at, "hourglass", _("Recovery period extended"),
            row.created_by,
            _("until %(day)s: %(reason)s")
            % {
                "day": format_date(row.to_day, "short"),
                "reason": label("recovery_extension_reason", row.reason),
            },
            "info", *_place(case),
        )
        for row in rows
    ], total  # fmt: skip


@source("safety", RecoveryPeriod)
def early_ends(case: Case, reader, limit: int) -> tuple[list[Event], int]:
    """Recovery periods that ended early."""
    found = live_records(RecoveryPeriod, case, reader).filter(status="ended_early")
    rows, total = newest(found, limit, "-ended_on", "-updated_at")
    return [
        Event(
            row.ended_on, row.updated_at, "hourglass-low", _("Recovery period ended early"), None,
            label("recovery_end_reason", row.end_reason), "caution", *_place(case),
        )
        for row in rows
    ], total  # fmt: skip
