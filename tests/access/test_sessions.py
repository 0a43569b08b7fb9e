"""When a session ends: idle, after a day of work, on leaving, when the account or the password changes."""

from django.test import Client
from django.urls import reverse

from casework.access.models import Action
from tests.access.signing_in import enter, events, in_minutes, is_in, text
from tests.factories import PASSWORD


def test_a_session_ends_after_fifteen_minutes_without_a_request(world, client):
    enter(client, world.caseworker)
    assert is_in(client)
    with in_minutes(14.9):
        assert is_in(client)
    with in_minutes(14.9 + 15.2):
        assert not is_in(client)
    assert not is_in(client), "it does not come back"


def test_stay_signed_in_starts_the_quarter_of_an_hour_again(world, client):
    enter(client, world.caseworker)
    is_in(client)
    with in_minutes(14):
        assert client.post(reverse("session-keep")).status_code == 204
    with in_minutes(28):
        assert is_in(client)


def test_a_session_ends_after_eight_hours_of_work(world, client):
    enter(client, world.caseworker)
    assert is_in(client)
    for minutes in range(14, 8 * 60, 14):
        with in_minutes(minutes):
            assert is_in(client), minutes
    with in_minutes(8 * 60 + 1):
        assert not is_in(client)


def test_quick_exit_ends_the_session_and_leaves_for_a_neutral_page(world, client, settings, acting):
    enter(client, world.caseworker)
    left = client.post(reverse("quick-exit"))
    assert left.url == settings.QUICK_EXIT_URL
    assert '"cookies"' in left["Clear-Site-Data"]
    assert not is_in(client)
    assert Action.QUICK_EXIT in events(world.caseworker, acting)


def test_signing_out_clears_what_the_browser_kept(world, client):
    enter(client, world.caseworker)
    out = client.post(reverse("account_logout"))
    assert '"cache"' in out["Clear-Site-Data"]
    assert '"storage"' in out["Clear-Site-Data"]


def test_other_sessions_are_listed_and_ended(world, client):
    enter(client, world.caseworker)
    is_in(client)
    other = Client(headers={"user-agent": "Another device"})
    enter(other, world.caseworker)
    assert is_in(other)
    page = client.get(reverse("usersessions_list"))
    assert "Another device" in text(page)
    client.post(reverse("usersessions_list"))
    assert not is_in(other)
    assert is_in(client)


def test_every_session_ends_when_the_password_changes(world, client):
    enter(client, world.caseworker)
    is_in(client)
    other = Client()
    enter(other, world.caseworker)
    assert is_in(other)
    new = "another five words for signing in"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), form).status_code == 302
    assert not is_in(other)
    assert not is_in(client)
    assert enter(client, world.caseworker, new).status_code == 302


def test_a_short_or_common_password_is_refused(world, client):
    enter(client, world.caseworker)
    for new in ("fourteen chars", "123456789987654321"):
        form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        refused = client.post(reverse("account_change_password"), form)
        assert refused.status_code == 200
    assert is_in(client)


def test_a_suspended_person_and_a_closed_organisation_are_out_at_once(world, client, superuser):
    enter(client, world.caseworker)
    assert is_in(client)
    with superuser.cursor() as cursor:
        cursor.execute("update access_organisation set is_active = false where id = %s", [str(world.ours.pk)])
    assert not is_in(client)
