"""The pages of one stay, for those who work in the shelter and those who work on the case alike."""

from types import SimpleNamespace
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.access import audit
from casework.access.mixins import PermissionMixin
from casework.access.models import Action
from casework.access.once import OnceFormView
from casework.access.policies import allowed, require
from casework.assistance import policies, services, workflow
from casework.assistance.forms.stay import (
    BedForm,
    DeclineForm,
    DischargeForm,
    LeaveForm,
    RulesForm,
    StepForm,
)
from casework.assistance.models import Bed, Incident, Shelter, ShelterPlace, ShelterStay
from casework.assistance.models.stay import LIVE
from casework.assistance.occupancy import shelters_now
from casework.victims.models import Case
from casework.victims.workflow import InvalidTransition


class StayMixin(PermissionMixin):
    """A page of one stay: found through `visible_to`, the reading recorded before anything is shown.

    Those who work in the shelter reach no case by it: the stay holds what they may know.
    """

    permission = "tend_stays"
    changes = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any):
        require(request.user, self.permission)
        rows = ShelterStay.objects.visible_to(request.user).live()
        stay = rows.select_related("shelter", "bed__room", "placed_by").filter(pk=kwargs["pk"]).first()
        if stay is None:
            audit.record_request(request, Action.REFUSED, detail=str(kwargs["pk"]))
            raise Http404
        if self.changes:
            policies.check_can_tend_stay(request.user, stay)
        case = SimpleNamespace(id=stay.case_id, organisation_id=stay.placed_by_id)
        audit.record_request(request, Action.VIEWED, case=case)
        self.stay = stay
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(stay=self.stay, **kwargs)


class StayDetailView(StayMixin, TemplateView):
    """Everything the shelter may know of a stay, and the steps that are possible now."""

    template_name = "assistance/stay_detail.html"
    changes = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, stay = self.request.user, self.stay
        incidents = Incident.objects.visible_to(user).filter(stay=stay).live()
        return super().get_context_data(
            incidents=incidents.select_related("created_by").order_by("-occurred_on", "-created_at"),
            can_tend=allowed(policies.check_can_tend_stay, user, stay),
            can_let_in=allowed(policies.check_can_let_in, user, stay.shelter),
            can_change=allowed(policies.check_can_change_stay, user, stay),
            sees_case=Case.objects.visible_to(user).filter(pk=stay.case_id).exists(),
            knows_place=ShelterPlace.objects.visible_to(user).filter(shelter=stay.shelter_id).exists(),
            works_here=policies.works_in(user, stay.shelter_id),
            **kwargs,
        )  # fmt: skip


class StayStepView(StayMixin, OnceFormView):
    """One step of a stay: asked, checked, done once."""

    template_name = "assistance/stay_step.html"
    form_class: Any = StepForm
    title: ClassVar[Any]
    lead: ClassVar[Any] = ""
    action: ClassVar[Any] = gettext_lazy("Save")
    to: ClassVar[str] = ""  # the status it leads to; empty when it leads to none
    refused_status = 422

    def serve(self, **values: Any) -> None:
        raise NotImplementedError

    def is_possible(self) -> bool:
        """Whether this step can be taken from where the stay stands."""
        if not self.to:
            return self.stay.status in LIVE
        return (self.stay.status, self.to) in workflow.STAY_STATUS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs) if self.is_possible() else self.turned_back()

    def carry_out(self, form: Any) -> None:
        self.serve(**form.values)

    def refused(self, form: Any, error: ValidationError) -> HttpResponse:
        return self.turned_back() if isinstance(error, InvalidTransition) else super().refused(form, error)

    def turned_back(self) -> HttpResponse:
        messages.warning(self.request, _("This step is not possible from the present state."))
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return reverse("stay-detail", args=[self.stay.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.title, lead=self.lead, action=self.action, **kwargs)


class BedStepView(StayStepView):
    """A step that gives a bed: the free beds are offered, and the one held for this stay."""

    form_class = BedForm

    def shelters(self):
        return Shelter.objects.visible_to(self.request.user).filter(pk=self.stay.shelter_id)

    def beds(self) -> dict[str, list[Bed]]:
        found: dict[str, list[Bed]] = {}
        for now in shelters_now(self.request.user, self.shelters()):
            for one in now.beds:
                is_held_here = (
                    one.bed.pk == self.stay.bed_id and one.state == "held" and not self.stay.is_lapsed
                )
                if one.state == "free" or is_held_here:
                    found.setdefault(now.shelter.code_name, []).append(one.bed)
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "beds": self.beds(), "now": self.stay.bed}


