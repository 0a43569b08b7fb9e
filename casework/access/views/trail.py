"""The trail reader of the auditor. Reading it is itself recorded."""

import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.core.paginator import Paginator
from django.db.models import Max, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from casework.access import audit, trail
from casework.access.forms import TrailExportForm, TrailFilterForm
from casework.access.mixins import PermissionMixin
from casework.access.models import AccessEvent, Action
from casework.access.policies import require
from casework.access.tables import TrailTable

PAGE_ROWS = 50
EXPORT_ROWS = 100_000


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


class TrailPart:
    """The part of the trail that an address asks for: ids, codes and a day, never a reference or a name."""

    def __init__(self, request: HttpRequest) -> None:
        asked = request.GET
        self.user = request.user
        self.who = _uuid(asked.get("who", ""))
        self.case = _uuid(asked.get("case", ""))
        self.action = asked.get("action", "") if asked.get("action") in Action.values else ""
        self.result = asked.get("result", "") if asked.get("result") in ("refused", "done") else ""
        try:
            self.day = parse_date(asked.get("day", ""))
        except ValueError:
            self.day = None
        if self.day and not 2000 <= self.day.year <= 2999:
            self.day = None
        if self.day is None and not self.is_narrowed:
            self.day = timezone.localdate()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the day is asked for: then every day is shown."""
        return bool(self.who or self.case or self.action or self.result)

    def query(self, **changes: Any) -> str:
        asked = {name: getattr(self, name) for name in ("who", "case", "action", "result", "day")} | changes
        return urlencode({name: str(value) for name, value in asked.items() if value})

    @cached_property
    def all_days(self) -> QuerySet[AccessEvent]:
        events = AccessEvent.objects.visible_to(self.user)
        if self.who:
            events = events.filter(user_id=self.who)
        if self.case:
            events = events.filter(case_id=self.case)
        if self.action:
            events = events.filter(action=self.action)
        if self.result == "refused":
            events = events.filter(action__in=trail.REFUSALS)
        elif self.result == "done":
            events = events.exclude(action__in=trail.REFUSALS)
        return events

    @cached_property
    def events(self) -> QuerySet[AccessEvent]:
        if self.day is None:
            return self.all_days
        start, end = self._bounds()
        return self.all_days.filter(at__gte=start, at__lt=end)

    def neighbours(self) -> tuple[datetime.date | None, datetime.date | None]:
        """The days before and after this one on which something happened."""
        if self.day is None:
            return None, None
        start, end = self._bounds()
        before = self.all_days.filter(at__lt=start).aggregate(at=Max("at"))["at"]
        after = self.all_days.filter(at__gte=end).aggregate(at=Min("at"))["at"]
        return before and timezone.localdate(before), after and timezone.localdate(after)

    def _bounds(self) -> tuple[datetime.datetime, datetime.datetime]:
        day = self.day or timezone.localdate()
        return _midnight(day), _midnight(day + datetime.timedelta(days=1))


class TrailView(PermissionMixin, FormView):
    """A day of the trail, or what was asked for."""

    permission = "read_trail"
    template_name = "access/trail_list.html"
    form_class = TrailFilterForm

    @cached_property
    def part(self) -> TrailPart:
        return TrailPart(self.request)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": trail.colleagues(self.request.user)}

    def get_initial(self) -> dict[str, Any]:
        part = self.part
        named = trail.references([part.case]) if part.case else {}
        return {"who": part.who, "action": part.action, "day": part.day, "result": part.result,
                "reference": named.get(part.case, "")}  # fmt: skip

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        audit.record_request(request, Action.READ_TRAIL)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        part = self.part
        page = Paginator(trail.grouped(part.events), PAGE_ROWS).get_page(self.request.GET.get("page"))
        table = TrailTable(trail.in_words(page.object_list))
        before, after = part.neighbours()
        return super().get_context_data(
            part=part,
            page_obj=page,
            table=table,
            check=trail.last_check(self.request.user),
            unusual=trail.unusual(self.request.user, timezone.now()),
            before=before,
            after=after,
            before_query=part.query(day=before) if before else "",
            after_query=part.query(day=after) if after else "",
            query=part.query(),
            **kwargs,
        )

    def form_valid(self, form: TrailFilterForm) -> HttpResponse:
        asked = dict(form.cleaned_data)
        reference = asked.pop("reference")
        case = trail.case_called(reference) if reference else None
        if reference and case is None:
            form.add_error(
                "reference", _("No case of your organisation is called so. Check the word and the number.")
            )
            return self.form_invalid(form)
        query = urlencode({name: str(value) for name, value in {**asked, "case": case}.items() if value})
        return redirect(f"{reverse('trail')}?{query}")

    def form_invalid(self, form: TrailFilterForm) -> HttpResponse:
        audit.record_request(self.request, Action.READ_TRAIL)
        return super().form_invalid(form)


class TrailCheckView(PermissionMixin, View):
    """Checks the whole chain now; the result is an event of the trail."""

    permission = "read_trail"

    def post(self, request: HttpRequest) -> HttpResponse:
        last, place = trail.examine()
        audit.record_request(request, Action.CHECKED_TRAIL, detail=trail.check_code(last, place))
        return redirect("trail")


class TrailExportView(PermissionMixin, FormView):
    """The chosen part of the trail as a file: with a reason, and recorded."""

    permission = "read_trail"
    template_name = "access/trail_export.html"
    form_class = TrailExportForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The role first, so that nobody is asked for a password in vain."""
        require(request.user, self.permission)
        return reauthentication_required(super().dispatch)(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        part = TrailPart(self.request)
        return super().get_context_data(
            part=part, count=part.events.count(), most=EXPORT_ROWS, query=part.query(), **kwargs
        )

    def form_valid(self, form: TrailExportForm) -> HttpResponse:
        part = TrailPart(self.request)
        reason = form.cleaned_data["reason"]
        audit.record_request(self.request, Action.EXPORTED, detail=f"trail {reason}")
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="trail-{timezone.localdate():%Y-%m-%d}.csv"'
        trail.write_csv(response, part.events.order_by("at")[:EXPORT_ROWS])
        return response
