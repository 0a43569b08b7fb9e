"""Long forms save themselves: every form of a record keeps what was typed, without asking for it."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from casework.access.once import OnceFormView
from casework.standards.dates import format_time
from casework.victims import drafts, services
from casework.victims.models import Draft
from casework.victims.views.case import CaseWritingMixin


class DraftingFormView(CaseWritingMixin, OnceFormView):
    """A page with one form. `?draft=keep` keeps what is typed there; saving or discarding ends the draft."""

    @cached_property
    def draft(self) -> Draft | None:
        """What the reader typed here and has not saved."""
        rows = Draft.objects.visible_to(self.request.user).filter(address=self.request.path)
        return rows.select_related("case").first()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.GET.get("draft")
        if wanted == "keep":
            return self.keep_draft()
        if wanted == "discard":
            self.forget_draft()
            return redirect(request.path)
        return super().post(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if not form.is_bound and self.draft is not None:
            drafts.put_back(form, self.draft)
        return form

    def keep_draft(self) -> HttpResponse:
        """One line of plain text: when it was kept, or why it was not."""
        form, by = self.get_form(), self.request.user
        typed = drafts.typed_into(form)
        if not typed:
            self.forget_draft()
            return _said("")
        try:
            draft = services.keep_draft(
                case=self.case, address=self.request.path, typed=typed, token=form.token, by=by
            )
        except ValidationError as error:
            return _said(error.messages[0])
        return _said(_("Draft kept at %(time)s.") % {"time": format_time(draft.kept_at)} if draft else "")

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        if answer.status_code == HTTPStatus.FOUND:
            self.forget_draft()
        return answer

    def forget_draft(self) -> None:
        services.discard_draft(address=self.request.path, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["draft"] = None if context["form"].is_bound else self.draft
        context["drafts_beside"] = drafts.beside(self.request.path)
        return context


def _said(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
