"""Registering a person, with the people who may be the same beside the form."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from casework.access import audit
from casework.access.mixins import PermissionMixin
from casework.access.models import Action
from casework.victims.finding import LETTERS_NEEDED, Hit, find_possible_same
from casework.victims.forms.registration import RegistrationForm
from casework.victims.models import Case
from casework.victims.services.registration import take_in_person


class AlikePanel:
    """Who may be the person of this form: only people of cases one may see; advice, never a gate."""

    request: HttpRequest

    def panel(self, form: RegistrationForm) -> dict[str, Any]:
        """The context of the panel; the search is recorded before anything of it is shown."""
        form.is_valid()
        apart = self.told_apart()
        names = [form.data.get(name, "")[:200] for name in ("name_to_use", "other_names")]
        names.append(" ".join(form.data.get(name, "")[:200] for name in ("given_names", "family_name")))
        names = [name.strip() for name in names if name.strip()]
        hits: list[Hit] = []
        has_enough = any(sum(letter.isalpha() for letter in name) >= LETTERS_NEEDED for name in names)
        if has_enough:
            audit.record_request(self.request, Action.SEARCHED, detail="alike")
            hits = find_possible_same(names, form.birth(), self.request.user, frozenset(apart))
        return {
            "form": form,
            "hits": hits,
            "has_enough": has_enough,
            "told_apart": ",".join(apart),
            "told_apart_count": len(apart),
            "birth": form.birth(),
            "is_child": form.is_treated_as_child(),
        }

    def told_apart(self) -> list[str]:
        """The cases said to be of somebody else, the one just pressed included."""
        told = [*self.request.POST.get("told_apart", "").split(","), self.request.POST.get("not_same", "")]
        return list(dict.fromkeys(part for part in told if len(part) == 36))[:20]


class PersonRegisterView(AlikePanel, PermissionMixin, TemplateView):
    """A record in two minutes. Everything on the page can be left out."""

    permission = "register_person"
    template_name = "victims/person_register.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", RegistrationForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RegistrationForm(request.POST)
        if "check" in request.POST or "not_same" in request.POST:
            panel = self.panel(form)
            form.quiet()
            return self.render_to_response(self.get_context_data(**panel))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(**self.panel(form)), status=422)
        return self._registered(form)

    def _registered(self, form: RegistrationForm) -> HttpResponse:
        user, visible = self.request.user, Case.objects.visible_to(self.request.user)
        same_as = None
        if wanted := self.request.POST.get("same_as"):
            same_as = get_object_or_404(visible.select_related("victim"), pk=as_id(wanted))
        told_apart = visible.filter(pk__in=form.cleaned_data["told_apart"]).select_related("victim")
        with transaction.atomic():
            if not form.is_first_time(user):
                latest = visible.filter(created_by=user).order_by("-created_at").first()
                return redirect("case-detail", pk=latest.pk) if latest else redirect("my-day")
            case = take_in_person(
                person=form.person(),
                case=form.case(),
                contact=form.contact(),
                referrer=form.referrer(),
                first_contact=form.first_contact(),
                consent=form.consent(),
                same_as=same_as,
                told_apart=told_apart,
                by=user,
            )
        if same_as is None:
            said = _("Saved. The case %(reference)s is open and you hold it.")
        else:
            said = _(
                "Saved. The linked case %(reference)s is open. What was known of the person stays as it was."
            )
        messages.success(self.request, said % {"reference": case.reference})
        if case.is_in_danger == "yes":
            # The plan comes next, and can be left for later.
            said = _("In danger now: write the safety plan first, or come back to it.")
            messages.warning(self.request, said)
            return redirect("safety-plan-edit", pk=case.pk)
        return redirect("case-detail", pk=case.pk)


def as_id(text: str) -> UUID:
    """The id of a case; what is none is a page that does not exist."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


class PersonAlikeView(AlikePanel, PermissionMixin, View):
    """The panel alone, while the name is being typed."""

    permission = "register_person"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        panel = self.panel(RegistrationForm(request.POST))
        return render(request, "victims/person_alike.html", {**panel, "is_swapped": True})
