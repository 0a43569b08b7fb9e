"""One proceeding: what the person wants, where it stands, its hearings, decisions; money that came."""

from typing import Any, ClassVar

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.access.once import OnceFormView
from casework.assistance import services
from casework.assistance.forms.hearing import HearingForm, HearingHeldForm, HearingMoveForm
from casework.assistance.forms.legal import (
    AppealForm,
    DecisionForm,
    ParticipationForm,
    PaymentForm,
    ProceedingForm,
    ProceedingStatusForm,
)
from casework.assistance.hearings import in_words, reminder_days
from casework.assistance.models import Hearing, HearingMove, LegalDecision, LegalProceeding
from casework.assistance.views.legal import PAGE, LegalFormView, facts_of
from casework.records import CaseRecord
from casework.victims import services as casework
from casework.victims.views.case import CasePageMixin, CaseWritingMixin
from casework.victims.views.confirm import ConfirmView

HEARING_FACTS = ("place", "companion", "language", "interpreter", "protection", "attended", "outcome")


class ProceedingDetailView(CasePageMixin, TemplateView):
    """A proceeding with its hearings, each with the times it had before, and its decisions."""

    template_name = "assistance/proceeding_detail.html"
    page = PAGE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proceeding = self.get_record(LegalProceeding, self.kwargs["record"])
        decisions = self.records(LegalDecision).filter(proceeding=proceeding)
        return super().get_context_data(
            proceeding=proceeding,
            facts=facts_of(proceeding, "roles", "country", "court", "file_number", "note"),
            hearings=self._hearings(proceeding),
            decisions=[
                (row, facts_of(row, "decided_by", "text"))
                for row in decisions.order_by("-decided_on", "-created_at")
            ],
            **kwargs,
        )  # fmt: skip

    def _hearings(self, proceeding: LegalProceeding) -> list[dict[str, Any]]:
        moves = self.records(HearingMove).filter(hearing__proceeding=proceeding).order_by("created_at")
        found = []
        for hearing in self.records(Hearing).filter(proceeding=proceeding).order_by("-starts_at"):
            hearing.case = self.case
            found.append(
                {
                    "hearing": hearing, "when": in_words(hearing), "reminders": reminder_days(hearing),
                    "moves": [move for move in moves if move.hearing_id == hearing.pk],
                    "facts": facts_of(hearing, *HEARING_FACTS),
                }
            )  # fmt: skip
        return found


class OfProceedingMixin(CaseWritingMixin):
    """A page that belongs to a proceeding and leads back to it."""

    page = PAGE
    record: Any

    @property
    def proceeding_id(self):
        record = self.record
        return record.pk if isinstance(record, LegalProceeding) else record.proceeding_id

    def get_success_url(self) -> str:
        return reverse("proceeding-detail", args=[self.case.pk, self.proceeding_id])


class ProceedingFormView(LegalFormView):
    form_class = ProceedingForm
    add_title = gettext_lazy("Add a proceeding")
    change_title = gettext_lazy("Change a proceeding")
    lead = gettext_lazy("Taking part is the person’s choice. Help depends on no answer.")

    def get_success_url(self) -> str:
        if self.record._state.adding:
            return super().get_success_url()
        return reverse("proceeding-detail", args=[self.case.pk, self.record.pk])


class ParticipationChangeView(OfProceedingMixin, LegalFormView):
    """What the person wants, with the day; asked again whenever the person wishes."""

    form_class = ParticipationForm
    change_title = gettext_lazy("What the person wants")
    lead = gettext_lazy("The person chooses, and may change her or his mind. No help depends on the answer.")

    def save(self, record, form, changes: dict[str, Any], seen) -> None:
        services.record_participation(proceeding=record, changes=changes, seen=seen, by=self.request.user)

    def get_in_error_url(self) -> str:
        return ""


class PartAddView(LegalFormView):
    """Adds a record to another one of the case, which the address names."""

    whole: ClassVar[str]  # the field that names the other record

    def find_record(self) -> CaseRecord:
        return self._part(self.get_record(self._wholes(), self.kwargs["record"]))

    def _wholes(self) -> Any:
        return self.form_class._meta.model._meta.get_field(self.whole).remote_field.model

    def _part(self, whole: Model, **values: Any) -> Any:
        return self.form_class._meta.model(case=self.case, **{self.whole: whole}, **values)

    def save(self, record, form, changes: dict[str, Any], seen) -> None:
        self.enter(self._part(getattr(record, self.whole), **changes), form)

    def enter(self, record, form) -> None:
        """Hand a new record to the service."""
        casework.record_for_case(record=record, by=self.request.user)


