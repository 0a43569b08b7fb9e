"""How a person came to us, and the name they give later, or take back."""

from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.records import Recorded
from casework.victims import services
from casework.victims.forms.firstcontact import FirstContactForm, PersonNameForm
from casework.victims.forms.records import RecordForm
from casework.victims.models import FirstContact
from casework.victims.views.case import CaseWritingMixin
from casework.victims.views.records import RecordFormView


class FirstContactFormView(RecordFormView):
    form_class = FirstContactForm
    add_title = gettext_lazy("Record a contact")
    change_title = gettext_lazy("Change a contact")
    lead = gettext_lazy("How the person came to us. Every question may be skipped.")

    def find_record(self) -> Recorded:
        """A new contact begins with what is known of how the person came."""
        record = cast(FirstContact, super().find_record())
        if record._state.adding and not self.records(FirstContact).exists():
            record.origin, record.language = self.case.origin, self.case.victim.primary_language
        return record


class PersonNameView(RecordFormView):
    """The person gave a name: found by it from now on, and compared with people known elsewhere."""

    form_class = PersonNameForm
    template_name = "victims/person_name.html"
    page = "case-detail"
    change_title = gettext_lazy("The person gave a name")

    def find_record(self) -> Recorded:
        return self.case.victim

    def save(
        self, record: Recorded, form: RecordForm, changes: dict[str, Any], seen: datetime | None
    ) -> None:
        services.name_person(case=self.case, names=changes, seen=seen, by=self.request.user)


class PersonAnonymousView(CaseWritingMixin, TemplateView):
    """The person asks that no name is shown. It hides, and says that it does not erase."""

    template_name = "victims/case_confirm.html"
    page = "case-detail"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.hide_person(case=self.case, by=request.user)
        messages.success(request, _("The case is shown by its reference only from now on."))
        return redirect("case-detail", pk=self.case.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Hide the name"),
            text=_(
                "Our pages show the reference instead of the name, also to you. The name is not erased:"
                " it stays sealed, and the case can still be found by it. Help stays the same."
            ),
            facts=[(_("Case"), self.case.reference)],
            action_label=_("Hide the name"),
            cancel_url=reverse("case-detail", args=[self.case.pk]),
            **kwargs,
        )
