"""Finding a person or a case. What was asked stays in the body of the request and is written nowhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from casework.access import audit
from casework.access.mixins import CaseScopedMixin, StaffRequest
from casework.access.models import Action
from casework.victims.finding import find
from casework.victims.forms.finding import FindForm
from casework.victims.policies import check_can_search_people
from casework.victims.views.frame import WorkMixin


class PersonFindView(WorkMixin, TemplateView):
    """The people and cases like what was asked, among those one may see. References only."""

    permission = "search_people"
    template_name = "victims/person_find.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET:
            # A name put into the address by hand does not stay there.
            return redirect("person-find")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_can_search_people(request.user)
        form = FindForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        audit.record_request(request, Action.SEARCHED, detail="people")
        sought = form.cleaned_data["q"]
        return self.render_to_response(
            self.get_context_data(form=form, sought=sought, found=find(sought, request.user), has_sought=True)
        )


class CaseNameView(CaseScopedMixin, View):
    """The name of one person, shown on request; the showing is recorded first."""

    action = Action.REVEALED
    http_method_names = ["post"]

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "text/plain" not in request.headers.get("Accept", ""):
            return redirect("case-detail", pk=self.case.pk)
        if request.user.hide_names:
            words = _("Names are hidden. Switch that off at the top of the page.")
        elif self.case.victim.is_anonymous:
            words = _("Anonymous: no name is shown.")
        else:
            words = self.case.victim.display_name or _("No name given")
        return HttpResponse(words, content_type="text/plain; charset=utf-8")
