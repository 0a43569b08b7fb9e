"""What people of staff see and send about people kept apart."""

from django.urls import reverse

from casework.victims import attention
from casework.victims.models import Case
from tests.clients import Browser


def get(person, name, case, **more):
    client = Browser()
    client.force_login(person)
    return client.get(reverse(name, args=[case.pk, *more.values()]))


def post(person, name, case, record=None, /, **answers):
    client = Browser()
    client.force_login(person)
    return client.post(reverse(name, args=[case.pk, *([record.pk] if record else [])]), answers)


def needs_of(officer, acting, ranks=(20, 40)) -> list[tuple[str, str]]:
    with acting(officer):
        cases = Case.objects.visible_to(officer).open()
        found = attention.needs(cases, attention.OF_AN_OFFICER)
        return [(str(need.kind.title), need.case.reference) for need in found if need.kind.rank in ranks]
