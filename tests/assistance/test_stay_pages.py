"""Pages of a stay: a step pressed twice, late or wrong is answered in words."""

from django.urls import reverse

from casework.assistance import services
from casework.assistance.models import Incident, ShelterStay
from tests import factories
from tests.assistance.house import House
from tests.clients import Browser


def test_a_double_click_holds_one_bed(house):
    client = Browser()
    client.force_login(house.by)
    url = reverse("bed-hold", args=[house.shelter.pk, house.first.pk])
    once = client.get(url).context["form"]["once"].value()
    for _time in range(2):
        answer = client.post(url, {"case": house.world.case.pk, "step": "hold", "once": once})
        assert answer.status_code == 302
    with factories.acting_as(house.by):
        assert ShelterStay.objects.count() == 1
        assert ShelterStay.history.count() == 1


def test_the_second_to_hold_a_bed_is_told_whom_to_call(house):
    house.hold()
    other = house.another_case()
    client = Browser()
    client.force_login(house.by)
    answer = client.post(
        reverse("bed-hold", args=[house.shelter.pk, house.first.pk]), {"case": other.pk, "step": "hold"}
    )
    assert answer.status_code == 422
    assert "Somebody else was given this bed" in answer.content.decode()
    assert "Who can tell you more: +41 22 000" in answer.content.decode()


def test_an_odd_name_and_a_huge_text_are_answered_in_words(house):
    client = Browser()
    client.force_login(house.by)
    url = reverse("stay-request", args=[house.world.case.pk])
    words = {"shelter": house.shelter.pk, "discloses": "first_name"}
    assert "first name the shelter may use" in client.post(url, words).content.decode()
    assert "at most 80" in client.post(url, words | {"first_name": "x" * 5000}).content.decode()
    assert client.post(url, words | {"first_name": "مريم 🌿", "children": "-1"}).status_code == 200
    assert client.post(url, words | {"first_name": "مريم 🌿"}).status_code == 302
    with factories.acting_as(house.by):
        assert ShelterStay.objects.get().first_name == "مريم 🌿"


def test_a_return_in_the_past_is_refused(house):
    stay = house.place()
    client = Browser()
    client.force_login(house.by)
    answer = client.post(reverse("stay-leave", args=[stay.pk]), {"back_on": "1/1/1900"})
    assert answer.status_code == 422
    assert "this moment is past" in answer.content.decode()


def test_a_stay_entered_in_error_frees_its_bed(house):
    stay = house.place()
    client = Browser()
    client.force_login(house.by)
    client.post(reverse("stay-in-error", args=[stay.case_id, stay.pk]))
    assert house.now().free == 2
    assert client.get(reverse("stay-detail", args=[stay.pk])).status_code == 404


def test_steps_through_pages_that_are_late_or_wrong(house):
    client, other = Browser(), House(house.world)
    client.force_login(house.by)
    asked = house.do(services.request_stay, case=house.world.case, shelter=house.shelter)

    def press(name, **words):
        return client.post(reverse(name, args=[asked.pk]), words, follow=True)

    assert "not possible" in press("stay-return").content.decode()
    assert "not possible" in client.get(reverse("stay-leave", args=[asked.pk]), follow=True).content.decode()
    assert press("stay-admit", bed=other.first.pk).status_code == 422
    assert press("stay-decline").status_code == 422
    press("stay-hold", bed=house.first.pk)
    press("stay-release")
    with factories.acting_as(house.by):
        asked.refresh_from_db()
    assert asked.status == "expired"
    stay = house.place(bed=house.second)
    client.post(reverse("stay-move", args=[stay.pk]), {"bed": other.first.pk})
    with factories.acting_as(house.by):
        moved = ShelterStay.objects.get(status="admitted")
    assert moved.shelter_id == other.shelter.pk
    with factories.acting_as(house.by):
        incident = Incident(case_id=moved.case_id, stay=moved, kind="fire", severity="minor")
        services.record_incident(incident=incident, by=house.by)
    assert client.get(reverse("incident-follow", args=[moved.pk, moved.pk])).status_code == 404
    assert client.get(reverse("incident-follow", args=[moved.pk, incident.pk])).status_code == 200
    assert client.post(reverse("incident-in-error", args=[moved.case_id, incident.pk])).status_code == 302
    changed = {"needs": ["halal"], "seen": moved.updated_at.isoformat()}
    saved = client.post(reverse("stay-edit", args=[moved.case_id, moved.pk]), changed)
    assert saved.status_code == 302, saved.context["form"].errors
    placed = {"case": house.another_case().pk, "step": "place"}
    url = reverse("bed-hold", args=[house.shelter.pk, house.first.pk])
    assert "is let in" in client.post(url, placed, follow=True).content.decode()
