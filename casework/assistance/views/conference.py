"""Case conferences: planned, held, and what was decided there."""

from collections import defaultdict
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.access.once import OnceFormView
from casework.assistance import services
from casework.assistance.forms.conference import ConferenceForm, DecisionsForm
from casework.assistance.models import CaseConference, ConferenceDecision
from casework.assistance.views.below import BelowAssistanceMixin
from casework.victims.views.case import CasePageMixin
from casework.victims.views.confirm import InErrorView
from casework.victims.views.records import RecordFormView


class CaseConferencesView(CasePageMixin, TemplateView):
    """All conferences of the case with their decisions, the newest first."""

    template_name = "assistance/case_conferences.html"
    page = "case-assistance"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decided: dict[Any, list[ConferenceDecision]] = defaultdict(list)
        rows = self.records(ConferenceDecision).select_related("task__assigned_to", "case")
        for decision in rows.order_by("created_at"):
            decided[decision.conference_id].append(decision)
        conferences = self.records(CaseConference).select_related("created_by", "case")
        return super().get_context_data(
            rows=[(row, decided[row.pk]) for row in conferences.order_by("-held_on", "-created_at")], **kwargs
        )


class ConferenceFormView(BelowAssistanceMixin, RecordFormView):
    """Plans a conference, or writes down what was said."""

    form_class = ConferenceForm
    home = "case-conferences"
    add_title = gettext_lazy("Plan a conference")
    change_title = gettext_lazy("Case conference")
    lead = gettext_lazy("Decisions and their tasks are added on the list of conferences.")

    def get_in_error_url(self) -> str:
        return reverse("conference-in-error", args=[self.case.pk, self.record.pk])


class ConferenceInErrorView(BelowAssistanceMixin, InErrorView):
    home = "case-conferences"
    model = CaseConference


class ConferenceDecideView(BelowAssistanceMixin, OnceFormView):
    """Writes down what was decided, and gives the tasks that follow."""

    template_name = "assistance/conference_decide.html"
    form_class = DecisionsForm
    home = "case-conferences"

    @cached_property
    def conference(self) -> CaseConference:
        return self.get_record(CaseConference, self.kwargs["record"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "case": self.conference.case}

    def carry_out(self, form: DecisionsForm) -> None:
        services.record_decisions(conference=self.conference, decisions=form.decisions, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(conference=self.conference, back_url=self.get_success_url(), **kwargs)
