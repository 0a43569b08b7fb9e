"""What views share: the permission of the page, and the one way to a case and its records."""

from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch
from django_htmx.middleware import HtmxDetails

from casework.access import audit, policies
from casework.access.models import Action, StaffUser


class StaffRequest(HttpRequest):
    """A request behind the sign-in: its user is a person of staff."""

    user: StaffUser
    resolver_match: ResolverMatch
    htmx: HtmxDetails


class PermissionMixin:
    """A page that needs a permission of roles.py. Every view names one; deny is the default."""

    permission: str
    request: StaffRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        policies.require(request.user, self.permission)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class CaseScopedMixin(PermissionMixin):
    """A page within one case: found through `visible_to`, the reading recorded before anything is shown.

    Unknown cases and other people's cases give the same 404. Expects `pk` in the URL; a nested record is
    looked up with `get_record`.
    """

    permission = "view_case"
    action: Action = Action.VIEWED

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        policies.require(request.user, self.permission)
        self.case = self._find_case(request, kwargs["pk"])
        audit.record_request(request, self.action, case=self.case)
        return super().dispatch(request, *args, **kwargs)

    def _find_case(self, request: HttpRequest, pk):
        rows = (
            apps.get_model("victims", "Case")
            .objects.visible_to(request.user)
            .select_related("victim", "organisation", "created_by")
        )
        case = rows.filter(pk=pk).first()
        if case is None:
            # Trying ids leaves a trace, whether there is such a case or not.
            audit.record_request(request, Action.REFUSED, detail=str(pk))
            raise Http404
        return case

    def get_record(self, model, pk):
        """A record of this case, or 404 as if it did not exist."""
        record = model.objects.visible_to(self.request.user).filter(case=self.case, pk=pk).first()
        if record is None:
            raise Http404
        return record

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.case, victim=self.case.victim, **kwargs)  # type: ignore[misc]
