"""The pages of a case: what they show, what they keep back, and that they do not slow down."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.access.models import AccessEvent
from casework.assistance.models import AssistanceService
from casework.victims import services
from casework.victims.models import (
    Attachment,
    Consent,
    ContactPoint,
    DocumentExamination,
    ExpertExamination,
    NeverContact,
    StatusClaim,
    TraffickingEvent,
    TravelDocument,
)
from tests import factories

READ = [
    "case-detail", "case-identification", "case-safety", "case-assistance", "case-consents", "case-history",
    "case-readers", "case-documents",
]  # fmt: skip
WRITTEN = [
    "case-person-edit", "case-edit", "case-status", "case-stage", "contact-add", "consent-add", "claim-add",
    "experience-edit", "event-add", "service-log", "document-add",
    "never-contact-add",
]  # fmt: skip


def page(client, name, case, **query):
    return client.get(reverse(name, args=[case.pk]), query)


@pytest.mark.parametrize("name", READ + WRITTEN)
def test_page_opens_without_a_name_in_its_title(world, sign_in, name):
    answer = page(sign_in(world.caseworker), name, world.case)
    assert answer.status_code == 200
    html = answer.content.decode()
    title = html.partition("<title>")[2].partition("</title>")[0]
    assert world.case.reference in title
    assert "Mireille" not in title
    assert html.count("<h1") == 1


@pytest.mark.parametrize("name", [*READ, *WRITTEN, "case-assign"])
def test_case_of_others_is_not_found(world, sign_in, name):
    answer = page(sign_in(world.officer), name, world.other_case)
    assert answer.status_code == 404


@pytest.mark.parametrize("name", READ)
def test_reading_is_recorded_before_the_page_is_shown(world, sign_in, name):
    page(sign_in(world.caseworker), name, world.case)
    event = AccessEvent.objects.using("audit").none()
    with factories.acting_as(world.caseworker):
        event = AccessEvent.objects.of_case(world.case).first()
    assert (event.action, event.page, event.user_id) == ("viewed", name, world.caseworker.pk)


@pytest.mark.parametrize("name", READ)
def test_hidden_names_leave_no_name_date_or_note(world, sign_in, acting, name):
    factories.add_records(world.case, world.caseworker)
    with acting(world.caseworker):
        world.caseworker.hide_names = True
        world.caseworker.save(update_fields=["hide_names"])
    html = page(sign_in(world.caseworker), name, world.case).content.decode()
    for secret in ("Mireille", "Kabongo", "sealed note", "4 March 2002", "+41790000000"):
        assert secret not in html


def fill(case, by, number, acting):
    """Records of every kind shown on the pages."""
    with acting(by):
        for _n in range(number):
            document = TravelDocument(case=case, kind="passport", number="n", surname="s", machine_zone="z")
            for record in (
                document,
                DocumentExamination(case=case, document=document, note="n"),
                ExpertExamination(case=case, document=document, asked_whom="w"),
                NeverContact(case=case, name="n"),
                factories.record(Attachment, case),
                AssistanceService(case=case, service="food", note="n"),
                ContactPoint(case=case, kind="mobile", value="1", rule="r", code_word="c"),
                StatusClaim(
                    case=case, status="PossibleVictimOfTrafficking", deciding_organisation="NGO", reasons="r"
                ),
                TraffickingEvent(case=case, kind="Transit", city="c"),
                Consent(case=case, purpose="referral", recipient=f"p{_n}", status="given"),
            ):
                services.record_for_case(record=record, by=by)


@pytest.mark.parametrize("name", READ)
def test_queries_do_not_grow_with_the_records(world, sign_in, acting, name):
    client = sign_in(world.caseworker)
    counts = []
    fill(world.case, world.caseworker, 3, acting)
    page(client, name, world.case)
    for more in (0, 27):
        fill(world.case, world.caseworker, more, acting)
        with CaptureQueriesContext(connection) as queries:
            assert page(client, name, world.case).status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0]


def test_nothing_is_called_low_or_none_before_anybody_asked(world, sign_in):
    html = page(sign_in(world.caseworker), "case-detail", world.case).content.decode()
    assert "Not assessed" in html
    assert "In danger now: not asked" in html
    assert "Low" not in html


def test_code_word_is_not_on_any_page_and_its_showing_is_recorded(world, sign_in, acting):
    with acting(world.caseworker):
        contact = services.record_for_case(
            record=ContactPoint(case=world.case, kind="mobile", code_word="marguerite", safety="safe"),
            by=world.caseworker,
        )  # fmt: skip
    client = sign_in(world.caseworker)
    for name in READ:
        assert "marguerite" not in page(client, name, world.case).content.decode()
    address = reverse("contact-reveal", args=[world.case.pk, contact.pk, "code_word"])
    assert client.get(address).status_code == 405
    plain = client.post(address, headers={"accept": "text/plain"})
    assert plain.content.decode() == "marguerite"
    assert plain["Content-Type"].startswith("text/plain")
    assert "marguerite" in client.post(address).content.decode()
    with acting(world.caseworker):
        shown = AccessEvent.objects.of_case(world.case).filter(action="revealed")
        assert [event.detail for event in shown] == ["contact.code_word"] * 2


def test_number_not_known_to_be_safe_needs_a_second_step(world, sign_in, acting):
    factories.add_records(world.case, world.caseworker)
    html = page(sign_in(world.caseworker), "case-safety", world.case).content.decode()
    assert "+41790000000" not in html and "Show the number or address" not in html
    assert "It is not known whether this channel is safe." in html and "I need it all the same" in html


def test_only_fields_of_a_contact_are_revealed(world, sign_in):
    contact = factories.add_records(world.case, world.caseworker)[1]
    client = sign_in(world.caseworker)
    assert client.post(reverse("contact-reveal", args=[world.case.pk, contact.pk, "case"])).status_code == 404


def test_record_of_another_case_is_not_found(world, sign_in, acting):
    mine = factories.make_case(world.caseworker, person={"given_names": "Second"})
    claim = factories.add_records(mine, world.caseworker)[3]
    client = sign_in(world.caseworker)
    assert client.get(reverse("claim-edit", args=[mine.pk, claim.pk])).status_code == 200
    assert client.get(reverse("claim-edit", args=[world.case.pk, claim.pk])).status_code == 404


def test_access_ends_with_the_assignment_at_the_next_request(world, sign_in, acting):
    client = sign_in(world.caseworker)
    assert page(client, "case-detail", world.case).status_code == 200
    with acting(world.officer):
        services.assign_case(case=world.case, to=world.colleague, by=world.officer)
    assert page(client, "case-detail", world.case).status_code == 404


def test_who_looked_groups_readings_and_counts_ones_own(world, sign_in):
    page(sign_in(world.officer), "case-detail", world.case)
    client = sign_in(world.caseworker)
    page(client, "case-detail", world.case)
    html = page(client, "case-readers", world.case).content.decode()
    assert "viewed 2 times" in html
    assert "viewed once" in html
    assert "You" in html
    assert world.officer.short_name in html


def test_timeline_shows_ten_then_the_earlier_and_filters_by_chip(world, sign_in, acting):
    fill(world.case, world.caseworker, 4, acting)
    client = sign_in(world.caseworker)
    html = page(client, "case-detail", world.case).content.decode()
    assert html.count('class="tl-item"') == 10
    assert "earlier events" in html
    everything = page(client, "case-detail", world.case, events=500).content.decode()
    assert "earlier event" not in everything
    only = page(client, "case-detail", world.case, show="safety").content.decode()
    assert only.count('class="tl-item"') == 8  # four channels, four people never to be contacted
    assert "Contact recorded" in only
    assert page(client, "case-detail", world.case, show="nonsense", events="x").status_code == 200


def test_history_names_field_before_after_who_and_why(world, sign_in, acting):
    with acting(world.caseworker):
        services.change_person(case=world.case, changes={"name_to_use": "Mimi"}, by=world.caseworker)
        services.change_person(
            case=world.case, changes={"name_to_use": "Mira", "identity_number": "X-99"}, by=world.caseworker
        )
    html = page(sign_in(world.officer), "case-history", world.case).content.decode()
    assert "Name to use" in html
    assert '<bdi class="change-before">Mimi</bdi>' in html
    assert '<bdi class="change-after">Mira</bdi>' in html
    assert "X-99" not in html
    assert "kept back" in html
    assert world.caseworker.short_name in html
