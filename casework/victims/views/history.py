"""What changed in a case, and who looked at it."""

from typing import Any

from django.views.generic import TemplateView

from casework.victims.changes import changes_of
from casework.victims.readers import readings_of
from casework.victims.views.case import CasePageMixin


class CaseHistoryView(CasePageMixin, TemplateView):
    """Field, before, after, who, when, why."""

    template_name = "victims/case_history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = changes_of(self.case, self.request.user, self.request.GET.get("page"))
        return super().get_context_data(page_obj=found, **kwargs)


class CaseReadersView(CasePageMixin, TemplateView):
    """Who looked at this case, the present reading included."""

    template_name = "victims/case_readers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = readings_of(self.case, self.request.user, self.request.GET.get("page"))
        return super().get_context_data(page_obj=found, **kwargs)
