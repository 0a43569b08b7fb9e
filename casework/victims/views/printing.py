"""Paper leaves through one door: asked why, recorded before it is shown, black on white."""

from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.views.generic import FormView

from casework.access import audit
from casework.access.models import AccessEvent, Action
from casework.standards.lists import entries, label
from casework.victims.forms.printing import PrintForm
from casework.victims.views.case import CasePageMixin


class CasePrintView(CasePageMixin, FormView):
    """Asks why a sheet is printed and in which language; then records it and shows the sheet.

    A sheet names its `subject` (a code of the list print_subject), its `sheet_template`, which extends
    victims/print_sheet.html, and gives `sheet_context`. Several sheets of one subject in one case, such as
    a letter to each of two organisations, are told apart by `key`: a code or an id, never content.
    """

    template_name = "victims/print_ask.html"
    form_class: type[PrintForm] = PrintForm
    subject: ClassVar[str]
    sheet_template: ClassVar[str]
    lead: ClassVar[Promise | str] = ""

    def key(self, form: PrintForm) -> str:
        """Which of several sheets of this subject; empty when there is one only."""
        return ""

    def languages(self) -> list[tuple[str, Any]]:
        """The languages this sheet can be printed in."""
        return list(settings.LANGUAGES)

    def first_language(self) -> str:
        """The language chosen beforehand."""
        return translation.get_language() or settings.LANGUAGE_CODE

    def sheet_context(self, form: PrintForm) -> dict[str, Any]:
        """What the sheet shows. Asked for while the language of the sheet is active."""
        return {}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "language": self.first_language()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "languages": self.languages()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            # An entry, not its label: on the sheet it speaks the language of the sheet.
            title=entries("print_subject")[self.subject],
            lead=self.lead,
            back_url=reverse(self.page, args=[self.case.pk]),
            **kwargs,
        )

    def form_valid(self, form: PrintForm) -> HttpResponse:
        key = self.key(form)
        thing = f"{self.subject}:{key}" if key else self.subject
        copy = earlier_prints(self.case, thing) + 1
        reason, language = form.cleaned_data["reason"], form.cleaned_data["language"]
        with translation.override(language):
            sheet = self.sheet_context(form)
        audit.record_request(self.request, Action.PRINTED, case=self.case, detail=f"{thing} {reason}")
        has_words = language in dict(settings.LANGUAGES)
        context = self.get_context_data(
            form=form,
            copy=copy,
            reason=label("print_reason", reason),
            printed_on=timezone.localdate(),
            sheet_language=language,
            sheet_direction=direction(language),
            # The line at the foot is for staff: where the interface does not speak the language of the
            # sheet, it stays in theirs.
            foot_language=language if has_words else translation.get_language(),
            **sheet,
        )
        return render(self.request, self.sheet_template, context)

    def form_invalid(self, form: PrintForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def earlier_prints(case, thing: str) -> int:
    """How many copies of the same sheet were printed before."""
    printed = AccessEvent.objects.of_case(case).filter(action=Action.PRINTED)
    return printed.filter(detail__startswith=f"{thing} ").count()


def direction(language: str) -> str:
    """The direction of writing, for the attribute `dir`."""
    return "rtl" if language.partition("-")[0] in settings.LANGUAGES_BIDI else "ltr"
