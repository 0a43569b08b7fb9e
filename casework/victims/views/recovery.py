"""The recovery and reflection period: read, begun, extended, ended early, resumed."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.access.once import OnceFormView
from casework.standards.dates import format_date
from casework.standards.recovery import length_in
from casework.victims import services
from casework.victims.forms.recovery import RecoveryEndForm, RecoveryExtensionForm, RecoveryForm
from casework.victims.models import RecoveryExtension, RecoveryPeriod
from casework.victims.views.case import CasePageMixin, CaseWritingMixin
from casework.victims.views.confirm import ConfirmView
from casework.victims.views.records import RecordFormView


class CaseRecoveryView(CasePageMixin, TemplateView):
    """Every period of the case with its extensions, the newest first."""

    template_name = "victims/case_recovery.html"
    page = "case-safety"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.records(RecoveryPeriod).select_related("created_by", "case")
        extensions = self.records(RecoveryExtension).select_related("created_by", "case").order_by("to_day")
        by_period: dict[Any, list[RecoveryExtension]] = {}
        for extension in extensions:
            by_period.setdefault(extension.period_id, []).append(extension)
        periods = [
            (row, by_period.get(row.pk, []), length_in(row.country))
            for row in rows.order_by("-starts_on", "-created_at")
        ]
        return super().get_context_data(periods=periods, **kwargs)


class RecoveryFormView(RecordFormView):
    """A form about a period: it belongs to Safety and leads back to the periods."""

    page = "case-safety"

    def get_success_url(self) -> str:
        return reverse("case-recovery", args=[self.case.pk])


class RecoveryAddView(RecoveryFormView):
    form_class = RecoveryForm
    add_title = gettext_lazy("Record a recovery and reflection period")
    lead = gettext_lazy("Time to recover and to decide. Help does not depend on it, nor on any decision.")

    def save(self, record, form, changes: dict[str, Any], seen) -> None:
        services.start_recovery_period(period=RecoveryPeriod(case=self.case, **changes), by=self.request.user)


class RecoveryExtendView(RecoveryFormView):
    form_class = RecoveryExtensionForm
    add_title = gettext_lazy("Extend the recovery period")

    def find_record(self) -> RecoveryExtension:
        period = self.get_record(RecoveryPeriod, self.kwargs["record"])
        return RecoveryExtension(case=self.case, period=period, from_day=period.ends_on)

    def save(self, record, form, changes: dict[str, Any], seen) -> None:
        extension = RecoveryExtension(case=self.case, period=record.period, **changes)
        services.extend_recovery_period(extension=extension, by=self.request.user)


class RecoveryEndView(CaseWritingMixin, OnceFormView):
    """Ends a period early: the day, and a reason of the list."""

    template_name = "victims/recovery_end.html"
    form_class = RecoveryEndForm
    page = "case-safety"
    done = gettext_lazy("The period ended early. Help goes on.")

    @cached_property
    def period(self) -> RecoveryPeriod:
        return self.get_record(RecoveryPeriod, self.kwargs["record"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "period": self.period}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(period=self.period, **kwargs)

    def carry_out(self, form: RecoveryEndForm) -> None:
        on, reason = form.cleaned_data["on"], form.cleaned_data["reason"]
        services.end_recovery_period(period=self.period, on=on, reason=reason, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("case-recovery", args=[self.case.pk])


class RecoveryResumeView(ConfirmView):
    """Takes an early end back."""

    page = "case-safety"
    model = RecoveryPeriod
    title = gettext_lazy("Take the early end back")
    text = gettext_lazy("The period runs again until its last day.")
    done = gettext_lazy("The early end is taken back.")
    too_late = gettext_lazy("This period was not ended early.")

    def step(self, record) -> None:
        services.resume_recovery_period(period=record, by=self.request.user)

    def facts(self, record) -> list[tuple[Any, Any]]:
        return [
            (_("First day"), format_date(record.starts_on)), (_("Last day"), format_date(record.ends_on)),
        ]  # fmt: skip

    def get_home(self, record) -> str:
        return reverse("case-recovery", args=[self.case.pk])
