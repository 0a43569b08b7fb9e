"""Help that several people had together, and help that is given again."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.assistance.models import AssistanceService
from casework.victims import services as victims
from tests import factories

TOGETHER = "/assistance/together/"


@pytest.fixture
def second(world):
    """Another person with whom the same caseworker works."""
    return factories.make_case(world.caseworker, person={"given_names": "Solange", "family_name": "Ilunga"})


def together(client, *cases, **values):
    today = timezone.localdate().strftime("%d/%m/%Y")
    typed = {"service": "group_session", "delivered_on": today, "outcome": "given", "beneficiary": "person"}
    return client.post(TOGETHER, {**typed, "cases": [case.pk for case in cases], **values})


def entries(world, acting, by=None):
    by = by or world.caseworker
    with acting(by):
        return {row.case_id: row for row in AssistanceService.objects.visible_to(by).live()}


def test_a_group_session_stands_in_the_case_of_each_and_in_no_other(world, sign_in, acting, second):
    third = factories.make_case(world.caseworker, person={"given_names": "Absent"})
    client = sign_in(world.caseworker)
    page = client.get(TOGETHER).content.decode()
    assert all(case.reference in page for case in (world.case, second, third))
    assert world.other_case.reference not in page and "Solange" not in page
    answer = together(
        client, world.case, second, cost="12.50", currency="CHF", quantity="2", unit="hour",
        budget_line="P-1", beneficiary="person_and_family",
    )  # fmt: skip
    assert "Logged in 2 cases." in client.get(answer["Location"]).content.decode()
    found = entries(world, acting)
    assert set(found) == {world.case.pk, second.pk}
    for row in found.values():
        told = (row.service, row.quantity, row.cost, row.currency, row.budget_line, row.beneficiary)
        assert told == ("group_session", Decimal(2), Decimal("12.50"), "CHF", "P-1", "person_and_family")
    html = client.get(reverse("case-assistance", args=[world.case.pk])).content.decode()
    assert "the person and the family" in html and "P-1" in html
    assert second.reference not in html, "no case says who else was there"


def test_a_case_that_is_not_ones_own_stops_all_of_it(world, sign_in, acting, second):
    client = sign_in(world.caseworker)
    closed = factories.make_case(world.caseworker, person={"given_names": "Closed"})
    with acting(world.officer):
        victims.change_case_status(case=closed, status="Closed", reason="done", by=world.officer)
    for wrong in (world.other_case, closed):
        answer = together(client, second, wrong)
        assert answer.status_code == 200
        assert "Whose cases" in answer.content.decode()
    assert together(client, cases=["no id"]).status_code == 200
    assert together(client).status_code == 200
    assert entries(world, acting) == {}


def test_pressed_twice_it_is_logged_once(world, sign_in, acting, second):
    client, once = sign_in(world.caseworker), str(uuid.uuid4())
    for _press in range(2):
        assert together(client, world.case, second, once=once).status_code == 302
    with acting(world.caseworker):
        assert AssistanceService.objects.filter(service="group_session").count() == 2


def test_a_day_to_come_is_refused_and_what_was_chosen_stays(world, sign_in, acting, second):
    tomorrow = (timezone.localdate() + timedelta(days=1)).strftime("%d/%m/%Y")
    answer = together(sign_in(world.caseworker), second, delivered_on=tomorrow)
    html = answer.content.decode()
    assert "This day is in the future" in html
    assert f'value="{second.pk}"' in html and html.count("checked") == 1
    assert entries(world, acting) == {}


def test_who_works_on_no_case_is_told_so(world, sign_in):
    nobody = factories.StaffFactory(role=world.caseworker.role, organisation=world.ours)
    assert "You work on no open case." in sign_in(nobody).get(TOGETHER).content.decode()


def test_help_is_given_again_as_it_was_but_today_and_without_its_note(world, sign_in, acting):
    client = sign_in(world.caseworker)
    values = {
        "service": "language_course", "delivered_on": "01/02/2020", "outcome": "put_off",
        "provider": "Maison des langues", "cost": "40", "currency": "EUR", "note": "She was tired",
        "beneficiary": "family", "satisfaction": "helped_much",
    }  # fmt: skip
    assert client.post(reverse("service-log", args=[world.case.pk]), values).status_code == 302
    (row,) = entries(world, acting).values()
    assert (row.satisfaction, row.beneficiary) == ("helped_much", "family")
    html = client.get(reverse("service-again", args=[world.case.pk, row.pk])).content.decode()
    form = html[html.index('id="quick-log"') :]
    form = form[: form.index("</form>")]
    assert "Maison des langues" in form and 'value="language_course" selected' in form
    assert 'value="family" selected' in form and 'value="EUR" selected' in form
    assert timezone.localdate().strftime("%Y") in form and "2020" not in form
    assert "She was tired" not in form and 'value="helped_much" selected' not in form
    assert 'value="given" selected' in form
    assert f'action="{reverse("service-log", args=[world.case.pk])}"' in form


def test_help_in_another_case_is_not_given_again_here(world, sign_in, second):
    with factories.acting_as(world.caseworker):
        elsewhere = factories.record(AssistanceService, second)
        elsewhere.keep(by=world.caseworker, reason="logged")
    client = sign_in(world.caseworker)
    assert client.get(reverse("service-again", args=[world.case.pk, elsewhere.pk])).status_code == 404
