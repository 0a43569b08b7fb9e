"""The trail reader: what it shows, what it never shows, and that reading it is recorded."""

import csv
import datetime
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.access import audit, trail
from casework.access.models import AccessEvent, Action
from casework.access.roles import Role
from tests.factories import PASSWORD, StaffFactory, make_case


@pytest.fixture
def auditor(world, sign_in):
    return sign_in(world.auditor)


@pytest.fixture
def confirmed(world, client):
    """The auditor, signed in through the page and having said again who they are."""
    client.post(reverse("account_login"), {"login": world.auditor.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def view(world, times=1, by=None, case=None, action=Action.VIEWED):
    for _number in range(times):
        audit.record(
            action, by=by or world.caseworker, case=case or world.case, page="case-detail", address="10.0.0.7"
        )


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.AUDITOR}))
def test_only_the_auditor_reads_the_trail(world, sign_in, role):
    client = sign_in(world.staff[role])
    for name in ("trail", "trail-check", "trail-export"):
        assert client.post(reverse(name)).status_code in (403, 302), "302 asks who it is, once more"
    assert client.get(reverse("trail")).status_code == 403


def test_it_shows_who_did_what_with_references_and_no_names_of_people(world, auditor):
    view(world, times=6)
    page = auditor.get(reverse("trail"))
    shown = text(page)
    assert world.caseworker.name in shown
    assert "viewed, 6 times" in shown
    assert world.case.reference in shown
    assert "10.0.0.7" in shown
    assert "UTC" in shown
    assert "Mireille" not in shown
    assert "Kabongo" not in shown


def test_reading_it_is_recorded_and_says_so(world, auditor, acting):
    assert "Reading this page is recorded too" in text(auditor.get(reverse("trail")))
    with acting(world.auditor):
        assert AccessEvent.objects.filter(user_id=world.auditor.pk, action=Action.READ_TRAIL).count() == 1
    assert "read the trail" in text(auditor.get(reverse("trail")))


def test_other_organisations_do_not_appear(world, auditor):
    view(world, by=world.stranger, case=world.other_case)
    shown = text(auditor.get(reverse("trail")))
    assert world.stranger.name not in shown
    assert world.other_case.reference not in shown
    refused = auditor.post(reverse("trail"), {"reference": world.other_case.reference})
    assert "No case of your organisation is called so" in text(refused)
    nothing = auditor.get(reverse("trail"), {"case": world.other_case.pk})
    assert "Nothing happened that fits" in text(nothing)


def test_filters_are_posted_and_the_address_holds_ids_only(world, auditor, acting):
    view(world)
    other = make_case(world.colleague)
    view(world, by=world.colleague, case=other)
    found = auditor.post(reverse("trail"), {"reference": world.case.reference.upper()})
    assert found.url == f"{reverse('trail')}?case={world.case.pk}"
    rows = auditor.get(found.url).context["table"].data.data
    assert {row.reference for row in rows} == {world.case.reference}
    sent = {"who": world.colleague.pk, "action": "viewed", "result": "done", "day": "some day"}
    assert "day" in auditor.post(reverse("trail"), sent).context["form"].errors
    sent["day"] = timezone.localdate().isoformat()
    found = auditor.post(reverse("trail"), sent)
    assert found.status_code == 302
    assert {row.user_id for row in auditor.get(found.url).context["table"].data.data} == {world.colleague.pk}


def test_refusals_stand_out_and_can_be_filtered(world, auditor):
    view(world)
    audit.record(Action.REFUSED, by=world.caseworker, page="case-detail")
    rows = auditor.get(reverse("trail"), {"result": "refused"}).context["table"].data.data
    assert [row.action for row in rows] == [Action.REFUSED]
    done = auditor.get(reverse("trail"), {"result": "done"}).context["table"].data.data
    assert Action.REFUSED not in {row.action for row in done}


def test_what_nobody_signed_in_did_is_told_as_such(world, auditor):
    audit.record(Action.REFUSED, case=world.case, page="case-detail")
    assert "nobody signed in" in text(auditor.get(reverse("trail")))


@pytest.mark.parametrize(
    "query",
    [{"who": "x"}, {"case": "' or 1=1"}, {"day": "2026-13-45"}, {"day": "x"}, {"action": "king"},
     {"page": "-1"}, {"day": "0001-01-01"}, {"day": "9999-12-31"}, {"result": "x"}],
)  # fmt: skip
def test_nonsense_in_the_address_shows_a_calm_page(world, auditor, query):
    assert auditor.get(reverse("trail"), query).status_code == 200


