"""Screening a person: beginning, the parts with their questions, a break, the end."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from casework.access.once import OnceFormView
from casework.records import Recorded
from casework.victims import consents, services
from casework.victims.conflicts import last_saved
from casework.victims.forms.screening import PartForm, ScreeningStartForm, ScreeningStopForm
from casework.victims.models import Consent, Indicator, IndicatorSet, Screening, ScreeningAnswer
from casework.victims.views.case import CasePageMixin, CaseWritingMixin
from casework.victims.views.records import RecordFormView
from casework.victims.workflow import InvalidTransition


class CaseScreeningsView(CasePageMixin, TemplateView):
    """Every screening of the case and where it stands; results are one click further."""

    template_name = "victims/screening_list.html"
    page = "case-identification"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.records(Screening).select_related("indicator_set", "created_by", "case")
        rows = rows.annotate(parts=Max("indicator_set__indicators__part"))
        return super().get_context_data(screenings=rows.order_by("-started_at", "-created_at"), **kwargs)


class ScreeningStartView(RecordFormView):
    """Purpose, consent and circumstances; then the first part."""

    form_class = ScreeningStartForm
    template_name = "victims/screening_start.html"
    add_title = gettext_lazy("Begin a screening")
    started: Screening | None = None

    @cached_property
    def consent(self) -> Consent | None:
        """The consent to the interview, if it was given before and holds: for a child, by both."""
        try:
            return consents.check_consent(self.case, "interview")
        except consents.ConsentMissing:
            return None

    def get_form_kwargs(self) -> dict[str, Any]:
        fitting = "children" if self.case.victim.is_treated_as_child else "adults"
        sets = IndicatorSet.objects.active()
        in_order = sorted(sets, key=lambda one: (one.persons != fitting, one.persons != "any", one.title))
        return {**super().get_form_kwargs(), "sets": in_order, "consent": self.consent}

    def find_record(self) -> Recorded:
        return Screening(case=self.case, language=self.case.victim.primary_language)

    def save(self, record, form, changes: dict[str, Any], seen) -> None:
        by = self.request.user
        values = form.consent_values()
        consent = Consent(case=self.case, **values) if values else None
        if consent is not None and not form.agrees:
            services.record_consent(consent=consent, by=by)
            return
        screening = Screening(case=self.case, indicator_set=form.chosen_set, **changes)
        self.started = services.start_screening(screening=screening, consent=consent, by=by)

    def get_success_url(self) -> str:
        if self.started is not None:
            return reverse("screening-part", args=[self.case.pk, self.started.pk, 1])
        return reverse("case-screenings", args=[self.case.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(consent=self.consent, **kwargs)


class ScreeningMixin(CaseWritingMixin):
    """A page of one screening."""

    page = "case-identification"
    kwargs: dict[str, Any]

    @cached_property
    def screening(self) -> Screening:
        return self.get_record(Screening, self.kwargs["record"])

    @cached_property
    def indicators(self) -> list[Indicator]:
        return list(self.screening.indicator_set.indicators.all())

    @property
    def parts(self) -> int:
        return self.indicators[-1].part

    def get_success_url(self) -> str:
        return reverse("screening-detail", args=[self.case.pk, self.screening.pk])

    def show_detail(self) -> HttpResponse:
        return redirect(self.get_success_url())

    def make_form(self, indicators: list[Indicator], data: Mapping[str, Any] | None = None) -> PartForm:
        rows = ScreeningAnswer.objects.visible_to(self.request.user).filter(
            screening=self.screening, indicator__in=indicators
        )
        return PartForm(
            data, indicators=indicators, answers={row.indicator_id: row for row in rows},
            language=self.screening.language, hides_words=self.request.user.hide_names,
        )  # fmt: skip

    def keep_answers(self, form: PartForm) -> None:
        """Hand the answers to the service; what differs from somebody else's is noted in the form."""
        form.differing = services.answer_questions(
            screening=self.screening, given=form.given(), by=self.request.user
        )
        form.saved = {one: last_saved(row) for one, row in form.differing.items()}


