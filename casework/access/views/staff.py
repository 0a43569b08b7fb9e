"""Pages on which administrators keep the accounts of staff: who works here, in which role, by which means."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView

from casework.access import audit, policies, services
from casework.access.filters import StaffFilter, dormant
from casework.access.forms import InvitationForm, RoleForm, UndertakingForm
from casework.access.means import PasswordLink, with_means
from casework.access.mixins import PermissionMixin
from casework.access.models import Action, StaffUser
from casework.access.once import OnceFormView
from casework.access.roles import PERMISSIONS, ROLES, Role
from casework.access.tables import StaffTable, state_tag

PAGE_ROWS = 50


def role_card(role: str) -> dict[str, Any]:
    """What this role sees and does, and what it cannot do, in the words of roles.py."""
    does = ROLES[role].permissions
    return {
        "role": Role(role).label,
        "sees": ROLES[role].sees,
        "does": [words for name, words in PERMISSIONS.items() if name in does],
        "does_not": [words for name, words in PERMISSIONS.items() if name not in does],
    }


class StaffListView(PermissionMixin, TemplateView):
    """Everybody who has an account."""

    permission = "manage_staff"
    template_name = "access/staff_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        accounts = with_means(StaffUser.objects.manageable_by(self.request.user))
        filters = StaffFilter(self.request.GET, queryset=accounts)
        filters.form.hides_optional = True
        table = StaffTable(filters.qs, order_by=self.request.GET.get("sort", "name"))
        table.paginate(page=_page(self.request), per_page=PAGE_ROWS)
        return super().get_context_data(
            table=table,
            filters=filters,
            dormant_count=accounts.filter(dormant()).count(),
            is_filtered=any(self.request.GET.get(name) for name in filters.filters),
            **kwargs,
        )


def _page(request: HttpRequest) -> int:
    page = request.GET.get("page", "")
    return int(page) if page.isdecimal() and 0 < int(page) < 10_000 else 1


class StaffInviteView(PermissionMixin, FormView):
    """A new account, and the link with which its holder sets a password."""

    permission = "manage_staff"
    template_name = "access/staff_invite.html"
    form_class = InvitationForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"by": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cards=[role_card(role) for role in Role.values], **kwargs)

    def form_valid(self, form: InvitationForm) -> HttpResponse:
        by = self.request.user
        if not form.is_first_time(by):
            return redirect("staff-list")
        details = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        staff = services.invite_staff(**details, by=by)
        if not staff.is_active:
            messages.success(
                self.request, _("The account is made. It stays closed until the undertaking is signed.")
            )
            return redirect("staff-detail", pk=staff.pk)
        return show_link(self.request, staff)


def show_link(request: HttpRequest, staff: StaffUser) -> HttpResponse:
    """The page that shows a password link, this once: it is kept nowhere."""
    link = PasswordLink()
    context = {
        "staff": staff,
        "link": request.build_absolute_uri(link.address(staff)),
        "lapses_at": link.lapses_at,
    }
    audit.record_request(request, Action.CHANGED_STAFF, detail=f"link {staff.pk}")
    return render(request, "access/staff_link.html", context)


class StaffScopedMixin(PermissionMixin):
    """A page about one account."""

    permission = "manage_staff"

    @cached_property
    def staff(self) -> StaffUser:
        accounts = with_means(StaffUser.objects.manageable_by(self.request.user))
        return get_object_or_404(accounts, pk=self.kwargs["pk"])  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(staff=self.staff, **kwargs)

    def get_success_url(self) -> str:
        return reverse("staff-detail", args=[self.staff.pk])


class StaffDetailView(StaffScopedMixin, TemplateView):
    """One account: its means, its state, and what its role sees and does."""

    template_name = "access/staff_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        staff, reader = self.staff, self.request.user
        reset = staff.open_factor_reset
        return super().get_context_data(
            state=state_tag(staff),
            card=role_card(staff.role),
            reset=reset,
            factor_required=settings.SECOND_FACTOR_REQUIRED,
            may_change=policies.allowed(policies.check_can_manage_staff, reader, staff),
            may_confirm=reset is not None
            and policies.allowed(policies.check_can_confirm_factor_reset, reader, reset),
            **kwargs,
        )


class StaffRoleView(StaffScopedMixin, OnceFormView):
    """Another role for this person."""

    template_name = "access/staff_role.html"
    form_class = RoleForm
    done = gettext_lazy("The role is saved. Every session of this person has ended.")
    refused_field = "role"

    def get_initial(self) -> dict[str, Any]:
        return {"role": self.staff.role}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cards=[role_card(role) for role in Role.values], **kwargs)

    def carry_out(self, form: RoleForm) -> None:
        services.change_role(staff=self.staff, role=form.cleaned_data["role"], by=self.request.user)


class StaffUndertakingView(StaffScopedMixin, OnceFormView):
    """The day on which the confidentiality undertaking was signed."""

    template_name = "access/staff_undertaking.html"
    form_class = UndertakingForm
    done = gettext_lazy("The undertaking is recorded.")

    def get_initial(self) -> dict[str, Any]:
        return {"signed_on": self.staff.confidentiality_signed_on}

    def carry_out(self, form: UndertakingForm) -> None:
        services.record_undertaking(
            staff=self.staff, signed_on=form.cleaned_data["signed_on"], by=self.request.user
        )


class StaffActionView(StaffScopedMixin, View):
    """A button on the page of an account. What the rules refuse comes back as a sentence."""

    def act(self) -> None:
        """Call the service of this button."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.act()
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, self.success_message())
        return redirect(self.get_success_url())

    def success_message(self) -> str:
        """What happened, in a sentence."""
        raise NotImplementedError


class StaffSuspendView(StaffActionView):
    """Closes an account and ends its sessions at once."""

    def act(self) -> None:
        services.set_active(staff=self.staff, is_active=False, by=self.request.user)

    def success_message(self) -> str:
        return _("The account is suspended and its sessions have ended.")


class StaffRestoreView(StaffActionView):
    """Opens an account."""

    def act(self) -> None:
        services.set_active(staff=self.staff, is_active=True, by=self.request.user)

    def success_message(self) -> str:
        return _("The account is open.")


class StaffSessionsEndView(StaffActionView):
    """Ends every session of this person, for a stolen device."""

    def act(self) -> None:
        services.end_sessions(staff=self.staff, by=self.request.user)

    def success_message(self) -> str:
        return _("Every session of this person has ended.")


class StaffFactorRequestView(StaffActionView):
    """Asks for a lost second factor to be taken away."""

    def act(self) -> None:
        services.request_factor_reset(staff=self.staff, by=self.request.user)

    def success_message(self) -> str:
        return _("Asked. Another administrator must confirm within a day.")


class StaffFactorConfirmView(StaffActionView):
    """The second administrator takes the lost second factor away."""

    def act(self) -> None:
        services.confirm_factor_reset(staff=self.staff, by=self.request.user)

    def success_message(self) -> str:
        return _("The second factor is taken away. The next sign-in sets up a new one.")


class StaffLinkView(StaffScopedMixin, View):
    """A new password link for somebody who has none or forgot it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        policies.check_can_manage_staff(request.user, self.staff)
        if not self.staff.is_active:
            messages.error(request, _("Open the account first: a closed one needs no password."))
            return redirect(self.get_success_url())
        return show_link(request, self.staff)
