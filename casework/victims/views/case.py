"""The case page and the pages under it that are read."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from casework.access.mixins import CaseScopedMixin
from casework.records import CaseRecord
from casework.victims import policies, timeline
from casework.victims.consents import of_case
from casework.victims.models import (
    ConnectedOrganisation,
    Consent,
    ContactPoint,
    StatusClaim,
    TraffickingEvent,
    TraffickingExperience,
)
from casework.victims.overview import Overview
from casework.victims.readers import last_readers
from casework.victims.wording import rows_of

# (URL name, label), in the order of the sub-navigation. Only pages that exist.
PAGES = [
    ("case-detail", _("Overview")),
    ("case-identification", _("Identification")),
    ("case-safety", _("Safety")),
    ("case-assistance", _("Assistance")),
    ("case-consents", _("Consents")),
    ("case-history", _("History")),
    ("case-readers", _("Who looked")),
]
PERSON_PARTS = [
    (
        _("Name"),
        (
            "name_to_use", "given_names", "middle_names", "family_name", "other_names", "name_on_documents",
            "salutation",
        ),
    ),
    (
        _("About the person"),
        (
            "birth_date", "birth_date_answer", "gender", "citizenships", "primary_language",
            "secondary_language", "needs_interpreter", "marital_status", "number_of_children", "education",
            "title",
        ),
    ),
]  # fmt: skip
HIDDEN_WITH_NAMES = {"birth_date"}


class CasePageMixin(CaseScopedMixin):
    """A page within a case: its frame, and which link of the sub-navigation is current."""

    page: ClassVar[str] = ""

    def records(self, model: type[CaseRecord]) -> QuerySet:
        """The records of this case that the reader may see."""
        return timeline.live_records(model, self.case, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        current = self.page or self.request.resolver_match.url_name
        kwargs.setdefault("overview", Overview(self.case, self.request.user))
        subnav = [
            {"url": reverse(name, args=[self.case.pk]), "label": label, "current": name == current}
            for name, label in PAGES
        ]
        return super().get_context_data(subnav=subnav, current=current, **kwargs)


class CaseWritingMixin(CasePageMixin):
    """A page that changes the case: refused, before anything is read, to whoever may not."""

    permission = "change_case"

    def _find_case(self, request, pk):
        case = super()._find_case(request, pk)
        policies.check_can_change_case(request.user, case)
        return case


class CaseDetailView(CasePageMixin, TemplateView):
    """Everything about one case within two clicks."""

    template_name = "victims/case_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chip = self.request.GET.get("show", "")
        asked = self.request.GET.get("events", "")
        limit = min(int(asked), timeline.MOST) if asked.isascii() and asked.isdigit() else timeline.SHOWN
        consents = self.records(Consent).filter(status__in=["given", "refused"])
        return super().get_context_data(
            **timeline_context(self.case, self.request.user, chip, limit),
            consents=[of_case(row, self.case) for row in consents.order_by("-given_on", "-created_at")[:5]],
            is_overview=True,
            readers=last_readers(self.case, self.request.user),
            **kwargs,
        )


def timeline_context(case, reader, chip: str = "", limit: int = timeline.SHOWN) -> dict[str, Any]:
    """What the timeline part of the page needs; also for an answer that replaces that part alone."""
    chips = dict(timeline.CHIPS)
    chip = chip if chip in chips else ""
    return {
        "timeline": timeline.timeline_of(case, reader, chip, limit),
        "chips": timeline.CHIPS,
        "chip": chip,
        "more_events": limit + timeline.MORE,
    }


class CaseIdentificationView(CasePageMixin, TemplateView):
    """Who the person is, what organisations said of their status, and what happened to them."""

    template_name = "victims/case_identification.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, victim, hides = self.case, self.case.victim, self.request.user.hide_names
        parts = []
        for heading, names in PERSON_PARTS:
            hidden = set(victim.NAME_FIELDS) | HIDDEN_WITH_NAMES | {"salutation", "title"} if hides else set()
            rows = [
                row
                for row in zip(names, rows_of(victim, names), strict=True)
                if row[0] != "birth_date_answer" or row[1][1]
            ]
            parts.append(
                (heading, [(name in hidden and bool(value), label, value) for name, (label, value) in rows])
            )
        experience = self.records(TraffickingExperience).first()
        names = tuple(TraffickingExperience.Privacy.sensitive)
        return super().get_context_data(
            person=parts,
            claims=self.records(StatusClaim).order_by("-decided_on", "-created_at"),
            experience=experience,
            experience_rows=[row for row in rows_of(experience, names) if row[1]] if experience else [],
            events=self.records(TraffickingEvent).order_by("created_at"),
            organisations=self.records(ConnectedOrganisation).order_by("created_at"),
            case_rows=rows_of(case, ("status", "origin", "opened_on", "closed_on", "closure_reason")),
            **kwargs,
        )


class CaseSafetyView(CasePageMixin, TemplateView):
    """Danger now, and every channel to the person with its rule."""

    template_name = "victims/case_safety.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contacts = self.records(ContactPoint).order_by("created_at")
        return super().get_context_data(contacts=contacts, **kwargs)
