"""Channels to the person, and the secret values that are shown one at a time."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from casework.access import audit
from casework.access.mixins import CaseScopedMixin
from casework.access.models import Action
from casework.victims.forms.contact import ContactForm
from casework.victims.models import ContactPoint
from casework.victims.readers import SECRETS
from casework.victims.views.records import RecordFormView


class ContactFormView(RecordFormView):
    form_class = ContactForm
    page = "case-safety"
    add_title = gettext_lazy("Add a safe contact")
    change_title = gettext_lazy("Change a contact")
    lead = gettext_lazy("Write the rule first: it is shown before any number.")


class RevealView(CaseScopedMixin, View):
    """Shows one secret value, and records which one. POST only, so that no address or history opens it."""

    http_method_names = ["post"]

    def shown(self, code: str, value: str, back: str) -> HttpResponse:
        """The value alone for the script, a page for whoever has none."""
        audit.record_request(self.request, Action.REVEALED, case=self.case, detail=code)
        value = value or _("Nothing is recorded.")
        if "text/plain" in self.request.headers.get("Accept", ""):
            return HttpResponse(value, content_type="text/plain; charset=utf-8")
        context = {"case": self.case, "label": SECRETS[code], "value": value, "back_url": back}
        return render(self.request, "victims/case_reveal.html", context)


class ContactRevealView(RevealView):
    """The code word, or the number of a channel that is not known to be safe."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if kwargs["field"] not in ("code_word", "value"):
            raise Http404
        contact = self.get_record(ContactPoint, kwargs["record"])
        back = reverse("case-safety", args=[self.case.pk])
        return self.shown(f"contact.{kwargs['field']}", getattr(contact, kwargs["field"]), back)


class IdentityRevealView(RevealView):
    """The national identity number."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        back = reverse("case-identification", args=[self.case.pk])
        return self.shown("person.identity_number", self.case.victim.identity_number, back)
