"""The pages of one shelter: what everybody may know of it, and how it is set up."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from casework.access.mixins import PermissionMixin
from casework.access.once import OnceFormView
from casework.access.policies import require
from casework.access.roles import has_permission
from casework.assistance import services
from casework.assistance.forms.shelter import (
    RoomForm,
    ShelterForm,
    ShelterStaffForm,
)
from casework.assistance.models import Room, Shelter, ShelterPlace, ShelterStaff
from casework.assistance.occupancy import shelters_now, taken_by_day
from casework.victims import conflicts
from casework.victims.services import Conflict
from casework.victims.views.records import read_moment

SPANS = (30, 90)


class ShelterMixin(PermissionMixin):
    """A page of one shelter in sight; unknown ones, and those of others, give the same 404."""

    permission = "view_shelters"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any):
        require(request.user, self.permission)
        shelter = self.shelters(request.user).select_related("organisation").filter(pk=kwargs["pk"]).first()
        if shelter is None:
            raise Http404
        self.shelter = shelter
        return super().dispatch(request, *args, **kwargs)

    def shelters(self, user):
        return Shelter.objects.visible_to(user)

    def get_success_url(self) -> str:
        return reverse("shelter-detail", args=[self.shelter.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back_url = reverse("shelter-detail", args=[self.shelter.pk])
        return super().get_context_data(shelter=self.shelter, back_url=back_url, **kwargs)


class ShelterManageMixin(ShelterMixin):
    """A page for those who set up the shelter."""

    permission = "manage_shelters"

    def shelters(self, user):
        return Shelter.objects.manageable_by(user)


class ShelterDetailView(ShelterMixin, TemplateView):
    """What one may know of a shelter: its beds now and day by day, its rules, how to ask."""

    template_name = "assistance/shelter_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, shelter = self.request.user, self.shelter
        asked = self.request.GET.get("days", "")
        span = int(asked) if asked in map(str, SPANS) else SPANS[0]
        (now,) = shelters_now(user, Shelter.objects.visible_to(user).filter(pk=shelter.pk))
        return super().get_context_data(
            now=now, days=taken_by_day(shelter, span, len(now.beds)), span=span, spans=SPANS,
            knows_place=ShelterPlace.objects.visible_to(user).filter(shelter=shelter).exists(),
            can_hold=has_permission(user, "change_case"), **kwargs,
        )  # fmt: skip


class ShelterFormView(OnceFormView):
    """Adds or changes something of a shelter; whoever saves over somebody else sees both texts first."""

    template_name = "assistance/shelter_form.html"
    title: Any = ""
    lead: Any = ""
    refused_status = 422

    def find_record(self):
        raise NotImplementedError

    def save(self, form, seen) -> None:
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.find_record()}

    def carry_out(self, form) -> None:
        self.save(form, read_moment(form.cleaned_data["seen"]))

    def refused(self, form, error: ValidationError) -> HttpResponse:
        return self.show_conflict(form) if isinstance(error, Conflict) else super().refused(form, error)

    def show_conflict(self, form) -> HttpResponse:
        """What somebody else saved stands beside what was typed; saving again keeps what was typed."""
        now = self.find_record()
        seen = read_moment(form.cleaned_data["seen"]) or now.updated_at
        form.data = form.data.copy()
        form.data["seen"] = now.updated_at.isoformat()
        context = self.get_context_data(
            form=form, differences=conflicts.differences(now, seen, form.changes, None),
            saved=conflicts.last_saved(now),
        )  # fmt: skip
        return render(self.request, self.template_name, context, status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.title, lead=self.lead, **kwargs)


class ShelterAddView(PermissionMixin, ShelterFormView):
    permission = "manage_shelters"
    form_class = ShelterForm
    title = gettext_lazy("Add a shelter")
    lead = gettext_lazy("What everybody may know. Where it is, those who work there write down.")

    def find_record(self) -> Shelter:
        return Shelter(organisation=self.request.user.organisation)

    def save(self, form, seen) -> None:
        self.made = services.add_shelter(values=form.changes, by=self.request.user)

    def get_success_url(self) -> str:
        made = getattr(self, "made", None)
        return reverse("shelter-rooms", args=[made.pk]) if made else reverse("shelter-board")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back_url=reverse("shelter-board"), **kwargs)


class ShelterChangeView(ShelterManageMixin, ShelterFormView):
    form_class = ShelterForm
    title = gettext_lazy("Change a shelter")
    lead = gettext_lazy("What everybody may know of it.")

    def find_record(self) -> Shelter:
        return Shelter.objects.manageable_by(self.request.user).get(pk=self.shelter.pk)

    def save(self, form, seen) -> None:
        services.change_shelter(shelter=self.shelter, changes=form.changes, seen=seen, by=self.request.user)


class WorkingMixin(ShelterMixin):
    """A page for those who work in the shelter."""

    permission = "tend_stays"

    def shelters(self, user):
        return super().shelters(user).filter(shelterstaff__user=user, shelterstaff__ended_at=None)


class RoomsView(ShelterManageMixin, ShelterFormView):
    """The rooms and beds of a shelter, and one room more."""

    template_name = "assistance/shelter_rooms.html"
    form_class = RoomForm

    def find_record(self) -> Room:
        return Room(shelter=self.shelter)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "shelter": self.shelter}

    def save(self, form, seen) -> None:
        room = Room(shelter=self.shelter, **form.changes)
        services.add_room(room=room, beds=form.cleaned_data["beds"], by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("shelter-rooms", args=[self.shelter.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        (now,) = shelters_now(
            self.request.user, Shelter.objects.manageable_by(self.request.user).filter(pk=self.shelter.pk)
        )
        return super().get_context_data(now=now, **kwargs)


class BedAddView(ShelterManageMixin, View):
    """One bed more in a room."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        room = Room.objects.visible_to(self.request.user).filter(shelter=self.shelter, pk=kwargs["record"])
        found = room.select_related("shelter").first()
        if found is None:
            raise Http404
        services.add_bed(room=found, by=self.request.user)
        messages.success(request, _("One bed was added."))
        return redirect("shelter-rooms", pk=self.shelter.pk)


class ShelterStaffView(ShelterManageMixin, OnceFormView):
    """Who works in the shelter, and one person more."""

    template_name = "assistance/shelter_staff.html"
    form_class = ShelterStaffForm
    refused_status = 422

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "shelter": self.shelter}

    def carry_out(self, form: ShelterStaffForm) -> None:
        person = form.cleaned_data["person"]
        services.add_shelter_staff(shelter=self.shelter, user=person, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("shelter-staff", args=[self.shelter.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = ShelterStaff.objects.visible_to(self.request.user).filter(shelter=self.shelter, ended_at=None)
        return super().get_context_data(people=rows.select_related("user").order_by("user__name"), **kwargs)


class ShelterStaffEndView(ShelterManageMixin, View):
    """Somebody works there no longer."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = ShelterStaff.objects.visible_to(self.request.user).filter(shelter=self.shelter)
        work = rows.select_related("shelter").filter(pk=kwargs["record"]).first()
        if work is None:
            raise Http404
        services.end_shelter_staff(work=work, by=self.request.user)
        messages.success(request, _("Access to the stays of this shelter has ended."))
        return redirect("shelter-staff", pk=self.shelter.pk)
