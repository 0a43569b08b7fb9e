"""Where a shelter is: written down by those who work there, shown to few, each showing recorded."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from casework.access import audit
from casework.access.models import Action
from casework.assistance import services
from casework.assistance.forms.shelter import PlaceForm
from casework.assistance.models import ShelterPlace
from casework.assistance.models.stay import HOUSED
from casework.assistance.views.shelter import ShelterFormView, ShelterMixin, WorkingMixin
from casework.victims.models import Case
from casework.victims.wording import rows_of

PLACE = ("real_name", "street", "postal_code", "city", "phone", "directions", "latitude", "longitude")


class PlaceChangeView(WorkingMixin, ShelterFormView):
    """Where the shelter is: read and written by those who work there."""

    form_class = PlaceForm
    title = gettext_lazy("Where the shelter is")
    lead = gettext_lazy("Sealed. Only those who work here, and on a case placed here now, can read it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        # The form shows the address: that is a reading like any other, recorded before it is sent.
        audit.record_request(self.request, Action.REVEALED, detail="shelter.place")
        return super().get_form_kwargs()

    def find_record(self) -> ShelterPlace:
        rows = ShelterPlace.objects.visible_to(self.request.user)
        return rows.filter(shelter=self.shelter).first() or ShelterPlace(shelter=self.shelter)

    def save(self, form, seen) -> None:
        services.record_place(shelter=self.shelter, changes=form.changes, seen=seen, by=self.request.user)


class PlaceRevealView(ShelterMixin, View):
    """Shows the place of a shelter to whoever may know it, and records that it was shown."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = self.request.user
        place = ShelterPlace.objects.visible_to(user).filter(shelter=self.shelter).first()
        if place is None:
            audit.record_request(request, Action.REFUSED, detail="shelter.place")
            raise Http404
        cases = Case.objects.visible_to(user)
        case = cases.filter(
            shelterstay__shelter=self.shelter, shelterstay__status__in=HOUSED,
            shelterstay__entered_in_error=False,
        ).first()  # fmt: skip
        audit.record_request(request, Action.REVEALED, case=case, detail="shelter.place")
        rows = [(label, value) for label, value in rows_of(place, PLACE) if value]
        if "text/plain" in request.headers.get("Accept", ""):
            text = "; ".join(f"{label}: {value}" for label, value in rows) or _("Nothing is recorded.")
            return HttpResponse(text, content_type="text/plain; charset=utf-8")
        context = {"shelter": self.shelter, "rows": rows, "back_url": self.get_success_url()}
        return render(request, "assistance/shelter_place.html", context)
