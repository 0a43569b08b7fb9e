"""What every answer tells the browser: nothing kept, nothing embedded, nothing from elsewhere."""

import re

import pytest
from django.urls import reverse

from tests.factories import PASSWORD


@pytest.fixture(params=["account_login", "help", "my-account", "staff-list", "missing"])
def answer(request, world, client):
    if request.param in ("my-account", "staff-list", "missing"):
        client.force_login(world.administrator)
    return client.get("/no-such-page/" if request.param == "missing" else reverse(request.param))


def directives(response) -> dict[str, str]:
    parts = (
        part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";") if part.strip()
    )
    return {name: values for name, _space, values in parts}


def test_the_content_policy_is_strict(answer, settings):
    policy = directives(answer)
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'"
    whole = answer["Content-Security-Policy"]
    assert "unsafe" not in whole
    assert "*" not in whole
    outside = set(re.findall(r"https?://[^\s;]+", whole))
    assert all(settings.QUICK_EXIT_URL.startswith(one) for one in outside), "only quick exit leads away"


def test_nothing_is_kept_or_embedded(answer):
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    for feature in ("camera", "microphone", "geolocation", "payment", "usb"):
        assert f"{feature}=()" in answer["Permissions-Policy"]


def test_pages_keep_to_the_content_policy(answer):
    page = answer.content.decode()
    assert not re.search(r"\s(style|on[a-z]+)=", page)
    assert "<style" not in page
    for script in re.findall(r"<script\b[^>]*>", page):
        assert "src=" in script or 'type="application/json"' in script
    for source in re.findall(r"""(?:src|href|action)=["'](https?:)?//""", page):
        pytest.fail(f"a page asks for something from elsewhere: {source}")


def test_no_cookie_is_within_reach_of_a_script(world, client):
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": world.caseworker.email, "password": PASSWORD})
    client.post(reverse("my-account"), {"name": "Lucie Moreau", "language": "fr"})
    assert {"session", "csrftoken"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert cookie["samesite"] in ("Lax", "Strict"), name
        assert cookie["httponly"], name


def test_titles_hold_no_name(world, sign_in):
    client = sign_in(world.administrator)
    for name in ("staff-detail", "staff-role", "staff-undertaking"):
        page = client.get(reverse(name, args=[world.caseworker.pk])).content.decode()
        assert world.caseworker.name not in re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]
