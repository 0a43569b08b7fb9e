"""Assessing risk: the sections of the long form, its draft, finishing it, and the officer's answer."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView

from casework.access.policies import allowed
from casework.standards.lists import codes
from casework.victims import policies, services
from casework.victims.forms.risk import AcknowledgementForm, RiskSectionForm, moments_as_text
from casework.victims.models import RiskAcknowledgement, RiskAssessment, RiskFactor
from casework.victims.risk import factors_of, next_section, sections_of
from casework.victims.views.case import CasePageMixin, CaseWritingMixin
from casework.victims.views.records import RecordFormView
from casework.victims.wording import rows_of
from casework.victims.workflow import InvalidTransition

FACTS = (
    "assessed_on", "own_view", "own_rating", "threats", "threat_details", "level", "reasons", "review_on",
)  # fmt: skip
SEALED = {"own_view", "threat_details", "reasons"}


class RiskBeginView(CaseWritingMixin, View):
    """Opens the draft of the case, the one that is there or a new one."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = services.begin_risk_assessment(case=self.case, by=self.request.user)
        return redirect("risk-detail", pk=self.case.pk, record=draft.pk)


class RiskPageMixin(CasePageMixin):
    """A page about one assessment of the case."""

    page = "case-safety"
    kwargs: dict[str, Any]

    @property
    def assessment(self) -> RiskAssessment:
        assessment = self.get_record(RiskAssessment, self.kwargs["record"])
        if assessment.entered_in_error:
            raise Http404
        return assessment

    def factors(self, assessment: RiskAssessment) -> list[RiskFactor]:
        return list(self.records(RiskFactor).filter(assessment=assessment))


