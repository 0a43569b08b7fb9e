"""A colleague is a cousin, and the man she fears asks for help at the same desk: nobody meets."""

from django.urls import reverse

from casework.victims.models import SeparatedCases
from tests.clients import Browser
from tests.factories import StaffFactory, make_case


def browser(person) -> Browser:
    client = Browser()
    client.force_login(person)
    return client


def test_a_relative_and_a_suspected_person_are_kept_away(world, acting):
    case = world.case
    caseworker, colleague, officer = (
        browser(person) for person in (world.caseworker, world.colleague, world.officer)
    )
    theirs = make_case(world.colleague, person={"given_names": "Viktor", "family_name": "Halasz"})

    # She names the man. Nothing of it stands on the overview, and the caseworker is told nothing.
    caseworker.post(
        reverse("suspect-add", args=[case.pk]), {"names": "Viktor Halász", "role": "RecruiterOrIntermediary"}
    )
    overview = caseworker.get(reverse("case-detail", args=[case.pk])).content.decode()
    assert "A suspected person was recorded" in overview
    assert "Halász" not in overview and theirs.reference not in overview
    assert "Keep two cases apart" not in caseworker.get("/").content.decode()

    # The officer alone sees that he is registered here too, and holds the two cases apart.
    assert "Keep two cases apart" in officer.get("/").content.decode()
    with acting(world.officer):
        separation = SeparatedCases.objects.get()
    officer.post(reverse("separation-decide", args=[case.pk, separation.pk]), {"status": "kept"})
    assert "Keep two cases apart" not in officer.get("/").content.decode()

    # His caseworker can no longer be given her case, and does not find it.
    refused = officer.post(
        reverse("case-assign", args=[case.pk]), {"person": world.colleague.pk, "kind": "team"}
    ).content.decode()
    assert "cannot be given this case" in refused
    assert "Halasz" not in refused and theirs.reference not in refused
    assert colleague.get(reverse("case-detail", args=[case.pk])).status_code == 404
    assert colleague.get(reverse("case-detail", args=[theirs.pk])).status_code == 200

    # Her new helper turns out to be her cousin, says so, and is out with the next request.
    helper = StaffFactory(organisation=world.ours)
    cousin = browser(helper)
    officer.post(reverse("case-assign", args=[case.pk]), {"person": helper.pk, "kind": "holder"})
    assert cousin.get(reverse("case-detail", args=[case.pk])).status_code == 200
    told = cousin.post(
        reverse("conflict-declare", args=[case.pk]),
        {"kind": "relative", "explanation": "Cousin"},
        follow=True,
    )
    assert "You are kept out of this case from now on." in told.content.decode()
    assert case.reference not in told.content.decode()
    assert cousin.get(reverse("case-detail", args=[case.pk])).status_code == 404
    assert cousin.post("/people/find/", {"q": case.reference}).context["found"] == []

    # The officer is asked to find somebody else, and cannot choose the cousin by mistake.
    assert "Nobody holds this case" in officer.get("/").content.decode()
    again = officer.post(reverse("case-assign", args=[case.pk]), {"person": helper.pk, "kind": "holder"})
    assert "cannot be given this case" in again.content.decode()
    officer.post(reverse("case-assign", args=[case.pk]), {"person": world.caseworker.pk, "kind": "holder"})
    assert caseworker.get(reverse("case-detail", args=[case.pk])).status_code == 200
