"""People who may be registered twice: seen and decided by protection officers alone."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from casework.access import audit
from casework.access.models import Action
from casework.standards.lists import codes, label
from casework.victims import services
from casework.victims.apart import comparisons_of
from casework.victims.models import PossibleDuplicate
from casework.victims.views.case import CasePageMixin


class CaseDuplicatesView(CasePageMixin, TemplateView):
    """The person of this case beside people alike; reading the other cases is recorded too."""

    permission = "compare_people"
    template_name = "victims/case_duplicates.html"
    page = "case-detail"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        compared = comparisons_of(self.case, self.request.user)
        others = [one.other for one in compared if one.other is not None]
        audit.record_cases(Action.VIEWED, by=self.request.user, cases=others, page="case-duplicates")
        return super().get_context_data(compared=compared, **kwargs)


class DuplicateDecideView(CasePageMixin, View):
    """The same person, two different people, or not sure."""

    permission = "compare_people"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = PossibleDuplicate.objects.visible_to(request.user).of(self.case)
        duplicate = rows.filter(pk=kwargs["record"]).first()
        status = request.POST.get("status", "")
        if duplicate is None or status not in codes("match_status"):
            raise Http404
        try:
            services.decide_duplicate(duplicate=duplicate, status=status, by=self.request.user)
        except ValidationError as error:
            messages.warning(request, error.messages[0])
        else:
            messages.success(request, _("Saved: %(status)s.") % {"status": label("match_status", status)})
        return redirect("case-duplicates", pk=self.case.pk)
