"""Steps that need no words: the page says what the step does, one button takes it."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.records import CaseRecord, Recorded
from casework.victims import services
from casework.victims.models import RiskAssessment
from casework.victims.views.case import CaseWritingMixin
from casework.victims.views.kinds import KINDS
from casework.victims.workflow import InvalidTransition


class ConfirmView(CaseWritingMixin, TemplateView):
    """Says what a step does and asks once; the address names the record, else it is about the case.

    A step that is refused changes nothing, and the reason is told on that page.
    """

    template_name = "victims/case_confirm.html"
    model: type[CaseRecord] | None = None
    title: ClassVar[Promise]
    text: ClassVar[Promise]
    # The words of the button, where the title does not serve.
    action_label: ClassVar[Promise | None] = None
    done: Promise | str
    # Told when somebody else was faster.
    too_late: ClassVar[Promise | None] = None
    danger: ClassVar[bool] = False

    def find_record(self) -> Recorded:
        return self.get_record(self.model, self.kwargs["record"]) if self.model else self.case

    def step(self, record) -> None:
        """Hand over to the service."""
        raise NotImplementedError

    def facts(self, record) -> list[tuple[Any, Any]]:
        """What the step is about: words and values."""
        return [(_("Case"), self.case.reference)]

    def get_home(self, record) -> str:
        """The page from which one comes."""
        return reverse(self.page, args=[self.case.pk])

    def get_next_url(self, record) -> str:
        return self.get_home(record)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.find_record()
        try:
            self.step(record)
        except ValidationError as error:
            told = self.too_late if isinstance(error, InvalidTransition) else None
            messages.warning(request, str(told or error.messages[0]))
            return redirect(self.get_home(record))
        messages.success(request, str(self.done))
        return redirect(self.get_next_url(record))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.find_record()
        return super().get_context_data(
            title=self.title, text=self.text, action_label=self.action_label or self.title,
            facts=self.facts(record), cancel_url=self.get_home(record), danger=self.danger, **kwargs,
        )  # fmt: skip


class InErrorView(ConfirmView):
    """Says that a record should not have been made: it leaves the pages, its history stays."""

    title = gettext_lazy("Entered in error")
    text = gettext_lazy("It leaves the pages and the timeline. The history keeps what was written.")
    action_label = gettext_lazy("Mark as entered in error")
    done = gettext_lazy("Marked as entered in error. The history keeps it.")

    def step(self, record) -> None:
        services.change_record(record=record, changes={"entered_in_error": True}, by=self.request.user)

    def facts(self, record) -> list[tuple[Any, Any]]:
        return [
            (_("Record"), record._meta.verbose_name), (_("Case"), self.case.reference),
            (_("Recorded by"), record.created_by.short_name),
        ]  # fmt: skip


class RecordInErrorView(InErrorView):
    """A record of a kind that the address names."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["kind"] not in KINDS:
            raise Http404
        # Here the address says what other pages say of themselves.
        self.model, self.page = KINDS[kwargs["kind"]]

    def step(self, record) -> None:
        if isinstance(record, RiskAssessment):
            services.discard_risk_assessment(assessment=record, by=self.request.user)
        else:
            super().step(record)