class HearingAddView(OfProceedingMixin, PartAddView):
    whole = "proceeding"
    form_class = HearingForm
    add_title = gettext_lazy("Add a hearing")


class HearingChangeView(OfProceedingMixin, LegalFormView):
    form_class = HearingForm
    change_title = gettext_lazy("Change a hearing")


class HearingMoveView(OfProceedingMixin, LegalFormView):
    """A hearing gets another time in one step; the old one is kept, struck through."""

    form_class = HearingMoveForm
    change_title = gettext_lazy("Hearing moved")
    lead = gettext_lazy("The old time is kept, struck through.")

    def save(self, record, form, changes: dict[str, Any], seen) -> None:
        reason, by = form.cleaned_data["reason"], self.request.user
        services.move_hearing(hearing=record, changes=changes, reason=reason, seen=seen, by=by)

    def get_in_error_url(self) -> str:
        return ""


class DecisionAddView(OfProceedingMixin, PartAddView):
    whole = "proceeding"
    form_class = DecisionForm
    add_title = gettext_lazy("Record a decision")

    def enter(self, record, form) -> None:
        is_final = form.cleaned_data["is_final"]
        services.record_decision(decision=record, is_final=is_final, by=self.request.user)


class DecisionChangeView(OfProceedingMixin, LegalFormView):
    form_class = DecisionForm
    change_title = gettext_lazy("Change a decision")


class PaymentAddView(PartAddView):
    whole = "claim"
    form_class = PaymentForm
    add_title = gettext_lazy("Compensation received")
    lead = gettext_lazy("One part of the money, in the currency in which it came.")


class PaymentChangeView(LegalFormView):
    form_class = PaymentForm
    change_title = gettext_lazy("Change what was received")


class LegalStepView(OfProceedingMixin, OnceFormView):
    """One step with its few questions."""

    template_name = "assistance/legal_step.html"
    model: ClassVar[type[CaseRecord]]
    title: ClassVar[Promise]
    lead: ClassVar[Promise]

    @cached_property
    def record(self) -> Any:
        return self.get_record(self.model, self.kwargs["record"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back_url = self.get_success_url()
        return super().get_context_data(title=self.title, lead=self.lead, back_url=back_url, **kwargs)


class ProceedingStatusView(LegalStepView):
    model = LegalProceeding
    form_class = ProceedingStatusForm
    title = gettext_lazy("Where the proceeding stands")
    lead = gettext_lazy("What was decided is recorded as a decision, with its period for appeal.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "proceeding": self.record}

    def carry_out(self, form: ProceedingStatusForm) -> None:
        services.change_proceeding_status(proceeding=self.record, by=self.request.user, **form.values)


class DecisionAppealView(LegalStepView):
    model = LegalDecision
    form_class = AppealForm
    title = gettext_lazy("Appeal")
    lead = gettext_lazy("Explain the decision first, in a language the person understands.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "decision": self.record}

    def carry_out(self, form: AppealForm) -> None:
        services.answer_appeal(decision=self.record, by=self.request.user, **form.values)


class HearingHeldView(LegalStepView):
    model = Hearing
    form_class = HearingHeldForm
    title = gettext_lazy("How the hearing went")
    lead = gettext_lazy("Ask the person how she or he is, before anything else.")

    def carry_out(self, form: HearingHeldForm) -> None:
        services.note_hearing_held(hearing=self.record, by=self.request.user, **form.values)


class HearingConfirmView(ConfirmView):
    """A step of a hearing that needs no words."""

    page = PAGE
    model = Hearing
    too_late = gettext_lazy("The hearing has been noted as held already.")

    def facts(self, record) -> list[tuple[Any, Any]]:
        return [(gettext_lazy("When"), in_words(record))]

    def get_home(self, record) -> str:
        return reverse("proceeding-detail", args=[self.case.pk, record.proceeding_id])


class HearingCancelView(HearingConfirmView):
    title = gettext_lazy("Hearing cancelled")
    text = gettext_lazy("It leaves My day. It can be planned again.")
    done = gettext_lazy("The hearing is cancelled.")

    def step(self, record) -> None:
        services.cancel_hearing(hearing=record, by=self.request.user)


class HearingReinstateView(HearingConfirmView):
    title = gettext_lazy("The hearing takes place")
    text = gettext_lazy("It is planned again, at the same time.")
    done = gettext_lazy("The hearing is planned again.")

    def step(self, record) -> None:
        services.reinstate_hearing(hearing=record, by=self.request.user)
