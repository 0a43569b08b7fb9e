"""Stays in shelters within a case: the list, asking for a bed, and what the shelter is told."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.access.policies import allowed
from casework.assistance import policies, services
from casework.assistance.forms.stay import StayForm, StayRequestForm
from casework.assistance.models import Incident, Shelter, ShelterStay
from casework.assistance.models.stay import HOUSED, LIVE
from casework.victims.views.case import CasePageMixin
from casework.victims.views.confirm import InErrorView
from casework.victims.views.records import RecordFormView


class CaseShelterView(CasePageMixin, TemplateView):
    """Where the person stays now, where they stayed before, and what is asked for."""

    template_name = "assistance/case_shelter.html"
    page = "case-assistance"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.records(ShelterStay).select_related("shelter", "bed__room").order_by("-created_at")
        stays = list(rows)
        incidents = self.records(Incident).filter(followed_up_at=None).select_related("stay__shelter")
        return super().get_context_data(
            live=[stay for stay in stays if stay.status in LIVE],
            ended=[stay for stay in stays if stay.status not in LIVE],
            is_housed=any(stay.status in HOUSED for stay in stays),
            incidents=incidents.order_by("-occurred_on"),
            can_ask=allowed(policies.check_can_request_stay, self.request.user, self.case), **kwargs,
        )  # fmt: skip


class StayRequestView(RecordFormView):
    """Asks one shelter for a bed."""

    permission = "tend_stays"
    form_class = StayRequestForm
    page = "case-assistance"
    add_title = gettext_lazy("Ask for a bed")
    lead = gettext_lazy("The shelter sees the reference and what you fill in here, nothing else of the case.")

    def get_form_kwargs(self) -> dict[str, Any]:
        shelters = Shelter.objects.visible_to(self.request.user).order_by("code_name")
        return {**super().get_form_kwargs(), "shelters": shelters}

    def save(self, record, form, changes: dict[str, Any], seen) -> None:
        by = self.request.user
        services.request_stay(case=self.case, shelter=form.shelter, values=changes, by=by)

    def get_success_url(self) -> str:
        return reverse("case-shelter", args=[self.case.pk])


class StayChangeView(RecordFormView):
    """Changes what the shelter is told of the person."""

    permission = "tend_stays"
    form_class = StayForm
    page = "case-assistance"
    change_title = gettext_lazy("What the shelter is told")
    lead = gettext_lazy("The shelter sees the change at once.")

    def save(self, record, form, changes: dict[str, Any], seen) -> None:
        services.change_stay(stay=record, changes=changes, seen=seen, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("case-shelter", args=[self.case.pk])

    def get_in_error_url(self) -> str:
        return reverse("stay-in-error", args=[self.case.pk, self.record.pk])


class StayInErrorView(InErrorView):
    """Says that a stay was entered by mistake: its bed is free at once."""

    page = "case-shelter"
    model = ShelterStay


class IncidentInErrorView(InErrorView):
    """Says that an incident was entered by mistake."""

    page = "case-shelter"
    model = Incident
