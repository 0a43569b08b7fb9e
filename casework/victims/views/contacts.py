"""Channels to the person, who must never be contacted, and the secret values that are shown one at a time."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView

from casework.access import audit
from casework.access.mixins import CaseScopedMixin
from casework.access.models import Action
from casework.victims import contacting, services
from casework.victims.forms.contact import ContactForm, NeverContactForm, OverrideForm
from casework.victims.models import ContactPoint, NeverContact
from casework.victims.readers import SECRETS
from casework.victims.views.case import CasePageMixin
from casework.victims.views.records import RecordFormView


class ContactFormView(RecordFormView):
    form_class = ContactForm
    page = "case-safety"
    add_title = gettext_lazy("Add a safe contact")
    change_title = gettext_lazy("Change a contact")
    lead = gettext_lazy("Write the rule first: it is shown before any number.")

    def save(self, record, form, changes: dict[str, Any], seen) -> None:
        by = self.request.user
        if record._state.adding:
            services.record_contact(contact=ContactPoint(case=self.case, **changes), by=by)
        else:
            services.change_contact(contact=record, changes=changes, seen=seen, by=by)


class NeverContactFormView(RecordFormView):
    form_class = NeverContactForm
    page = "case-safety"
    add_title = gettext_lazy("Add a person never to be contacted")
    change_title = gettext_lazy("Change a person never to be contacted")
    lead = gettext_lazy("They are shown before any number, and their numbers are refused as contacts.")


class RevealView(CaseScopedMixin, View):
    """Shows one secret value, and records which one. POST only, so that no address or history opens it."""

    http_method_names = ["post"]

    def shown(self, code: str, value: str, back: str, note: str = "") -> HttpResponse:
        """The value alone for the script, a page for whoever has none. The note is read with it."""
        audit.record_request(self.request, Action.REVEALED, case=self.case, detail=code)
        return self.answered(value or _("Nothing is recorded."), SECRETS[code], back, note)

    def answered(self, value: str, label, back: str, note: str = "") -> HttpResponse:
        if "text/plain" in self.request.headers.get("Accept", ""):
            text = f"{value} · {note}" if note else value
            return HttpResponse(text, content_type="text/plain; charset=utf-8")
        context = {"case": self.case, "label": label, "value": value, "back_url": back, "note": note}
        return render(self.request, "victims/case_reveal.html", context)


class ContactRevealView(RevealView):
    """The code word; or the number of a channel, when its rule allows it at this moment."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if kwargs["field"] not in ("code_word", "value"):
            raise Http404
        contact = self.get_record(ContactPoint, kwargs["record"])
        back = reverse("case-safety", args=[self.case.pk])
        if kwargs["field"] == "code_word":
            return self.shown("contact.code_word", contact.code_word, back)
        try:
            contacting.check_may_contact(contact, timezone.now())
        except contacting.ContactRefused as refusal:
            return self.answered(str(refusal), _("The rule stands against it"), back)
        never = contacting.never_contacts(self.case, request.user)
        return self.shown("contact.value", contact.value, back, self.reminder(contact, never))

    def reminder(self, contact: ContactPoint, never: list[NeverContact]) -> str:
        """What must not be forgotten while calling: the code word, and whom never to speak to."""
        words = [_("Ask for the code word first.")] if contact.code_word else []
        if never and self.request.user.hide_names:
            words.append(_("Some people must never be contacted."))
        elif never:
            names = ", ".join(person.name or person.relationship or _("unnamed") for person in never)
            words.append(_("Never speak to: %(names)s.") % {"names": names})
        return " ".join(words)


class ContactOverrideView(CasePageMixin, FormView):
    """A second, deliberate step: a number against its rule, with the reason, which is recorded."""

    template_name = "victims/contact_override.html"
    form_class = OverrideForm
    page = "case-safety"

    @cached_property
    def contact(self) -> ContactPoint:
        return self.get_record(ContactPoint, self.kwargs["record"])

    @cached_property
    def never(self) -> list[NeverContact]:
        return contacting.never_contacts(self.case, self.request.user)

    @cached_property
    def refusal(self) -> contacting.Refusal | None:
        return contacting.refusal_of(self.contact, timezone.now(), self.never)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.refusal is None:
            return redirect("case-safety", pk=self.case.pk)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: OverrideForm) -> HttpResponse:
        code = f"contact.override.{form.cleaned_data['reason']}"
        audit.record_request(self.request, Action.REVEALED, case=self.case, detail=code)
        context = self.get_context_data(form=form, value=self.contact.value or _("Nothing is recorded."))
        return render(self.request, self.template_name, context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            contact=self.contact, never=self.never, refusal=self.refusal,
            back_url=reverse("case-safety", args=[self.case.pk]), **kwargs,
        )  # fmt: skip


class NeverRevealView(RevealView):
    """The numbers of a person never to be contacted, to recognise who calls."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        person = self.get_record(NeverContact, kwargs["record"])
        back = reverse("case-safety", args=[self.case.pk])
        return self.shown("never.numbers", ", ".join(person.numbers.splitlines()), back)


class IdentityRevealView(RevealView):
    """The national identity number."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        back = reverse("case-identification", args=[self.case.pk])
        return self.shown("person.identity_number", self.case.victim.identity_number, back)
