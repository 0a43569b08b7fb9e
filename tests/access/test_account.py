"""What people set for themselves, and what they cannot."""

import pytest
from django.urls import reverse


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
