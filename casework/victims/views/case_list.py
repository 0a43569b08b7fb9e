"""The case list: filtered, sorted, remembered on the server; names only when asked for, and recorded."""

from typing import Any, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.generic import TemplateView

from casework.access import audit
from casework.access.mixins import StaffRequest
from casework.access.models import Action
from casework.sealing.keyring import keyring
from casework.victims import attention
from casework.victims.filters import IN_THE_ADDRESS, CaseFilter, without_blanks
from casework.victims.lists import holders_and_stages, lists_of, risks
from casework.victims.models import Case
from casework.victims.tables import DANGER_FIRST, PER_PAGE, CappedPaginator, CaseTable
from casework.victims.views.frame import WorkMixin

# What may stand in the address of a list.
MAY_BE_ASKED = (*IN_THE_ADDRESS, "sort", "page")


class CaseListView(WorkMixin, TemplateView):
    """The cases one may see. Stage, status, risk, sort and page may be in the address, nothing else."""

    permission = "view_case"
    template_name = "victims/case_list.html"
    shows_names = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.forgotten = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not set(request.GET) <= set(MAY_BE_ASKED):
            # What may say something about a person does not stay in an address.
            return redirect(self._address() + self._query())
        self._remember_sort()
        return self.render_to_response(self.get_context_data(filterset=self._filterset(self._chosen())))

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Apply, take one filter away, or clear all; then the list again under its plain address."""
        chosen = self._chosen() if "remove" in request.POST else request.POST
        if "clear" in request.POST:
            chosen = MultiValueDict()
        filterset = self._filterset(chosen)
        kept = without_blanks(chosen, list(filterset.form.fields))
        if "remove" in request.POST:
            name, _colon, value = request.POST["remove"].partition(":")
            kept[name] = [one for one in kept.get(name, []) if one != value]
        elif not filterset.form.is_valid():
            return self.render_to_response(self.get_context_data(filterset=filterset), status=422)
        self._remember({name: values for name, values in kept.items() if values})
        return redirect(self._address())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset: CaseFilter = kwargs.pop("filterset")
        is_valid = filterset.form.is_valid()
        table = CaseTable(self._cases(filterset if is_valid else None), exclude=self._left_out())
        table.request = self.request
        table.order_by = self.request.GET.getlist("sort")
        table.paginate(CappedPaginator, per_page=PER_PAGE)
        table.page = table.paginator.get_page(self.request.GET.get("page"))
        shown = [case.pk for case in table.page.object_list.data]
        visible = Case.objects.visible_to(self.request.user)
        table.needs = attention.most_pressing(visible.filter(pk__in=shown))
        return super().get_context_data(
            table=table,
            filterset=filterset,
            form=filterset.form,
            chips=filterset.chips() if is_valid else [],
            saved_lists=lists_of(self.request.user),
            saved=self._saved_name(),
            address=self._address(),
            full_address=self._address() + self._query(),
            query=self._query(),
            forgotten=self.forgotten,
            shows_names=self.shows_names,
            **kwargs,
        )

    def _cases(self, filterset: CaseFilter | None):
        cases = filterset.qs if filterset else self._listed()
        if self.shows_names:
            cases = cases.select_related("victim")
        cases = cases.prefetch_related(*holders_and_stages(), risks())
        return cases.order_by(DANGER_FIRST, "-updated_at", "pk")

    def _listed(self, has_status: bool = False):
        user = self.request.user
        cases = Case.objects.visible_to(user)
        # A status that was asked for stands instead of "open" or "closed".
        return cases if has_status else lists_of(user)[self._saved_name()].pick(cases, user)

    def _filterset(self, chosen: MultiValueDict) -> CaseFilter:
        has_status = any(chosen.getlist("status"))
        return CaseFilter(chosen, self._listed(has_status), user=self.request.user)

    def _chosen(self) -> MultiValueDict:
        """What the address asks for; else what was chosen last, without what exists no longer."""
        if any(name in self.request.GET for name in IN_THE_ADDRESS):
            return MultiValueDict(without_blanks(self.request.GET, list(IN_THE_ADDRESS)))
        chosen = MultiValueDict(self.request.user.case_filters.get("chosen", {}))
        form = self._filterset(chosen).form
        if not form.is_valid():
            self.forgotten = True
            for name in form.errors:
                chosen.pop(name, None)
        return chosen

    def _saved_name(self) -> str:
        lists = lists_of(self.request.user)
        name = self.kwargs.get("saved") or self.request.POST.get("saved") or next(iter(lists))
        if name not in lists:
            raise Http404
        return name

    def _address(self) -> str:
        saved = self.kwargs.get("saved")
        return reverse("case-list-saved", args=[saved]) if saved else reverse("case-list")

    def _query(self) -> str:
        asked = {name: values for name, values in self.request.GET.lists() if name in MAY_BE_ASKED}
        return f"?{urlencode(asked, doseq=True)}" if asked else ""

    def _left_out(self) -> list[str]:
        is_officer = "organisation" in lists_of(self.request.user)
        return [
            # The officer looks for holders, others for the day: nobody reads nine columns.
            "opened_on" if is_officer else "holder",
            # Names need the room of a column.
            "updated_at" if self.shows_names else "name",
        ]

    def _remember(self, chosen: dict[str, list[str]]) -> None:
        user = self.request.user
        filters = {**user.case_filters, "chosen": chosen}
        if filters != user.case_filters:
            user.case_filters = filters
            user.save(update_fields=["case_filters"])

    def _remember_sort(self) -> None:
        """The last order is remembered; it comes back when the address names none."""
        user, request = self.request.user, self.request
        sort = request.GET.get("sort")
        if sort is None:
            if remembered := user.case_filters.get("sort"):
                asked = request.GET.copy()
                asked["sort"] = remembered
                request.GET = cast(Any, asked)
        elif sort.lstrip("-") in CaseTable.base_columns and sort != user.case_filters.get("sort"):
            user.case_filters = {**user.case_filters, "sort": sort}
            user.save(update_fields=["case_filters"])


class CaseNamesView(CaseListView):
    """The same page of the list with names: a reading of each person, recorded before it is shown."""

    shows_names = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self._address() + self._query())

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.hide_names:
            return redirect("case-list")
        self._remember_sort()
        context = self.get_context_data(filterset=self._filterset(self._chosen()))
        cases = list(context["table"].page.object_list.data)
        for case in cases:
            audit.record_request(request, Action.LISTED, case=case)
        keyring().load(case.victim_id for case in cases)
        return self.render_to_response(context)
