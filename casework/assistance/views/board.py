"""The board of beds, and what is done with one bed from there."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from casework.access.mixins import PermissionMixin
from casework.access.once import OnceFormView
from casework.access.policies import allowed, require
from casework.access.roles import has_permission
from casework.assistance import policies, services
from casework.assistance.forms.shelter import BedCaseForm, BoardFilter
from casework.assistance.models import Bed
from casework.assistance.occupancy import nearest, shelters_now, tended_stays
from casework.assistance.views.shelter import ShelterMixin, WorkingMixin
from casework.victims.models import Case


class BoardView(PermissionMixin, TemplateView):
    """A bed tonight: every shelter one may see, and the stays of those one works in."""

    permission = "view_shelters"
    template_name = "assistance/shelter_board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        everything = shelters_now(user)
        languages = {code for now in everything for code in now.shelter.languages}
        form = BoardFilter(self.request.GET or None, languages=sorted(languages))
        wanted = form.wanted if form.is_bound else BoardFilter({}, languages=[]).wanted
        found = [now for now in everything if wanted.fits(now)]
        others = [now for now in everything if now not in found]
        return super().get_context_data(
            filter_form=form, is_filtered=form.is_bound, shelters=found,
            free_count=sum(now.free for now in found),
            alternatives=[] if any(now.free for now in found) else nearest(wanted, others),
            hotlines=[now.shelter for now in everything if now.shelter.hotline],
            stays=tended_stays(user), works_here=any(now.is_staff for now in everything),
            can_hold=has_permission(user, "change_case"),
            can_add=has_permission(user, "manage_shelters"), **kwargs,
        )  # fmt: skip


class FiguresConfirmView(WorkingMixin, View):
    """Those who work there say that the board is right today."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.confirm_figures(shelter=self.shelter, by=self.request.user)
        messages.success(request, _("Today’s figures are confirmed."))
        return redirect("shelter-board")


class BedMixin(ShelterMixin):
    """A page about one bed of a shelter in sight."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any):
        require(request.user, self.permission)
        beds = Bed.objects.visible_to(request.user).filter(pk=kwargs["record"], room__shelter=kwargs["pk"])
        bed = beds.select_related("room__shelter").first()
        if bed is None:
            raise Http404
        self.bed = bed
        return super().dispatch(request, *args, **kwargs)


class BedUseView(BedMixin, View):
    """Takes a bed out of use, or brings it back."""

    http_method_names = ["post"]

    def shelters(self, user):
        shelters = super().shelters(user).filter(pk=self.bed.room.shelter_id)
        return (
            shelters if allowed(policies.check_can_use_bed, user, self.bed.room.shelter) else shelters.none()
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        out = request.POST.get("out") == "1"
        services.set_bed_use(bed=self.bed, is_out_of_use=out, by=self.request.user)
        messages.success(request, _("The bed is out of use.") if out else _("The bed is in use again."))
        return redirect("shelter-detail", pk=self.shelter.pk)


class BedHoldView(BedMixin, OnceFormView):
    """Holds a bed for a case for two hours, or lets the person in at once.

    Where somebody else was quicker, the page says so, and whom to call.
    """

    permission = "change_case"
    template_name = "assistance/bed_hold.html"
    form_class = BedCaseForm
    refused_status = 422

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cases": Case.objects.visible_to(self.request.user).open()}

    @property
    def lets_in(self) -> bool:
        return self.request.POST.get("step") == "place"

    def carry_out(self, form: BedCaseForm) -> None:
        serve = services.place_person if self.lets_in else services.hold_bed
        serve(case=form.case, bed=self.bed, by=self.request.user)

    def form_valid(self, form: BedCaseForm) -> HttpResponse:
        self.success_url = reverse("case-shelter", args=[form.case.pk])
        return super().form_valid(form)

    def said(self, form: BedCaseForm) -> str:
        said = (
            _("%(reference)s is let in.")
            if self.lets_in
            else _("The bed is held for %(reference)s for two hours.")
        )
        return said % {"reference": form.case.reference}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            bed=self.bed,
            can_let_in=allowed(policies.check_can_let_in, self.request.user, self.shelter), **kwargs,
        )  # fmt: skip
