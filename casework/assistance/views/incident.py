"""What happened during a stay, and what came after it."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy

from casework.access.policies import require
from casework.assistance import services
from casework.assistance.forms.stay import FollowUpForm, IncidentForm
from casework.assistance.models import Incident
from casework.assistance.views.stay import StayStepView


class IncidentAddView(StayStepView):
    """Writes down what happened during a stay."""

    template_name = "assistance/incident_form.html"
    form_class = IncidentForm
    title = gettext_lazy("Record an incident")
    lead = gettext_lazy("Write references, never names. Those who must act see a severe one at once.")
    done = gettext_lazy("The incident is recorded.")

    def is_possible(self) -> bool:
        return True

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Incident(case_id=self.stay.case_id, stay=self.stay)}

    def carry_out(self, form: IncidentForm) -> None:
        self.serve(**form.changes)

    def serve(self, **values: Any) -> None:
        incident = Incident(case_id=self.stay.case_id, stay=self.stay, **values)
        services.record_incident(incident=incident, by=self.request.user)


class IncidentFollowUpView(StayStepView):
    """What came after an incident."""

    form_class = FollowUpForm
    title = gettext_lazy("Follow up an incident")
    lead = gettext_lazy("What was decided, and what has been done since. It asks for attention no longer.")

    def is_possible(self) -> bool:
        return True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any):
        require(request.user, self.permission)
        rows = Incident.objects.visible_to(request.user).filter(stay=kwargs["pk"], pk=kwargs["record"])
        found = rows.live().select_related("stay").first()
        if found is None:
            raise Http404
        self.incident = found
        return super().dispatch(request, *args, **kwargs)

    def serve(self, **values: Any) -> None:
        services.follow_up_incident(incident=self.incident, by=self.request.user, **values)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(incident=self.incident, **kwargs)
