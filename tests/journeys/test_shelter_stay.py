"""A stay in a shelter from the request to the discharge, through the pages of caseworker and shelter."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.access.models import AccessEvent, Action
from casework.access.roles import Role
from casework.assistance.models import Bed, Incident, Shelter, ShelterStaff, ShelterStay
from tests import factories


@pytest.fixture
def sent(client):
    """`sent(person, name, args, data)`: what the page answers to this person after a press of the button."""

    def send(person, name, args, data=None):
        client.force_login(person)
        return client.post(reverse(name, args=args), data or {}, follow=True)

    return send


def seen(client, person, name, *args) -> str:
    client.force_login(person)
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


def test_a_stay_from_request_to_discharge(world, client, sent):
    case, caseworker = world.case, world.caseworker
    officer, worker = world.strangers[Role.PROTECTION_OFFICER], world.strangers[Role.SHELTER_PARTNER]

    # The other organisation sets up its shelter; whoever works there writes down where it is.
    words = {"code_name": "Robin", "takes": ["women"], "hotline": "+41 22 000 00 20"}
    assert sent(officer, "shelter-add", [], words).status_code == 200
    with factories.acting_as(officer):
        robin = Shelter.objects.get(code_name="Robin")
    sent(officer, "shelter-rooms", [robin.pk], {"name": "Blue", "beds": "2"})
    sent(officer, "shelter-staff", [robin.pk], {"person": worker.pk})
    sent(worker, "shelter-place-edit", [robin.pk], {"street": "Rue Cachée 1"})
    with factories.acting_as(officer):
        first, second = Bed.objects.filter(room__shelter=robin).order_by("name")
        assert ShelterStaff.objects.filter(shelter=robin).count() == 1

    # The caseworker asks, with a first name the person wants told; no address is shown yet.
    asked = {
        "shelter": robin.pk, "children": "2", "needs": ["halal"], "discloses": "first_name",
        "first_name": "Mireille",
    }  # fmt: skip
    assert "Saved." in sent(caseworker, "stay-request", [case.pk], asked).content.decode()
    with factories.acting_as(caseworker):
        stay = ShelterStay.objects.get(case=case)
    assert "Show where it is" not in seen(client, caseworker, "stay-detail", stay.pk)
    assert sent(caseworker, "shelter-place-reveal", [robin.pk]).status_code == 404
    assert "A shelter has not answered" in seen(client, caseworker, "my-day")

    # The shelter sees the reference on its day, the name on the page of the stay only, and no case.
    day = seen(client, worker, "my-day")
    assert case.reference in day
    assert "Mireille" not in day
    assert "Mireille" in seen(client, worker, "stay-detail", stay.pk)
    client.force_login(worker)
    assert client.get(reverse("case-detail", args=[case.pk])).status_code == 404

    # It holds a bed, then the person arrives. The caseworker's own organisation could not let in.
    refused = sent(caseworker, "stay-admit", [stay.pk], {"bed": first.pk})
    assert refused.status_code == 403
    sent(worker, "stay-hold", [stay.pk], {"bed": first.pk})
    assert "held until" in seen(client, caseworker, "shelter-board")
    sent(worker, "stay-admit", [stay.pk], {"bed": first.pk})
    sent(worker, "stay-rules", [stay.pk], {"answer": "refused", "language": "fra"})
    sent(worker, "shelter-confirm", [robin.pk])

    # Whoever works on the case now learns where it is, and the reading is recorded.
    assert "Rue Cachée 1" in sent(caseworker, "shelter-place-reveal", [robin.pk]).content.decode()
    with factories.acting_as(caseworker):
        assert AccessEvent.objects.filter(action=Action.REVEALED, case_id=case.pk).exists()

    # On leave and late: the holder is told; then back.
    tomorrow = timezone.localdate() + timedelta(days=1)
    sent(worker, "stay-leave", [stay.pk], {"back_on": tomorrow.strftime("%d/%m/%Y")})
    assert "on leave" in seen(client, caseworker, "case-shelter", case.pk)
    sent(worker, "stay-return", [stay.pk])

    # To another bed in one step: the old stay is kept, the name goes along.
    sent(worker, "stay-move", [stay.pk], {"bed": second.pk})
    with factories.acting_as(worker):
        moved = ShelterStay.objects.get(status="admitted")
        assert (moved.bed_id, moved.moved_from_id, moved.first_name) == (second.pk, stay.pk, "Mireille")
        assert moved.rules_answer == "refused"

    # Something happens; it stands before everything else on the day of those who must act.
    told = {"kind": "stranger", "severity": "severe", "occurred_on": "h", "what_happened": "A man waited."}
    sent(worker, "incident-add", [moved.pk], told)
    assert "Severe incident in a shelter" in seen(client, caseworker, "my-day")
    assert "Severe incident in a shelter" in seen(client, world.officer, "my-day")
    with factories.acting_as(caseworker):
        incident = Incident.objects.get()
    sent(caseworker, "incident-follow", [moved.pk, incident.pk], {"text": "Talked with the person."})
    assert "Severe incident in a shelter" not in seen(client, caseworker, "my-day")

    # The stay ends: a reason and a kind of place, no address. The bed is free, the way in is closed.
    sent(worker, "stay-discharge", [moved.pk], {"reason": "planned_end", "destination": "own_housing"})
    timeline = seen(client, caseworker, "case-detail", case.pk)
    for title in ("Bed asked for", "Arrived in a shelter", "Moved to another bed", "Stay in a shelter ended"):
        assert title in timeline
    assert "told by the shelter" in timeline
    assert sent(caseworker, "shelter-place-reveal", [robin.pk]).status_code == 404
    assert "2</strong> free" in seen(client, caseworker, "shelter-detail", robin.pk)
