"""Pages that stand below a page of assistance."""

from typing import ClassVar

from django.urls import reverse

from casework.victims.views.case import CaseWritingMixin


class BelowAssistanceMixin(CaseWritingMixin):
    """The sub-navigation shows assistance; one comes from, and goes back to, the page named here."""

    page = "case-assistance"
    home: ClassVar[str]

    def get_success_url(self) -> str:
        return reverse(self.home, args=[self.case.pk])

    def get_home(self, _record) -> str:
        return self.get_success_url()