class StayHoldView(BedStepView):
    title = gettext_lazy("Hold a bed")
    lead = gettext_lazy("The bed is kept for two hours. You can hold it again.")
    action = gettext_lazy("Hold for two hours")
    done = gettext_lazy("The bed is held for two hours.")
    to = "held"

    def serve(self, **values: Any) -> None:
        services.hold_for_stay(stay=self.stay, by=self.request.user, **values)


class StayAdmitView(BedStepView):
    title = gettext_lazy("The person has arrived")
    lead = gettext_lazy("Nothing else is asked for the first night.")
    action = gettext_lazy("Let in")
    done = gettext_lazy("The stay has begun.")
    to = "admitted"

    def is_possible(self) -> bool:
        return super().is_possible() and self.stay.status != "on_leave"

    def serve(self, **values: Any) -> None:
        services.admit_person(stay=self.stay, by=self.request.user, **values)


class StayMoveView(BedStepView):
    title = gettext_lazy("Move to another bed")
    lead = gettext_lazy("The old bed becomes free, and the stay here is kept in the history.")
    action = gettext_lazy("Move")
    done = gettext_lazy("Moved.")
    to = "discharged"

    def shelters(self):
        """The shelters where this person may let people in."""
        user = self.request.user
        seen = shelters_now(user)
        return Shelter.objects.visible_to(user).filter(pk__in=[n.shelter.pk for n in seen if n.can_let_in])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "now": None}

    def serve(self, **values: Any) -> None:
        self.stay = services.move_person(stay=self.stay, by=self.request.user, **values)


class StayReleaseView(StayStepView):
    title = gettext_lazy("Give the bed back")
    lead = gettext_lazy("Others can be given it at once.")
    action = gettext_lazy("Give the bed back")
    done = gettext_lazy("The bed is free again.")
    to = "expired"

    def serve(self, **values: Any) -> None:
        services.release_hold(stay=self.stay, by=self.request.user)


class StayDeclineView(StayStepView):
    form_class = DeclineForm
    title = gettext_lazy("No stay here")
    action = gettext_lazy("Decline")
    done = gettext_lazy("Declined. Whoever works on the case is told.")
    to = "declined"

    def serve(self, **values: Any) -> None:
        services.decline_stay(stay=self.stay, by=self.request.user, **values)


class StayLeaveView(StayStepView):
    form_class = LeaveForm
    title = gettext_lazy("On leave")
    lead = gettext_lazy("The person keeps the bed. A late return is shown to those who work on the case.")
    action = gettext_lazy("Note the leave")
    to = "on_leave"

    def serve(self, **values: Any) -> None:
        services.start_leave(stay=self.stay, by=self.request.user, **values)


class StayReturnView(StayStepView):
    title = gettext_lazy("Back from leave")
    action = gettext_lazy("The person is back")
    done = gettext_lazy("Back from leave.")
    to = "admitted"

    def is_possible(self) -> bool:
        return self.stay.status == "on_leave"

    def serve(self, **values: Any) -> None:
        services.end_leave(stay=self.stay, by=self.request.user)


class StayDischargeView(StayStepView):
    form_class = DischargeForm
    title = gettext_lazy("End the stay")
    lead = gettext_lazy("The bed becomes free at once. Help goes on: this ends the stay, not the case.")
    action = gettext_lazy("End the stay")
    done = gettext_lazy("The stay has ended.")
    to = "discharged"

    def serve(self, **values: Any) -> None:
        services.discharge_person(stay=self.stay, by=self.request.user, **values)


class StayRulesView(StayStepView):
    """What the person said to the house rules; nothing depends on the answer."""

    form_class = RulesForm
    title = gettext_lazy("House rules")
    lead = gettext_lazy("Explain them in a language the person understands. A refusal is a normal answer.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "stay": self.stay}

    def serve(self, **values: Any) -> None:
        services.record_rules_answer(stay=self.stay, by=self.request.user, **values)
