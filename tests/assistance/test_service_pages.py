"""Logging help from the case page: quickly, once, with every outcome a normal one."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.assistance.models import AssistanceService
from tests import factories


def log(client, case, htmx=False, **values):
    today = timezone.localdate().strftime("%d/%m/%Y")
    values = {"service": "food", "delivered_on": today, "outcome": "given", **values}
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(reverse("service-log", args=[case.pk]), values, headers=headers)


def logged(case, by, acting):
    with acting(by):
        rows = AssistanceService.objects.visible_to(by).filter(case=case).live()
        return list(rows.order_by("created_at"))


def test_help_is_logged_without_a_script_and_can_be_undone(world, sign_in, acting):
    client = sign_in(world.caseworker)
    answer = log(client, world.case)
    assert answer.status_code == 302
    html = client.get(answer["Location"]).content.decode()
    assert "Undo (30 s)" in html
    (service,) = logged(world.case, world.caseworker, acting)
    client.post(reverse("service-undo", args=[world.case.pk, service.pk]))
    assert logged(world.case, world.caseworker, acting) == []


def test_with_htmx_the_timeline_and_the_undo_come_back_with_a_fresh_form(world, sign_in, acting):
    client = sign_in(world.caseworker)
    used = str(uuid.uuid4())
    html = log(client, world.case, htmx=True, once=used).content.decode()
    assert "<html" not in html
    assert 'id="timeline"' in html
    assert "Undo (30 s)" in html
    fresh = re.search(r'name="once" value="([0-9a-f-]{36})"', html)
    assert fresh
    assert fresh[1] != used
    assert "autofocus" in html


def test_double_press_saves_once(world, sign_in, acting):
    client = sign_in(world.caseworker)
    once = str(uuid.uuid4())
    for htmx in (True, True, False):
        log(client, world.case, htmx=htmx, once=once)
    assert len(logged(world.case, world.caseworker, acting)) == 1


def test_h_is_yesterday(world, sign_in, acting):
    log(sign_in(world.caseworker), world.case, delivered_on="h")
    (service,) = logged(world.case, world.caseworker, acting)
    assert service.delivered_on == timezone.localdate() - timedelta(days=1)


@pytest.mark.parametrize("outcome", ["given", "refused_by_person", "not_available", "put_off"])
def test_every_outcome_is_normal(world, sign_in, acting, outcome):
    assert log(sign_in(world.caseworker), world.case, outcome=outcome).status_code == 302
    (service,) = logged(world.case, world.caseworker, acting)
    assert service.outcome == outcome


def test_help_in_the_future_is_to_be_planned(world, sign_in, acting):
    tomorrow = (timezone.localdate() + timedelta(days=1)).strftime("%d/%m/%Y")
    answer = log(sign_in(world.caseworker), world.case, htmx=True, delivered_on=tomorrow, note="kept words")
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "When: This day is in the future" in html
    assert "plan it" in html
    assert "kept words" in html
    assert logged(world.case, world.caseworker, acting) == []


def test_cost_needs_its_currency(world, sign_in, acting):
    client = sign_in(world.caseworker)
    answer = log(client, world.case, cost="12.50")
    assert answer.status_code == 200
    assert "choose the currency" in answer.content.decode()
    assert log(client, world.case, cost="12.50", currency="EUR", quantity="2", unit="meal").status_code == 302
    (service,) = logged(world.case, world.caseworker, acting)
    assert str(service.cost) == "12.50"
    html = client.get(reverse("case-assistance", args=[world.case.pk])).content.decode()
    assert "2 × meal" in html
    assert "12.50" in html


def test_undo_is_for_whoever_logged_and_for_half_a_minute(world, sign_in, acting):
    log(sign_in(world.caseworker), world.case)
    (service,) = logged(world.case, world.caseworker, acting)
    client = sign_in(world.officer)
    answer = client.post(reverse("service-undo", args=[world.case.pk, service.pk]), follow=True)
    assert "30 seconds only" in answer.content.decode()
    assert len(logged(world.case, world.caseworker, acting)) == 1


def test_last_three_kinds_come_first(world, sign_in, acting):
    client = sign_in(world.caseworker)
    for service in ("food", "clothing", "food", "literacy", "escort"):
        log(client, world.case, service=service)
    html = client.get(reverse("case-detail", args=[world.case.pk])).content.decode()
    group = html.partition('<optgroup label="Used last">')[2].partition("</optgroup>")[0]
    assert re.findall(r'value="(\w+)"', group) == ["escort", "literacy", "food"]


def test_service_is_changed_and_marked_in_error(world, sign_in, acting):
    service = factories.add_records(world.case, world.caseworker)[0]
    client = sign_in(world.caseworker)
    page = client.get(reverse("service-edit", args=[world.case.pk, service.pk])).content.decode()
    assert "sealed note" in page
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
    values = {"service": "food", "delivered_on": "1/2/2025", "outcome": "given", "seen": seen}
    assert client.post(reverse("service-edit", args=[world.case.pk, service.pk]), values).status_code == 302
    (changed,) = logged(world.case, world.caseworker, acting)
    assert changed.service == "food"
    client.post(reverse("service-in-error", args=[world.case.pk, service.pk]))
    assert logged(world.case, world.caseworker, acting) == []


def test_note_is_not_on_the_overview(world, sign_in):
    factories.add_records(world.case, world.caseworker)
    html = sign_in(world.caseworker).get(reverse("case-detail", args=[world.case.pk])).content.decode()
    assert "sealed note" not in html
    assert "Read the note" in html


def test_other_peoples_case_takes_no_help(world, sign_in, acting):
    assert log(sign_in(world.caseworker), world.other_case).status_code == 404
    assert log(sign_in(world.administrator), world.case).status_code == 403
