"""P6: no content without a committed reading record. P9: administrators reach no page about a case."""

import uuid

import pytest
from django.urls import get_resolver, reverse

from casework.access import audit
from casework.access.models import AccessEvent, Action
from casework.access.roles import Role
from tests.addresses import NUMBERS, WORDS
from tests.factories import PASSWORD, add_records, agree


def case_pages() -> list[tuple[str, tuple[str, ...]]]:
    """Every named address below /cases/<uuid:pk>/, with the ids it wants."""
    names = get_resolver().reverse_dict
    return sorted(
        {
            (name, tuple(wanted))
            for name in names
            if isinstance(name, str)
            for possibilities, _pattern, _defaults, _converters in names.getlist(name)
            for template, wanted in possibilities
            if template.startswith("cases/%(pk)s")
        }
    )


def address(name, wanted, case, record=None) -> str:
    others = {one: record or uuid.uuid4() for one in wanted if one != "pk"}
    words = {one: word for one, word in {**WORDS, **NUMBERS}.items() if one in wanted}
    return reverse(name, kwargs={"pk": case.pk, **others, **words})


@pytest.fixture
def broken_trail(superuser):
    """The connection of the trail can no longer write."""
    with superuser.cursor() as cursor:
        cursor.execute("revoke insert on access_accessevent from casework_audit")
        yield
        cursor.execute("grant insert on access_accessevent to casework_audit")


def test_there_are_pages_to_prove_this_on():
    assert ("case-detail", ("pk",)) in case_pages()


def test_no_case_page_is_shown_when_the_reading_cannot_be_recorded(world, sign_in, superuser):
    client = sign_in(world.officer)
    plain = [address(name, wanted, world.case) for name, wanted in case_pages() if wanted == ("pk",)]
    shown = [url for url in plain if client.get(url).status_code == 200]
    assert reverse("case-detail", args=[world.case.pk]) in shown
    with superuser.cursor() as cursor:
        cursor.execute("revoke insert on access_accessevent from casework_audit")
        try:
            for name, wanted in case_pages():
                url = address(name, wanted, world.case)
                for response in (client.get(url), client.post(url)):
                    # 403: the role has no business here, and nothing of the case was read.
                    assert response.status_code in ((503,) if url in shown else (503, 403, 405)), name
                    assert "Mireille" not in response.content.decode(), name
                    assert "Kabongo" not in response.content.decode(), name
        finally:
            cursor.execute("grant insert on access_accessevent to casework_audit")


@pytest.mark.parametrize("name", ["staff-link", "trail"])
def test_neither_trail_nor_accounts_work_without_a_record(world, client, broken_trail, name, superuser):
    with superuser.cursor() as cursor:
        cursor.execute("grant insert on access_accessevent to casework_audit")
        client.force_login(world.administrator if name == "staff-link" else world.auditor)
        cursor.execute("revoke insert on access_accessevent from casework_audit")
    if name == "trail":
        assert client.get(reverse("trail")).status_code == 503
    else:
        response = client.post(reverse("staff-link", args=[world.caseworker.pk]))
        assert response.status_code == 503
        assert "first-password" not in response.content.decode()


def test_nobody_signs_in_without_a_record(world, client, broken_trail):
    response = client.post(reverse("account_login"), {"login": world.caseworker.email, "password": PASSWORD})
    assert response.status_code == 503
    assert client.get(reverse("my-account")).status_code == 302


def test_nothing_is_saved_when_the_change_cannot_be_recorded(world, sign_in, superuser):
    client = sign_in(world.administrator)
    with superuser.cursor() as cursor:
        cursor.execute("revoke insert on access_accessevent from casework_audit")
        try:
            response = client.post(reverse("staff-role", args=[world.colleague.pk]), {"role": "researcher"})
        finally:
            cursor.execute("grant insert on access_accessevent to casework_audit")
    assert response.status_code == 503
    world.colleague.refresh_from_db()
    assert world.colleague.role == Role.CASEWORKER


def test_the_record_is_there_before_the_page(world, sign_in, acting):
    sign_in(world.caseworker).get(reverse("case-detail", args=[world.case.pk]))
    with acting(world.auditor):
        event = AccessEvent.objects.visible_to(world.auditor).get(action=Action.VIEWED)
    assert (event.user_id, event.case_id, event.page) == (world.caseworker.pk, world.case.pk, "case-detail")


def test_a_record_survives_a_page_that_failed(world, acting):
    """It is committed on a connection of its own, whatever becomes of the request's transaction."""
    with pytest.raises(ZeroDivisionError), acting(world.caseworker):
        audit.record(Action.VIEWED, by=world.caseworker, case=world.case)
        1 / 0  # noqa: B018
    with acting(world.auditor):
        assert AccessEvent.objects.visible_to(world.auditor).filter(action=Action.VIEWED).count() == 1


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.RESEARCHER])
def test_roles_without_cases_reach_no_page_about_one(world, sign_in, role):
    records = add_records(world.case, world.caseworker)
    client = sign_in(world.staff[role])
    for name, wanted in case_pages():
        url = address(name, wanted, world.case, records[0].pk)
        for response in (client.get(url), client.post(url)):
            assert response.status_code in (403, 404), name
            assert world.case.reference not in response.content.decode(), name
            assert "Kabongo" not in response.content.decode(), name


def test_no_workbook_leaves_when_only_the_traces_in_its_cases_fail(world, client, superuser):
    agree(world.case, "export", world.caseworker)
    client.post(reverse("account_login"), {"login": world.officer.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    with superuser.cursor() as cursor:
        cursor.execute(
            "alter table access_accessevent add constraint no_case check (case_id is null) not valid"
        )
        try:
            answer = client.post(reverse("workbook-export"), {"reason": "office", "cases": "all"})
        finally:
            cursor.execute("alter table access_accessevent drop constraint no_case")
    assert answer.status_code == 503
    assert not answer.content.startswith(b"PK")


def test_a_refusal_that_cannot_be_recorded_says_that_the_trail_is_down(world, sign_in, superuser):
    client = sign_in(world.researcher)
    with superuser.cursor() as cursor:
        cursor.execute("revoke insert on access_accessevent from casework_audit")
        try:
            assert client.get(reverse("case-list")).status_code == 503
        finally:
            cursor.execute("grant insert on access_accessevent to casework_audit")