class RiskDetailView(RiskPageMixin, TemplateView):
    """The task list of a draft; everything that was answered in a finished assessment."""

    @cached_property
    def shown(self) -> RiskAssessment:
        return self.assessment

    def get_template_names(self) -> list[str]:
        return ["victims/risk_tasks.html" if self.shown.is_draft else "victims/risk_detail.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assessment = self.shown
        factors, user = self.factors(assessment), self.request.user
        answers = self.records(RiskAcknowledgement).filter(assessment=assessment)
        answered = {row.code: row for row in factors if row.answer or row.note}
        return super().get_context_data(
            assessment=assessment,
            sections=sections_of(assessment, factors),
            facts=[
                (name, *row, name in SEALED and user.hide_names)
                for name, row in zip(FACTS, rows_of(assessment, FACTS), strict=True)
            ],
            levels=[
                (level, [(f, answered[f.code]) for f in factors_of(level) if f.code in answered])
                for level in ("individual", "household", "community", "structural")
            ],
            acknowledgement=answers.select_related("created_by", "case").first(),
            can_discard=allowed(policies.check_can_discard_assessment, user, assessment),
            can_acknowledge=allowed(policies.check_can_acknowledge_risk, user, assessment),
            **kwargs,
        )


class RiskFinishView(RiskPageMixin, CaseWritingMixin, View):
    """Finishes the draft; where no level was chosen, its task list says so."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assessment = self.assessment
        try:
            with transaction.atomic():
                finished = services.finish_risk_assessment(assessment=assessment, by=self.request.user)
        except services.NotReady as error:
            messages.warning(request, error.messages[0])
            return redirect("risk-section", pk=self.case.pk, record=assessment.pk, section="conclusion")
        except InvalidTransition:
            messages.warning(request, _("This assessment is finished already."))
        else:
            messages.success(
                request,
                _("Finished. A protection officer has been asked to answer.")
                if finished.is_grave
                else _("Finished."),
            )
        return redirect("case-safety", pk=self.case.pk)


class RiskSectionMixin(RiskPageMixin, CaseWritingMixin):
    """One section of a draft, with what is known of each of its questions."""

    @property
    def section(self) -> str:
        if self.kwargs["section"] not in codes("risk_section"):
            raise Http404
        return self.kwargs["section"]

    def section_form(self, assessment: RiskAssessment, data: Any = None) -> RiskSectionForm:
        rows = {row.code: row for row in self.factors(assessment)}
        earlier = self.records(RiskAssessment).filter(status="finished")
        last = earlier.order_by("-assessed_on", "-finished_at").first()
        known = self.records(RiskFactor).filter(assessment=last).select_related("assessment", "case")
        return RiskSectionForm(
            data, assessment=assessment, section=self.section,
            rows={one.code: rows[one.code] for one in factors_of(self.section) if one.code in rows},
            earlier={row.code: row for row in known} if last else {},
        )  # fmt: skip


class RiskSectionView(RiskSectionMixin, FormView):
    """Asks one section. A finished assessment is not asked any more."""

    template_name = "victims/risk_section.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assessment = self.assessment
        if not assessment.is_draft:
            return redirect("risk-detail", pk=self.case.pk, record=assessment.pk)
        return self.render_to_response(self.get_context_data(assessment=assessment))

    def get_form(self, form_class: Any = None) -> RiskSectionForm:
        return self.section_form(self.assessment)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assessment = kwargs["assessment"]
        kwargs.setdefault("sections", sections_of(assessment, self.factors(assessment)))
        return super().get_context_data(
            section=self.section, back_url=self._tasks(assessment), kept_at=assessment.updated_at, **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assessment = self.assessment
        form = self.section_form(assessment, request.POST)
        if not form.is_valid():
            context = self.get_context_data(assessment=assessment, form=form)
            return self.render_to_response(context, status=422)
        form.fill_review()
        named = {field.name for field in form.carried}
        choices = {n: request.POST[f"choose-{n}"] for n in named if f"choose-{n}" in request.POST}
        unsettled = [n for n in request.POST.getlist("differs") if n in named and n not in choices]
        try:
            with transaction.atomic():
                if form.is_first_time(self.request.user):
                    services.save_risk_section(
                        assessment=assessment, section=self.section, values=form.values, seen=form.moments,
                        choices=choices, is_done="done" in request.POST, by=self.request.user,
                    )  # fmt: skip
        except services.SectionConflict as conflict:
            return self._conflict(form, conflict, unsettled)
        except InvalidTransition as error:
            messages.warning(request, error.messages[0])
            return redirect("risk-detail", pk=self.case.pk, record=assessment.pk)
        messages.success(request, _("Saved."))
        following = next_section(self.section) if "done" in request.POST else None
        if following:
            return redirect("risk-section", pk=self.case.pk, record=assessment.pk, section=following)
        return redirect(self._tasks(assessment))

    def _tasks(self, assessment: RiskAssessment) -> str:
        return reverse("risk-detail", args=[self.case.pk, assessment.pk])

    def _conflict(
        self, form: RiskSectionForm, conflict: services.SectionConflict, unsettled: list[str]
    ) -> HttpResponse:
        """Both versions side by side; the page carries everything that was typed."""
        assessment = self.assessment
        fresh = self.section_form(assessment)
        context = self.get_context_data(
            assessment=assessment, form=form, differences=conflict.differences, unsettled=unsettled,
            saved=conflict.saved, now=assessment, carried=form.carried, fresh_seen=fresh.initial["seen"],
        )  # fmt: skip
        return render(self.request, "victims/case_conflict.html", context, status=409)


class RiskDraftView(RiskSectionMixin, View):
    """Keeps what was typed so far: asked by the page by itself, answered with one line."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assessment = self.assessment
        form = self.section_form(assessment, request.POST)
        form.is_valid()
        context: dict[str, Any] = {"kept_at": timezone.now(), "form": form}
        try:
            with transaction.atomic():
                saved = services.keep_risk_draft(
                    assessment=assessment, section=self.section, values=form.values, seen=form.moments,
                    by=self.request.user,
                )  # fmt: skip
        except InvalidTransition as error:
            context["refusal"] = error.messages[0]
        else:
            context |= {"seen": moments_as_text(saved.moments), "left": saved.left}
        return render(request, "victims/risk_kept.html", context)


class RiskAcknowledgeView(RiskPageMixin, RecordFormView):
    """The protection officer's answer to a high or extreme risk."""

    record: RiskAcknowledgement
    permission = "acknowledge_risk"
    template_name = "victims/risk_acknowledge.html"
    form_class = AcknowledgementForm
    page = "case-safety"
    add_title = gettext_lazy("Answer a high risk")
    lead = gettext_lazy("You have read it, and you say what follows. The caseworker sees your answer.")

    def find_record(self) -> RiskAcknowledgement:
        assessment = self.assessment
        policies.check_can_acknowledge_risk(self.request.user, assessment)
        if assessment.is_draft or not assessment.is_grave:
            raise Http404
        return RiskAcknowledgement(case=self.case, assessment=assessment, author=assessment.finished_by)

    def save(self, record, form, changes, seen) -> None:
        services.acknowledge_risk(assessment=record.assessment, by=self.request.user, **changes)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assessment = self.record.assessment
        return super().get_context_data(assessment=assessment, **kwargs)
