"""Sheets of paper: asked why, recorded before they are shown, counted, and without a name in the frame."""

import pytest
from django.db import connections
from django.urls import reverse

from casework.access.models import AccessEvent, Action
from tests import factories


@pytest.fixture
def address(world) -> str:
    return reverse("consent-sheet", args=[world.case.pk])


def asked_for(language: str = "en", **more: str) -> dict[str, str]:
    return {"reason": "to_sign", "language": language, **more}


def prints_of(case, reader) -> list[str]:
    with factories.acting_as(reader):
        rows = AccessEvent.objects.of_case(case).filter(action=Action.PRINTED).order_by("at")
        return list(rows.values_list("detail", flat=True))


def test_the_page_asks_why_and_prints_nothing_yet(world, sign_in, address):
    html = sign_in(world.caseworker).get(address).content.decode()
    assert "Why is it printed?" in html
    assert 'class="sheet"' not in html
    assert prints_of(world.case, world.caseworker) == []


def test_a_sheet_is_recorded_counted_and_signed_with_who_printed(world, sign_in, address):
    client = sign_in(world.caseworker)
    first = client.post(address, asked_for()).content.decode()
    second = client.post(address, asked_for()).content.decode()
    assert "copy 1" in first
    assert "copy 2" in second
    assert world.case.reference in first
    assert world.caseworker.short_name in first
    assert '<body class="printable"' in first
    assert len(prints_of(world.case, world.caseworker)) == 2
    assert all(detail.endswith(" to_sign") for detail in prints_of(world.case, world.caseworker))


def test_the_count_is_that_of_one_case(world, sign_in, address):
    client = sign_in(world.caseworker)
    client.post(address, asked_for())
    second = factories.make_case(world.caseworker, person={"given_names": "Second"})
    assert "copy 1" in client.post(reverse("consent-sheet", args=[second.pk]), asked_for()).content.decode()


@pytest.mark.parametrize("missing", ["reason", "language"])
def test_no_sheet_without_a_reason_or_a_language(world, sign_in, address, missing):
    response = sign_in(world.caseworker).post(address, asked_for() | {missing: "nonsense"})
    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    assert prints_of(world.case, world.caseworker) == []


def test_the_sheet_speaks_its_language_and_the_frame_that_of_staff(world, sign_in, address):
    html = sign_in(world.caseworker).post(address, asked_for("fr")).content.decode()
    assert '<html lang="en"' in html
    assert '<article class="sheet" lang="fr" dir="ltr">' in html
    assert "Fiche de consentement" in html


def test_a_sheet_is_kept_out_of_caches_and_search(world, sign_in, address):
    response = sign_in(world.caseworker).post(address, asked_for())
    html = response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert 'content="noindex, nofollow"' in html
    assert f"<title>Case {world.case.reference} – Consent sheet</title>" in html


def test_nothing_is_shown_when_the_print_cannot_be_recorded(world, sign_in, address, owner):
    client = sign_in(world.caseworker)
    with owner.cursor() as cursor:
        cursor.execute("alter table access_accessevent add constraint no_print check (action <> 'printed')")
    try:
        response = client.post(address, asked_for())
    finally:
        connections["audit"].close()
        with owner.cursor() as cursor:
            cursor.execute("alter table access_accessevent drop constraint no_print")
    assert response.status_code == 503
    assert 'class="sheet"' not in response.content.decode()


def test_who_printed_stands_with_the_case_and_in_the_trail(world, sign_in, address):
    client = sign_in(world.caseworker)
    client.post(address, asked_for())
    client.post(address, asked_for())
    html = client.get(reverse("case-readers", args=[world.case.pk])).content.decode()
    assert "printed: Consent sheet (To be signed), 2 times" in html
    trail = sign_in(world.auditor).get(reverse("trail")).content.decode()
    assert "printed: Consent sheet (To be signed)" in trail


@pytest.mark.parametrize("who", ["stranger", "colleague"])
def test_other_peoples_cases_are_not_found(world, sign_in, address, who):
    client = sign_in(getattr(world, who))
    assert client.get(address).status_code == 404
    assert client.post(address, asked_for()).status_code == 404
    assert prints_of(world.case, world.caseworker) == []
