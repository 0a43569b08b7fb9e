"""A house of two beds, and what the tests of stays do there."""

from casework.assistance import services
from casework.assistance.models import Shelter
from casework.assistance.occupancy import shelters_now
from tests import factories


class House:
    """A shelter of ours with two beds, and a caseworker who acts."""

    def __init__(self, world) -> None:
        self.world, self.by = world, world.caseworker
        self.shelter = factories.make_shelter(world.ours, beds=2, hotline="+41 22 000")
        self.first, self.second = factories.beds_of(self.shelter, self.by)

    def do(self, service, by=None, **words):
        by = by or self.by
        with factories.acting_as(by):
            return service(by=by, **words)

    def place(self, case=None, bed=None):
        return self.do(services.place_person, case=case or self.world.case, bed=bed or self.first)

    def hold(self, case=None, bed=None):
        return self.do(services.hold_bed, case=case or self.world.case, bed=bed or self.first)

    def another_case(self):
        return factories.make_case(self.by, person={"given_names": "Second"})

    def now(self, by=None):
        by = by or self.by
        with factories.acting_as(by):
            (now,) = shelters_now(by, Shelter.objects.visible_to(by).filter(pk=self.shelter.pk))
        return now


def lapse(superuser, stay):
    with superuser.cursor() as cursor:
        cursor.execute(
            "update assistance_shelterstay set period = tstzrange(now() - interval '3 hours',"
            " now() - interval '1 hour') where id = %s",
            [str(stay.pk)],
        )
    with factories.acting_as(stay.created_by):
        stay.refresh_from_db()
