"""Where a shelter is: known to those who work there and to those whose case is placed there now."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.access import walls
from casework.assistance.models.shelter import Shelter, staffed_shelters
from casework.assistance.models.stay import shelters_of_cases
from casework.records import Recorded, RecordedQuerySet
from casework.sealing.fields import SealedTextField


class ShelterPlaceQuerySet(RecordedQuerySet):
    def visible_to(self, user) -> "ShelterPlaceQuerySet":
        """Those who work in the shelter, and those who work on a case placed there now. Nobody else."""
        return self.filter(Q(shelter__in=staffed_shelters(user)) | Q(shelter__in=shelters_of_cases(user)))


class ShelterPlace(Recorded):
    """Where a shelter is, sealed under a key of the shelter: never on a map, never printed."""

    shelter = models.OneToOneField(Shelter, models.PROTECT, verbose_name=_("shelter"), editable=False)
    real_name = SealedTextField(_("real name"), subject="shelter_id", max_length=200)
    street = SealedTextField(_("street"), subject="shelter_id", max_length=300)
    postal_code = SealedTextField(_("postal code"), subject="shelter_id", max_length=30)
    city = SealedTextField(_("city"), subject="shelter_id", max_length=200)
    phone = SealedTextField(_("telephone of the house"), subject="shelter_id", max_length=60)
    latitude = SealedTextField(_("latitude"), subject="shelter_id", max_length=30)
    longitude = SealedTextField(_("longitude"), subject="shelter_id", max_length=30)
    directions = SealedTextField(_("how to come in unseen"), subject="shelter_id", max_length=2000)

    objects = ShelterPlaceQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = _("place of a shelter")

    class Wall(walls.Wall):
        seen = "shelter_id in (select sec.open_shelters())"
        entered = f"shelter_id in (select sec.staffed_shelters()) and {walls.MADE_BY_ONESELF}"
        changed = "shelter_id in (select sec.staffed_shelters())"
        history_seen = "shelter_id in (select sec.open_shelters())"
        history_entered = "shelter_id in (select sec.staffed_shelters())"

    class Privacy(Recorded.Privacy):
        identifying = [
            "real_name", "street", "postal_code", "city", "phone", "latitude", "longitude", "directions",
        ]  # fmt: skip
        ordinary = [*Recorded.Privacy.ordinary, "shelter"]

    def __str__(self) -> str:
        return f"place {self.shelter_id}"
