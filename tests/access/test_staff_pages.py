"""Pages of the administrator: accounts and organisations, never a case."""

import datetime
import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.access import services
from casework.access.database import acting_as
from casework.access.models import AccessEvent, Organisation, StaffUser
from casework.access.roles import PERMISSIONS, ROLES, Role
from tests.factories import PASSWORD, StaffFactory

PAGES = ["staff-list", "staff-invite", "organisation-list", "organisation-add"]
OF_ONE = ["staff-detail", "staff-role", "staff-undertaking"]
ACTIONS = [
    "staff-suspend", "staff-restore", "staff-sessions-end", "staff-link", "staff-factor-request",
    "staff-factor-confirm",
]  # fmt: skip


@pytest.fixture
def administrator(world, sign_in):
    return sign_in(world.administrator)


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.ADMINISTRATOR}))
def test_other_roles_are_refused_with_a_reason(world, sign_in, role):
    client = sign_in(world.staff[role])
    pk = world.caseworker.pk
    for url in (*map(reverse, PAGES), *(reverse(name, args=[pk]) for name in OF_ONE)):
        response = client.get(url)
        assert response.status_code == 403
        assert "Administrator" in text(response)
    for name in ACTIONS:
        assert client.post(reverse(name, args=[pk])).status_code == 403
    world.caseworker.refresh_from_db()
    assert world.caseworker.is_active


def test_nobody_signed_in_is_led_to_the_door(world, client):
    for url in (*map(reverse, PAGES), *(reverse(name, args=[world.caseworker.pk]) for name in OF_ONE)):
        assert client.get(url).url.startswith("/account/sign-in/")


def test_the_list_shows_everybody_with_means_and_state(world, administrator):
    response = administrator.get(reverse("staff-list"))
    shown = text(response)
    for staff in StaffUser.objects.all()[:50]:
        assert staff.name in shown
    for head in ("Organisation", "Second factor", "Last sign-in", "Open sessions"):
        assert head in shown
    assert "Mireille" not in shown


def test_the_list_filters_and_stays_calm_about_nonsense(world, administrator):
    url = reverse("staff-list")
    found = administrator.get(url, {"role": "auditor", "organisation": world.ours.pk}).context["table"]
    assert [row.record for row in found.rows] == [world.auditor]
    nonsense = {"role": "king", "organisation": "x", "state": "x", "sort": "password"}
    for query in ({name: value} for name, value in nonsense.items()):
        assert administrator.get(url, query).status_code == 200
    for query in ({"page": "99999999999"}, {"page": "0"}, {"page": "x"}):
        assert administrator.get(url, query).status_code == 200


def test_accounts_unused_for_sixty_days_are_listed(world, administrator):
    with time_machine.travel(timezone.now() - datetime.timedelta(days=61)):
        sleeper = StaffFactory(organisation=world.ours)
    page = administrator.get(reverse("staff-list"))
    assert "1 open account has not been used for 60 days" in text(page)
    found = administrator.get(reverse("staff-list"), {"state": "dormant"}).context["table"]
    assert [row.record for row in found.rows] == [sleeper]


def test_the_list_asks_the_database_as_often_for_many_as_for_few(world, administrator):
    administrator.get(reverse("staff-list"))
    with CaptureQueriesContext(connection) as few:
        administrator.get(reverse("staff-list"))
    for _number in range(20):
        StaffFactory(organisation=world.ours)
    with CaptureQueriesContext(connection) as many:
        administrator.get(reverse("staff-list"))
    assert len(many) == len(few)


@pytest.mark.parametrize("role", Role.values)
def test_the_page_of_an_account_says_what_its_role_sees_and_does(world, administrator, role):
    shown = text(administrator.get(reverse("staff-detail", args=[world.strangers[role].pk])))
    assert str(ROLES[role].sees) in shown
    for permission in ROLES[role].permissions:
        assert str(PERMISSIONS[permission]) in shown


def invite(client, world, **changes):
    form = {"name": "New Person", "email": "new@example.test", "role": "caseworker",
            "organisation": world.ours.pk, "confidentiality_signed_on": "1/11/2026", **changes}  # fmt: skip
    return client.post(reverse("staff-invite"), form)


def link_on(page) -> str:
    return re.search(r'value="http://testserver([^"]+)"', page.content.decode())[1]