class ScreeningPartView(ScreeningMixin, TemplateView):
    """Two to five questions on one page."""

    template_name = "victims/screening_part.html"

    @property
    def asked(self) -> list[Indicator]:
        found = [one for one in self.indicators if one.part == self.kwargs["part"]]
        if not found:
            raise Http404
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.screening.status != "in_progress":
            return self.show_detail()
        return self.show(self.make_form(self.asked))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(self.asked, request.POST)
        if not form.is_valid():
            return self.show(form, 422)
        try:
            self.keep_answers(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.show(form, 409)
        if form.differing:
            return self.show(form, 409)
        return self.go_on(request.POST.get("action", ""))

    def go_on(self, action: str) -> HttpResponse:
        """Where the button leads; without one (a page left in a hurry) the talk stays where it is."""
        by, part = self.request.user, self.kwargs["part"]
        try:
            if action == "pause":
                services.reach_part(screening=self.screening, part=part, by=by)
                services.pause_screening(screening=self.screening, by=by)
            elif action in ("continue", "skip") and part == self.parts:
                services.finish_screening(screening=self.screening, by=by)
            elif action in ("continue", "skip"):
                part += 1
                services.reach_part(screening=self.screening, part=part, by=by)
        except InvalidTransition:
            # A colleague paused or ended it meanwhile: the answers are kept, its page says how it stands.
            return self.show_detail()
        if action == "pause" or (action and part == self.parts == self.kwargs["part"]):
            return self.show_detail()
        return redirect("screening-part", pk=self.case.pk, record=self.screening.pk, part=part)

    def show(self, form: PartForm, status: int = 200) -> HttpResponse:
        part = self.kwargs["part"]
        context = self.get_context_data(
            form=form, screening=self.screening, part=part, parts=self.parts, is_last=part == self.parts,
            is_hard=any(one.is_hard for one in form.indicators),
            without_means=self.case.victim.is_treated_as_child
            and all(one.dimension == "means" for one in form.indicators),
        )  # fmt: skip
        return render(self.request, self.template_name, context, status=status)


class ScreeningAnswerView(ScreeningMixin, View):
    """One answer, kept as soon as it is chosen. Answers with the line that says so."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = [one for one in self.indicators if one.number == kwargs["question"]]
        if not asked:
            raise Http404
        form = self.make_form(asked, request.POST)
        problem = ""
        if not form.is_valid():
            problem = " ".join(text for texts in form.errors.values() for text in texts)
        else:
            try:
                self.keep_answers(form)
            except ValidationError as error:
                problem = " ".join(error.messages)
        saved = None if problem or form.differing else self.make_form(asked).questions[0]
        context = {
            "case": self.case, "screening": self.screening, "question": saved or form.questions[0],
            "problem": problem, "is_saved": saved is not None,
        }  # fmt: skip
        return render(
            request, "victims/screening_answer.html", context, status=200 if saved is not None else 422
        )


class ScreeningDetailView(ScreeningMixin, TemplateView):
    """Where a screening stands. It says nothing about the result: the person may be looking."""

    template_name = "victims/screening_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            screening=self.screening, parts=self.parts, saved=last_saved(self.screening), **kwargs
        )


class ScreeningResumeView(ScreeningMixin, View):
    """Goes on with a screening, at its part or at another one."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.POST.get("part", "")
        part = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else self.screening.part
        # A colleague may have gone on with it already: both are shown the same part.
        with suppress(InvalidTransition):
            services.resume_screening(screening=self.screening, by=request.user)
        part = min(max(part, 1), self.parts)
        return redirect("screening-part", pk=self.case.pk, record=self.screening.pk, part=part)


class ScreeningStopView(ScreeningMixin, OnceFormView):
    """Ends a screening before its last part. Stopping is a normal end."""

    template_name = "victims/screening_stop.html"
    form_class = ScreeningStopForm
    done = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.screening.is_under_way:
            return redirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def carry_out(self, form: ScreeningStopForm) -> None:
        reason, by = form.cleaned_data["reason"], self.request.user
        try:
            services.stop_screening(screening=self.screening, reason=reason, by=by)
        except InvalidTransition:
            messages.info(self.request, _("This screening had ended already."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(screening=self.screening, parts=self.parts, **kwargs)
