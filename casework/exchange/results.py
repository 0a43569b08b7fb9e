"""What pages about one workbook share: finding it, where it stands, and what a passage found."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from casework.access.mixins import PermissionMixin
from casework.exchange import services
from casework.exchange.htcds import fields
from casework.exchange.models import Finding, WorkbookImport
from casework.exchange.rules import sentence
from casework.victims.models import Case

State = WorkbookImport.State
PAGE_ROWS = 50


class WorkbookMixin(PermissionMixin):
    """A page about one workbook of the person's own; everybody else's is 404."""

    permission = "import_workbook"
    kwargs: dict[str, Any]

    @cached_property
    def run(self) -> WorkbookImport:
        rows = WorkbookImport.objects.visible_to(self.request.user).defer("content")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(run=self.run, **kwargs)  # type: ignore[misc]


def place_of(run: WorkbookImport) -> str:
    """The name of the page where a workbook stands."""
    if run.is_under_way:
        return "workbook-progress"
    return {State.READ: "workbook-columns", State.CHECKED: "workbook-trial"}.get(
        State(run.state), "workbook-report"
    )


class WorkbookResultMixin(WorkbookMixin):
    """What a passage found: four counts that add up, refused cells in groups and one by one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        findings = self.run.findings.all()
        refusals = findings.filter(kind=Finding.Kind.REFUSAL)
        groups = refusals.order_by().values("field", "rule").annotate(rows=Count("row", distinct=True))
        page = Paginator(refusals, PAGE_ROWS).get_page(self.request.GET.get("page"))
        warnings = findings.filter(kind=Finding.Kind.WARNING).order_by().values("rule")
        return super().get_context_data(
            groups=[in_words(dict(group)) for group in groups.order_by("-rows", "field")[:20]],
            page_obj=page,
            refusals=[{"finding": one, **in_words({"field": one.field, "rule": one.rule})} for one in page],
            warnings=[in_words({"field": "", **one}) for one in warnings.annotate(rows=Count("row"))],
            alike=self._alike(findings.filter(kind=Finding.Kind.ALIKE)),
            ignored=[column for column in services.columns_of(self.run) if column.is_ignored],
            **kwargs,
        )

    def _alike(self, findings) -> list[dict[str, Any]]:
        """Possible duplicates with the cases to compare with, those that this person may see."""
        shown = list(findings[:PAGE_ROWS])
        cases = Case.objects.visible_to(self.request.user).in_bulk({one.other_case_id for one in shown})
        return [
            {"row": one.row, "words": sentence(one.rule), "case": cases.get(one.other_case_id)}
            for one in shown
        ]


def in_words(group: dict[str, Any]) -> dict[str, Any]:
    """A field and a rule in the language of the reader."""
    field = fields().get(group["field"])
    return {**group, "label": str(field) if field else "", "words": sentence(group["rule"])}
