"""A call at night, a case without a name, a name a week later, and what the officer alone is told."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from casework.victims.models import Case, PossibleDuplicate
from tests.clients import Browser
from tests.factories import make_case


def browser(person) -> Browser:
    client = Browser()
    client.force_login(person)
    return client


def test_a_person_without_a_name_is_helped_named_and_recognised(world, acting):
    known = make_case(world.colleague, person={"given_names": "Amina", "family_name": "Diallo"})
    caseworker, officer = browser(world.caseworker), browser(world.officer)

    # The hotline rings: a case is open after one press, with neither name nor consent.
    opened = caseworker.post("/people/register/", {"is_anonymous": "on"})
    case_page = opened["Location"]
    case = Case(pk=case_page.strip("/").split("/")[-1])
    page = caseworker.get(case_page).content.decode()
    assert "Anonymous" in page

    # What was said is written down, dated the night before.
    night = timezone.localdate() - timedelta(days=1)
    caseworker.post(
        reverse("first-contact-add", args=[case.pk]),
        {
            "contacted_on": night.strftime("%d/%m/%Y"), "contacted_at": "23:40", "origin": "hotline",
            "channel": "phone", "informant": "self", "account": "Veut partir avant vendredi.",
            "immediate_needs": ["safe_place", "calming"], "needs_met": ["calming"],
            "wishes_anonymity": "yes", "may_contact_again": "yes",
        },
    )  # fmt: skip

    # Help is logged and a status is claimed before any name is known.
    logged = caseworker.post(
        reverse("service-log", args=[case.pk]),
        {"service": "counselling", "delivered_on": "h", "outcome": "given"},
    )
    assert logged.status_code in (200, 302)
    claimed = caseworker.post(
        reverse("claim-add", args=[case.pk]),
        {
            "status": "PossibleVictimOfTrafficking", "deciding_organisation": "NGO",
            "decided_on": night.strftime("%d/%m/%Y"),
        },
    )  # fmt: skip
    assert claimed.status_code == 302
    assert "twice" not in officer.get("/").content.decode()

    # A week later she says her name. Her caseworker learns nothing of the other case.
    named = caseworker.post(
        reverse("person-name", args=[case.pk]), {"given_names": "Aminah", "family_name": "Dialo"}, follow=True
    ).content.decode()
    assert "Aminah Dialo" in named
    assert "The person gave a name" in named
    assert known.reference not in named and "twice" not in named
    assert "twice" not in caseworker.get("/").content.decode()
    found = caseworker.post("/people/find/", {"q": "Amina Diallo"}).context["found"]
    assert [str(hit.case.pk) for hit in found] == [case.pk]

    # The protection officer is told, compares, and decides.
    day = officer.get("/").content.decode()
    assert "A person may be registered twice" in day
    compared = officer.get(reverse("case-duplicates", args=[case.pk])).content.decode()
    assert "Aminah" in compared and "Amina" in compared and known.reference in compared
    with acting(world.officer):
        pair = PossibleDuplicate.objects.get()
    officer.post(reverse("duplicate-decide", args=[case.pk, pair.pk]), {"status": "same"})
    assert "A person may be registered twice" not in officer.get("/").content.decode()
    assert "The same person" in officer.get(reverse("case-duplicates", args=[case.pk])).content.decode()
