"""Signing in and out, the second factor through its real pages, and when a session ends."""

import datetime
import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.access.models import AccessEvent, Action
from tests.factories import PASSWORD, StaffFactory

LOGIN = "/account/sign-in/"
SAME_WORDS = "E-mail, password or code is not right."


@pytest.fixture(autouse=True)
def no_earlier_tries():
    """Tries are counted in the memory of the process."""
    cache.clear()
    yield
    cache.clear()


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def enter(client, staff, password=PASSWORD):
    return client.post(LOGIN, {"login": staff.email, "password": password})


def code_for(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def events(staff, acting):
    with acting(staff):
        return list(
            AccessEvent.objects.filter(user_id=staff.pk).order_by("at").values_list("action", flat=True)
        )


# One answer for every failure ---------------------------------------------------------------------------


def failures(world):
    closed = StaffFactory(is_active=False, organisation=world.ours)
    homeless = StaffFactory(organisation__is_active=False)
    yield "wrong password", {"login": world.caseworker.email, "password": "something else entirely"}
    yield "unknown e-mail", {"login": "nobody@example.test", "password": PASSWORD}
    yield "suspended account, right password", {"login": closed.email, "password": PASSWORD}
    yield "closed organisation, right password", {"login": homeless.email, "password": PASSWORD}
    yield "not an e-mail", {"login": "nobody", "password": PASSWORD}
    yield "nothing", {"login": "", "password": ""}


def strip(page: str, typed: str) -> str:
    """The page without what changes from one request to the next, and without what was typed."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
    page = re.sub(r'"challenge": ?"[^"]+"', "", page)
    return page.replace(f'value="{typed}"', "") if typed else page.replace('value=""', "")


def test_every_failure_looks_the_same(world, client):
    seen = {}
    for why, typed in failures(world):
        response = client.post(LOGIN, typed)
        assert SAME_WORDS in text(response), why
        seen[why] = (response.status_code, strip(response.content.decode(), typed["login"]))
    assert len(set(seen.values())) == 1, {why: len(page) for why, (_status, page) in seen.items()}


def test_a_failure_is_recorded_without_what_was_typed(world, client, acting, superuser):
    enter(client, world.caseworker, "something else entirely")
    client.post(LOGIN, {"login": "nobody@example.test", "password": PASSWORD})
    assert events(world.caseworker, acting) == [Action.SIGN_IN_FAILED]
    with superuser.cursor() as cursor:
        cursor.execute("select to_jsonb(e)::text from access_accessevent e where action = 'sign_in_failed'")
        rows = " ".join(row for (row,) in cursor.fetchall())
    assert rows.count("sign_in_failed") == 2
    assert "nobody@example.test" not in rows
    assert "127.0.0.1" in rows


def test_many_failures_must_wait(world, client):
    for _number in range(12):
        refused = enter(client, world.caseworker, "something else entirely")
    assert "Wait five minutes" in text(refused)
    assert "Wait five minutes" in text(enter(client, world.caseworker)), "the right password waits as well"


def test_signing_in_and_out_is_recorded(world, client, acting):
    assert enter(client, world.caseworker).url == reverse("my-day")
    client.post(reverse("account_logout"))
    assert events(world.caseworker, acting) == [Action.SIGNED_IN, Action.SIGNED_OUT]
    assert client.get(reverse("my-account")).url.startswith(LOGIN)


def test_nobody_makes_an_account_for_themselves(world, client):
    for path in ("/account/signup/", "/accounts/signup/", "/account/sign-up/"):
        assert client.get(path).status_code == 404


# Sessions -----------------------------------------------------------------------------------------------


def in_minutes(minutes: float):
    return time_machine.travel(timezone.now() + datetime.timedelta(minutes=minutes))


def is_in(client) -> bool:
    return client.get(reverse("my-account")).status_code == 200


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


# The second factor --------------------------------------------------------------------------------------


@pytest.fixture
def asked_for(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def set_up(client) -> str:
    """Sets an authenticator up through its page; gives its secret."""
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.url.startswith(reverse("account_reauthenticate")), "the password is asked again first"
    page = client.post(asked.url, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert done.status_code == 302
    return secret


def test_nobody_works_without_a_second_factor(world, client, asked_for):
    enter(client, world.caseworker)
    for name in ("my-day", "my-account", "case-list"):
        assert client.get(reverse(name)).url == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    set_up(client)
    assert is_in(client)


def test_the_next_sign_in_asks_for_the_code(world, client, asked_for):
    enter(client, world.caseworker)
    secret = set_up(client)
    client.post(reverse("account_logout"))
    assert enter(client, world.caseworker).url == reverse("mfa_authenticate")
    assert client.get(reverse("my-account")).status_code == 302, "the password alone opens nothing"
    assert SAME_WORDS in text(client.post(reverse("mfa_authenticate"), {"code": "000000"}))
    with in_minutes(1):
        code = code_for(secret)
        client.post(reverse("mfa_authenticate"), {"code": f"{code[:3]} {code[3:]}"})
        assert is_in(client)


def test_a_recovery_code_works_once(world, client, asked_for):
    enter(client, world.caseworker)
    set_up(client)
    codes = Authenticator.objects.get(user=world.caseworker, type="recovery_codes").wrap().get_unused_codes()
    assert len(codes) == 10
    for expected in (True, False):
        client.post(reverse("account_logout"))
        enter(client, world.caseworker)
        client.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert is_in(client) is expected


def test_a_suspended_person_with_a_factor_hears_the_same_words(world, client, asked_for, superuser):
    enter(client, world.caseworker)
    set_up(client)
    client.post(reverse("account_logout"))
    with superuser.cursor() as cursor:
        cursor.execute(
            "update access_staffuser set is_active = false where id = %s", [str(world.caseworker.pk)]
        )
    assert SAME_WORDS in text(enter(client, world.caseworker))


# My account ---------------------------------------------------------------------------------------------


def test_my_account_keeps_language_clock_and_keys(world, sign_in):
    client = sign_in(world.caseworker)
    form = {"name": "Lucie Moreau", "language": "fr", "time_zone": "Africa/Kinshasa"}
    saved = client.post(reverse("my-account"), form)
    assert saved.cookies["language"].value == "fr"
    page = client.get(reverse("my-account"))
    assert '<html lang="fr"' in page.content.decode()
    assert 'data-shortcuts="off"' in page.content.decode()
    world.caseworker.refresh_from_db()
    assert world.caseworker.time_zone == "Africa/Kinshasa"


@pytest.mark.parametrize(
    "wrong", [{"time_zone": "Mars/Olympus"}, {"time_zone": "../etc/passwd"}, {"language": "xx"}, {"name": ""}]
)
def test_my_account_refuses_what_does_not_exist(world, sign_in, wrong):
    client = sign_in(world.caseworker)
    response = client.post(reverse("my-account"), {"name": "Lucie Moreau", **wrong})
    assert response.status_code == 200
    assert response.context["form"].errors
    world.caseworker.refresh_from_db()
    assert world.caseworker.time_zone == ""


def test_nobody_gives_themselves_a_role_through_the_form(world, sign_in):
    form = {"name": "Me", "role": "protection_officer", "is_superuser": "on", "organisation": world.theirs.pk}
    sign_in(world.caseworker).post(reverse("my-account"), form)
    world.caseworker.refresh_from_db()
    assert (world.caseworker.role, world.caseworker.organisation) == ("caseworker", world.ours)
