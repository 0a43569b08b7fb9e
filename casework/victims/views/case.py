"""The case page and the pages under it that are read."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from casework.access.mixins import CaseScopedMixin
from casework.records import CaseRecord
from casework.victims import children, contacting, policies, timeline
from casework.victims.claims import are_at_odds
from casework.victims.consents import of_case
from casework.victims.models import (
    ConnectedOrganisation,
    Consent,
    ContactPoint,
    FirstContact,
    RiskAssessment,
    SafetyAction,
    SafetyPlan,
    Screening,
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
    ("case-child", _("Child")),
    ("case-assistance", _("Assistance")),
    ("case-legal", _("Legal")),
    ("case-documents", _("Documents")),
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
CONTACT_FIELDS = (
    "place", "informant", "informant_organisation", "informant_name", "account", "immediate_needs",
    "needs_met", "language", "interpreter", "wishes_anonymity", "may_contact_again",
)  # fmt: skip


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
            if name != "case-child" or name == current or children.concerns_child(self.case)
        ]
        return super().get_context_data(subnav=subnav, current=current, **kwargs)


class CaseWritingMixin(CasePageMixin):
    """A page that changes the case: refused, before anything is read, to whoever may not."""

    permission = "change_case"

    def _find_case(self, request, pk):
        case = super()._find_case(request, pk)
        policies.check_can_change_case(request.user, case)
        return case

    def get_success_url(self) -> str:
        return reverse(self.page, args=[self.case.pk])


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
            hidden = set(victim.NAME_FIELDS) | {"salutation"} if hides or victim.is_anonymous else set()
            if hides:
                hidden |= HIDDEN_WITH_NAMES | {"title"}
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
        claims = list(self.records(StatusClaim).order_by("-decided_on", "-created_at"))
        screenings = self.records(Screening).select_related("indicator_set", "case")
        return super().get_context_data(
            person=parts,
            claims=claims,
            claims_at_odds=are_at_odds(claims),
            screenings=screenings.order_by("-started_at")[:3],
            experience=experience,
            experience_rows=[row for row in rows_of(experience, names) if row[1]] if experience else [],
            first_contacts=[
                (row, [pair for pair in rows_of(row, CONTACT_FIELDS) if pair[1]])
                for row in self.records(FirstContact).order_by("contacted_on", "created_at")
            ],
            events=self.records(TraffickingEvent).order_by("created_at"),
            organisations=self.records(ConnectedOrganisation).order_by("created_at"),
            case_rows=rows_of(case, ("status", "origin", "opened_on", "closed_on", "closure_reason")),
            **kwargs,
        )


class CaseSafetyView(CasePageMixin, TemplateView):
    """Danger now, and every channel to the person with its rule."""

    template_name = "victims/case_safety.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, never = timezone.now(), contacting.never_contacts(self.case, self.request.user)
        contacts = [
            (contact, contacting.refusal_of(contact, now, never))
            for contact in self.records(ContactPoint).order_by("created_at")
        ]
        overview = Overview(self.case, self.request.user)
        answer = overview.risk_answers.get(overview.risk.pk) if overview.risk else None
        return super().get_context_data(
            contacts=contacts, never=never, overview=overview, answer=answer, **self._plan(), **kwargs
        )

    def _plan(self) -> dict[str, Any]:
        """The safety plan in use, open steps of any version first, and the draft of an assessment."""
        plan = self.records(SafetyPlan).filter(status="current").select_related("created_by", "case").first()
        drafts = self.records(RiskAssessment).filter(status="draft")
        steps = self.records(SafetyAction).order_by("due_on", "created_at")
        return {
            "plan": plan,
            "plan_texts": rows_of(plan, SafetyPlan.TEXTS[:-1]) if plan else [],
            "has_earlier_plans": plan is not None and plan.version > 1,
            "steps": sorted(steps, key=lambda step: step.status != "planned"),
            "draft": drafts.select_related("created_by", "case").first(),
        }
