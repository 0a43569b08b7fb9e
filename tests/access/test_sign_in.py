"""Signing in and out, and the second factor through its real pages."""

import re

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.urls import reverse

from casework.access.models import Action
from tests.access.signing_in import LOGIN, code_for, enter, events, in_minutes, is_in, text
from tests.factories import PASSWORD, StaffFactory

SAME_WORDS = "E-mail, password or code is not right."

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
    assert not get_adapter().is_open_for_signup(None), "nor would a page of the library make one"


def test_a_failure_without_a_page_is_recorded_too(world, acting):
    assert authenticate(email=world.caseworker.email, password="something else entirely") is None
    assert events(world.caseworker, acting) == [Action.SIGN_IN_FAILED]


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
