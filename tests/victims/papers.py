"""Documents of a person, as they are recorded and found on the pages."""

from django.urls import reverse

from casework.victims import attention, services
from casework.victims.attention.documents import EXPERT, EXPIRES, WITHHELD
from casework.victims.models import Case, TravelDocument
from tests import factories

NUMBER = "L898902C3"


def add(world, **values):
    with factories.acting_as(world.caseworker):
        record = TravelDocument(case=world.case, **values)
        return services.record_for_case(record=record, by=world.caseworker)


def now(world, record):
    with factories.acting_as(world.caseworker):
        return type(record).objects.get(pk=record.pk)


def url(world, name, record=None):
    return reverse(name, args=[world.case.pk, *([record.pk] if record else [])])


def page_of(client, world):
    return client.get(url(world, "case-documents")).content.decode()


def needs(world):
    with factories.acting_as(world.caseworker):
        cases = Case.objects.visible_to(world.caseworker).filter(pk=world.case.pk)
        kinds = (WITHHELD, EXPERT, EXPIRES)
        return [n for n in attention.needs(cases, attention.OF_A_HOLDER) if n.kind in kinds]
