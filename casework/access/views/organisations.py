"""Pages on which administrators keep the organisations."""

from typing import Any

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.access import services
from casework.access.forms import OrganisationForm
from casework.access.mixins import PermissionMixin
from casework.access.models import Organisation
from casework.access.once import OnceFormView
from casework.access.tables import OrganisationTable


class OrganisationListView(PermissionMixin, TemplateView):
    """Every organisation, with the number of its accounts."""

    permission = "manage_staff"
    template_name = "access/organisation_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Organisation.objects.manageable_by(self.request.user)
        rows = rows.annotate(staff_count=Count("staffuser", filter=Q(staffuser__is_active=True)))
        table = OrganisationTable(rows, order_by=self.request.GET.get("sort", "name"))
        page = self.request.GET.get("page", "")
        table.paginate(page=int(page) if page.isdecimal() and 0 < int(page) < 10_000 else 1, per_page=50)
        return super().get_context_data(table=table, **kwargs)


class OrganisationEditView(PermissionMixin, OnceFormView):
    """A new organisation, or the details of one."""

    permission = "manage_staff"
    template_name = "access/organisation_edit.html"
    form_class = OrganisationForm
    success_url = reverse_lazy("organisation-list")
    done = gettext_lazy("The organisation is saved.")

    @cached_property
    def organisation(self) -> Organisation:
        if "pk" not in self.kwargs:
            return Organisation()
        return get_object_or_404(Organisation.objects.manageable_by(self.request.user), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"organisation": self.organisation}

    def get_initial(self) -> dict[str, Any]:
        one = self.organisation
        return {"name": one.name, "code": one.code, "kind": one.kind, "country": one.country,
                "is_active": one.is_active}  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_new="pk" not in self.kwargs, **kwargs)

    def carry_out(self, form: OrganisationForm) -> None:
        for name in ("name", "code", "kind", "country", "is_active"):
            setattr(self.organisation, name, form.cleaned_data[name])
        services.save_organisation(organisation=self.organisation, by=self.request.user)
