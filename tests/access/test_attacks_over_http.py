"""Attacks on the pages: ids tried out, pages of other roles, addresses that lead away, borrowed sessions."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from casework.access.database import acting_as
from casework.access.models import AccessEvent, Action
from tests import factories


def refusals(world) -> list[tuple]:
    with acting_as(world.auditor):
        events = AccessEvent.objects.visible_to(world.auditor).filter(action=Action.REFUSED)
        return list(events.values_list("user_id", "page", "detail"))


@pytest.mark.parametrize("method", ["get", "head", "post", "options"])
def test_trying_the_case_of_another_leaves_a_trace(world, sign_in, method):
    client = sign_in(world.colleague)
    for pk in (world.case.pk, uuid.uuid4()):
        answer = getattr(client, method)(reverse("case-detail", args=[pk]))
        assert answer.status_code == 404
        assert (world.colleague.pk, "case-detail", str(pk)) in refusals(world)


def test_a_page_of_another_role_leaves_a_trace(world, sign_in):
    assert sign_in(world.researcher).get(reverse("case-list")).status_code == 403
    assert refusals(world) == [(world.researcher.pk, "case-list", "")]


@pytest.mark.parametrize("name", ["quick-exit", "account_logout"])
def test_leaving_needs_no_trail(world, sign_in, superuser, name):
    client = sign_in(world.caseworker)
    with superuser.cursor() as cursor:
        cursor.execute("revoke insert on access_accessevent from casework_audit")
        try:
            answer = client.post(reverse(name))
        finally:
            cursor.execute("grant insert on access_accessevent to casework_audit")
    assert answer.status_code == 302
    assert reverse("account_login") in client.get(reverse("my-day")).url


def test_head_of_a_case_is_recorded_and_empty(world, sign_in):
    answer = sign_in(world.caseworker).head(reverse("case-detail", args=[world.case.pk]))
    assert answer.content == b""
    with acting_as(world.caseworker):
        assert AccessEvent.objects.of_case(world.case).filter(action=Action.VIEWED).count() == 1


@pytest.mark.parametrize("name", ["set_language", "account_login", "hide-names"])
@pytest.mark.parametrize(
    "away", ["https://evil.test/", "//evil.test/", "/\\evil.test", "javascript:alert(1)"]
)
def test_nothing_leads_away(world, client, name, away):
    if name == "hide-names":
        client.force_login(world.caseworker)
    answer = client.post(
        reverse(name),
        {"next": away, "language": "fr", "login": world.caseworker.email, "password": factories.PASSWORD},
    )
    assert answer.status_code == 302
    assert "evil" not in answer.url
    assert not answer.url.startswith("javascript")


def test_a_session_known_before_signing_in_is_not_kept(world, client):
    client.get(reverse("account_login"))
    client.session.save()
    client.cookies["session"] = before = client.session.session_key or "a" * 32
    client.post(reverse("account_login"), {"login": world.caseworker.email, "password": factories.PASSWORD})
    assert client.cookies["session"].value != before


def test_a_foreign_host_is_not_answered(client, db):
    assert client.get(reverse("account_login"), headers={"host": "evil.test"}).status_code == 400


def test_a_form_from_elsewhere_saves_nothing_and_says_so(world):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.caseworker)
    answer = strict.post(reverse("hide-names"))
    assert answer.status_code == 403
    assert "main" in answer.content.decode()
    world.caseworker.refresh_from_db()
    assert not world.caseworker.hide_names


@pytest.mark.parametrize("how", ["next", "referer"])
def test_hiding_names_leads_back_to_the_page_it_was_asked_on(world, sign_in, how):
    page = reverse("case-list")
    client = sign_in(world.caseworker)
    if how == "next":
        answer = client.post(reverse("hide-names"), {"next": page})
    else:
        answer = client.post(reverse("hide-names"), headers={"referer": f"http://testserver{page}"})
    assert answer.url.endswith(page)