def test_days_follow_one_another(world, auditor, superuser):
    view(world)
    with superuser.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute("update access_accessevent set at = at - interval '3 days' where action = 'viewed'")
        cursor.execute("set session_replication_role = origin")
    today = auditor.get(reverse("trail"))
    assert Action.VIEWED not in {row.action for row in today.context["table"].data.data}
    earlier = auditor.get(f"{reverse('trail')}?{today.context['before_query']}")
    assert {row.action for row in earlier.context["table"].data.data} == {Action.VIEWED}
    assert earlier.context["after"] == timezone.localdate()


def test_the_band_says_what_the_last_check_found(world, auditor, superuser):
    assert "has not been checked yet" in text(auditor.get(reverse("trail")))
    auditor.post(reverse("trail-check"))
    assert "The chain is whole up to event" in text(auditor.get(reverse("trail")))
    with superuser.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute("update victims_historicalcase set status = 'FollowUp'")
        cursor.execute("set session_replication_role = origin")
    auditor.post(reverse("trail-check"))
    shown = text(auditor.get(reverse("trail")))
    assert "The chain is broken at event" in shown
    assert "the row behind the link was changed" in shown
    assert "victims_historicalcase" in shown


def test_somebody_who_opens_many_cases_stands_first(world, auditor, superuser):
    with superuser.cursor() as cursor:
        cursor.execute(
            "insert into access_accessevent"
            " (id, at, user_id, role, organisation_id, action, case_id, page, detail)"
            " select gen_random_uuid(), date_trunc('hour', now()) - interval '1 hour' + n * interval '1 s',"
            " %s, 'caseworker', %s, 'viewed', gen_random_uuid(), 'case-detail', ''"
            " from generate_series(1, 61) n",
            [str(world.colleague.pk), str(world.ours.pk)],
        )
    view(world, times=61)
    found = auditor.get(reverse("trail")).context["unusual"]
    assert [(one.user_id, one.cases) for one in found] == [(world.colleague.pk, 61)], (
        "61 looks at one case are not 61 cases"
    )


def test_changes_of_accounts_are_told_in_words(world, auditor):
    for kind in trail.STAFF_CHANGES:
        audit.record(Action.CHANGED_STAFF, by=world.administrator, detail=f"{kind} {world.colleague.pk}")
    shown = text(auditor.get(reverse("trail")))
    assert f"changed the role of {world.colleague.name}" in shown
    assert f"reset the second factor of {world.colleague.name}" in shown
    assert str(world.colleague.pk) not in shown


def test_it_asks_the_database_as_often_for_many_lines_as_for_few(world, auditor):
    view(world)
    auditor.get(reverse("trail"))
    with CaptureQueriesContext(connection) as few:
        auditor.get(reverse("trail"))
    for _number in range(15):
        person = StaffFactory(organisation=world.ours)
        view(world, by=person, case=world.case)
    with CaptureQueriesContext(connection) as many:
        auditor.get(reverse("trail"))
    assert len(many) == len(few)


def test_an_export_asks_again_who_it_is(world, auditor):
    asked = auditor.get(reverse("trail-export"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert auditor.post(reverse("trail-export"), {"reason": "review"}).status_code == 302


def test_an_export_asks_for_a_reason_and_is_recorded(world, confirmed, acting):
    view(world, times=3)
    assert "Choose why" in text(confirmed.post(reverse("trail-export"), {"reason": ""}))
    file = confirmed.post(f"{reverse('trail-export')}?action=viewed", {"reason": "incident"})
    assert re.fullmatch(r'attachment; filename="trail-[\d-]+\.csv"', file["Content-Disposition"])
    rows = list(csv.DictReader(io.StringIO(file.content.decode())))
    assert len(rows) == 3
    assert rows[0]["name"] == world.caseworker.name
    assert rows[0]["reference"] == world.case.reference
    assert datetime.datetime.fromisoformat(rows[0]["at_utc"]).utcoffset() == datetime.timedelta(0)
    with acting(world.auditor):
        exported = AccessEvent.objects.get(action=Action.EXPORTED)
    assert exported.detail == "trail incident"


def test_a_name_like_a_formula_is_written_as_text(world, confirmed, superuser):
    with superuser.cursor() as cursor:
        cursor.execute("update access_staffuser set name = '=1+1' where id = %s", [str(world.caseworker.pk)])
    view(world)
    file = confirmed.post(f"{reverse('trail-export')}?action=viewed", {"reason": "review"})
    assert "'=1+1" in file.content.decode()


def test_references_are_told_to_the_auditor_of_the_same_organisation_only(world, acting):
    cases = [world.case.pk, world.other_case.pk]
    with acting(world.auditor):
        assert trail.references(cases) == {world.case.pk: world.case.reference}
        assert trail.case_called(world.other_case.reference) is None
    for person in (world.administrator, world.researcher, world.officer):
        with acting(person):
            assert trail.references(cases) == {}
            assert trail.case_called(world.case.reference) is None