def test_an_invitation_shows_a_link_once_with_which_a_password_is_set(world, administrator):
    page = invite(administrator, world)
    link = link_on(page)
    staff = StaffUser.objects.get(email="new@example.test")
    guest = Client()
    form = guest.get(link, follow=True)
    where = form.redirect_chain[-1][0]
    assert link.split("/")[-2] not in where, "the token leaves the address at once"
    short = guest.post(where, {"new_password1": "too short", "new_password2": "too short"})
    assert "15" in text(short)
    assert not StaffUser.objects.get(pk=staff.pk).has_usable_password()
    done = guest.post(where, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert done.url == reverse("account_login")
    assert StaffUser.objects.get(pk=staff.pk).check_password(PASSWORD)
    again = Client().get(link, follow=True)
    assert "no longer good" in text(again)
    assert (
        guest.post(reverse("account_login"), {"login": staff.email, "password": PASSWORD}).status_code == 302
    )


def test_a_link_dies_with_time_and_with_the_account(world, administrator, acting):
    link = link_on(invite(administrator, world))
    with time_machine.travel(timezone.now() + datetime.timedelta(days=4)):
        assert "no longer good" in text(Client().get(link, follow=True))
    staff = StaffUser.objects.get(email="new@example.test")
    administrator.post(reverse("staff-suspend", args=[staff.pk]))
    assert "no longer good" in text(Client().get(link, follow=True))
    for forged in (
        link[:-3] + "00/",
        link.replace("first-password/", "first-password/x"),
        "/account/first-password/a/b/",
    ):
        assert "no longer good" in text(Client().get(forged, follow=True))


def test_an_invitation_without_the_undertaking_gives_no_link(world, administrator):
    page = invite(administrator, world, confidentiality_signed_on="")
    staff = StaffUser.objects.get(email="new@example.test")
    assert page.url == reverse("staff-detail", args=[staff.pk])
    assert not staff.is_active
    refused = administrator.post(reverse("staff-link", args=[staff.pk]), follow=True)
    assert "Open the account first" in text(refused)
    administrator.post(reverse("staff-undertaking", args=[staff.pk]), {"signed_on": "1/11/2026"})
    administrator.post(reverse("staff-restore", args=[staff.pk]))
    assert link_on(administrator.post(reverse("staff-link", args=[staff.pk])))


def test_mistakes_in_an_invitation_are_named_and_kept(world, administrator):
    page = invite(administrator, world, email=world.caseworker.email.upper(), name="", role="king")
    shown = text(page)
    assert "There is already an account with this e-mail" in shown
    assert "Write the name" in shown
    assert page.status_code == 200
    assert world.caseworker.email.upper() in page.content.decode()


def test_pressing_twice_invites_once(world, administrator):
    once = "11111111-1111-4111-8111-111111111111"
    invite(administrator, world, once=once)
    invite(administrator, world, once=once, email="second@example.test")
    assert not StaffUser.objects.filter(email="second@example.test").exists()


def test_a_role_is_changed_and_the_last_officer_is_kept(world, administrator):
    url = reverse("staff-role", args=[world.colleague.pk])
    assert administrator.post(url, {"role": "researcher"}).url == reverse(
        "staff-detail", args=[world.colleague.pk]
    )
    world.colleague.refresh_from_db()
    assert world.colleague.role == Role.RESEARCHER
    refused = administrator.post(reverse("staff-role", args=[world.officer.pk]), {"role": "researcher"})
    assert "last protection officer" in text(refused)
    suspended = administrator.post(reverse("staff-suspend", args=[world.officer.pk]), follow=True)
    assert "last protection officer" in text(suspended)


def test_a_second_administrator_confirms_a_reset(world, administrator):
    Authenticator.objects.create(user=world.colleague, type=Authenticator.Type.TOTP, data={"secret": "s"})
    page = reverse("staff-detail", args=[world.colleague.pk])
    administrator.post(reverse("staff-factor-request", args=[world.colleague.pk]))
    assert "Another administrator must confirm" in text(administrator.get(page))
    refused = administrator.post(reverse("staff-factor-confirm", args=[world.colleague.pk]))
    assert refused.status_code == 403
    other = Client()
    other.force_login(world.strangers[Role.ADMINISTRATOR])
    assert "Confirm the reset" in text(other.get(page))
    other.post(reverse("staff-factor-confirm", args=[world.colleague.pk]))
    assert not Authenticator.objects.filter(user=world.colleague).exists()


def test_ones_own_account_has_no_buttons(world, administrator):
    page = administrator.get(reverse("staff-detail", args=[world.administrator.pk]))
    assert "your own account" in text(page)
    assert "suspend" not in page.content.decode()
    for name in ACTIONS:
        assert administrator.post(reverse(name, args=[world.administrator.pk])).status_code in (403, 302)
    world.administrator.refresh_from_db()
    assert world.administrator.is_active


def test_unknown_accounts_are_not_found(world, administrator):
    for name in (*OF_ONE, "organisation-edit"):
        assert (
            administrator.get(reverse(name, args=["00000000-0000-4000-8000-000000000000"])).status_code == 404
        )


def test_organisations_are_added_and_changed(world, administrator):
    add, form = (
        reverse("organisation-add"),
        {"name": "Foyer", "code": "Foyer-1", "kind": "NGO", "is_active": "on"},
    )
    assert administrator.post(add, form).url == reverse("organisation-list")
    made = Organisation.objects.get(code="foyer-1")
    assert "Another organisation has this code" in text(administrator.post(add, form))
    edit = reverse("organisation-edit", args=[made.pk])
    administrator.post(edit, {**form, "name": "Foyer deux"})
    assert Organisation.objects.get(pk=made.pk).name == "Foyer deux"
    own = {"name": "Ours", "code": "ours"}
    assert "lock yourself out" in text(
        administrator.post(reverse("organisation-edit", args=[world.ours.pk]), own)
    )
    assert "Foyer deux" in text(administrator.get(reverse("organisation-list")))


def test_everything_an_administrator_does_stands_in_the_trail(world, administrator, acting):
    administrator.post(reverse("staff-sessions-end", args=[world.colleague.pk]))
    administrator.post(reverse("staff-link", args=[world.colleague.pk]))
    with acting(world.auditor):
        details = set(AccessEvent.objects.visible_to(world.auditor).values_list("detail", flat=True))
    assert {f"sessions {world.colleague.pk}", f"link {world.colleague.pk}"} <= details


def test_the_list_says_in_a_word_where_each_account_stands(world, administrator):
    closed = StaffFactory(organisation=world.ours, is_active=False, confidentiality_signed_on="2026-01-01")
    bare = StaffFactory(organisation=world.ours, is_active=False)
    with acting_as(world.administrator):
        invited = services.invite_staff(
            email="new@example.test", name="New Person", organisation=world.ours, role=Role.CASEWORKER,
            confidentiality_signed_on=timezone.localdate(), by=world.administrator,
        )  # fmt: skip
    rows = administrator.get(reverse("staff-list")).context["table"].rows
    words = {row.record.pk: re.sub(r"<[^>]+>", "", row.get_cell("is_active")).strip() for row in rows}
    assert words[closed.pk] == "suspended"
    assert words[bare.pk] == "undertaking missing"
    assert words[invited.pk] == "invited"
    assert words[world.colleague.pk] == "active"


@pytest.mark.parametrize(
    ("name", "values", "others", "kept"),
    [
        ("staff-role", {"role": "researcher"}, {"role": "auditor"}, {"role": "researcher"}),
        (
            "staff-undertaking", {"signed_on": "1/11/2025"}, {"signed_on": "2/11/2025"},
            {"confidentiality_signed_on": "2025-11-01"},
        ),
        (
            "organisation-edit", {"name": "One", "code": "one"}, {"name": "Two", "code": "two"},
            {"name": "One", "code": "one"},
        ),
    ],
)  # fmt: skip
def test_pressing_twice_changes_once(world, administrator, name, values, others, kept):
    once = "22222222-2222-4222-8222-222222222222"
    about = world.theirs if name == "organisation-edit" else world.colleague
    for sent in (values, others):
        answer = administrator.post(reverse(name, args=[about.pk]), {**sent, "once": once, "is_active": "on"})
        assert answer.status_code == 302
    about.refresh_from_db()
    assert {field: str(getattr(about, field)) for field in kept} == kept


def test_what_was_refused_can_be_sent_again_mended(world, administrator):
    """A refusal by the rules uses no token up: neither a second press nor the mended form says "saved"."""
    url = reverse("staff-role", args=[world.officer.pk])
    once = "33333333-3333-4333-8333-333333333333"
    for _press in range(2):
        assert "last protection officer" in text(administrator.post(url, {"role": "auditor", "once": once}))
    StaffFactory(role=Role.PROTECTION_OFFICER, organisation=world.ours)
    assert administrator.post(url, {"role": "auditor", "once": once}).status_code == 302
    world.officer.refresh_from_db()
    assert world.officer.role == Role.AUDITOR
