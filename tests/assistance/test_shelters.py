"""Shelters: who sets them up and works there, what the board tells to whom, and where the place is kept."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from casework.access.roles import Role
from casework.assistance import policies, services
from casework.assistance.models import Bed, Incident, Room, Shelter, ShelterStaff
from casework.assistance.occupancy import Wanted, nearest, taken_by_day
from casework.victims.services import Conflict
from tests import factories
from tests.clients import Browser


def test_who_answers_for_a_shelter_without_working_there_tells_nothing_from_inside(house):
    with pytest.raises(PermissionDenied, match="work in this shelter"):
        house.do(services.confirm_figures, by=house.world.partner, shelter=house.shelter)
    stranger = house.world.stranger
    with pytest.raises(PermissionDenied):
        house.do(services.set_bed_use, by=stranger, bed=house.first, is_out_of_use=True)
    with pytest.raises(PermissionDenied, match="another organisation"):
        policies.check_can_manage_shelter(house.world.strangers[Role.ADMINISTRATOR], house.shelter)


def test_staff_of_a_shelter_are_named_once_and_ended_once(house):
    world = house.world
    words = {"shelter": house.shelter, "user": world.partner}
    work = house.do(services.add_shelter_staff, by=world.officer, **words)
    assert house.do(services.add_shelter_staff, by=world.officer, **words) == work
    for _time in range(2):
        work = house.do(services.end_shelter_staff, by=world.officer, work=work)
    with factories.acting_as(world.officer):
        assert ShelterStaff.history.filter(id=work.pk).count() == 2


def test_beds_are_numbered_on(house):
    world = house.world
    with factories.acting_as(world.officer):
        room = Room.objects.select_related("shelter").get()
    assert house.do(services.add_bed, by=world.officer, room=room).name == "3"


def test_two_editors_of_a_shelter_are_told(house):
    world, seen = house.world, house.shelter.updated_at
    house.do(services.change_shelter, by=world.officer, shelter=house.shelter, changes={"area": "North"})
    with pytest.raises(Conflict):
        house.do(
            services.change_shelter,
            by=world.officer,
            shelter=house.shelter,
            changes={"area": "South"},
            seen=seen,
        )


def test_both_texts_of_two_editors_stand_on_the_page(house):
    world, client = house.world, Browser()
    client.force_login(world.officer)
    url = reverse("shelter-edit", args=[house.shelter.pk])
    typed = {
        "code_name": house.shelter.code_name,
        "seen": house.shelter.updated_at.isoformat(),
        "area": "South",
    }
    house.do(services.change_shelter, by=world.officer, shelter=house.shelter, changes={"area": "North"})
    answer = client.post(url, typed)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "North" in html
    assert "South" in html
    again = typed | {"seen": answer.context["form"].data["seen"]}
    assert client.post(url, again).status_code == 302


def test_the_board_tells_the_reference_to_the_holder_and_to_no_colleague(house):
    stay = house.place()
    assert [bed.stay for bed in house.now().beds] == [stay, None]
    for person in (house.world.colleague, house.world.officer, house.world.stranger):
        beds = house.now(person).beds
        assert [(bed.state, bed.stay) for bed in beds] == [("taken", None), ("free", None)], person


def test_figures_of_others_are_unconfirmed_after_a_day(house, superuser):
    assert not house.now(house.world.stranger).is_unconfirmed
    with superuser.cursor() as cursor:
        cursor.execute("update assistance_shelter set confirmed_at = now() - interval '25 hours'")
    assert house.now(house.world.stranger).is_unconfirmed
    assert not house.now().is_unconfirmed


def test_filters_and_what_is_nearest(house):
    now = house.now()
    assert Wanted(who="women").fits(now)
    assert not Wanted(who="men").fits(now)
    assert Wanted(tonight=True).fits(now)
    assert nearest(Wanted(who="men"), [now]) == [now]
    house.place()
    house.place(house.another_case(), house.second)
    assert not Wanted(tonight=True).fits(house.now())
    assert nearest(Wanted(), [house.now()]) == []


def test_the_board_says_what_to_do_when_no_bed_is_free(house):
    client = Browser()
    client.force_login(house.by)
    html = client.get(reverse("shelter-board"), {"who": "men", "tonight": "on"}).content.decode()
    assert "No bed is free for this." in html
    assert house.shelter.code_name in html
    assert "+41 22 000" in html
    assert client.get(reverse("shelter-board"), {"who": "<script>", "language": "zzz"}).status_code == 200


def test_beds_taken_are_counted_by_day(house):
    house.place()
    with factories.acting_as(house.by):
        days = taken_by_day(house.shelter, 30, 2)
    assert (len(days), days[-1].taken, days[-1].left, days[0].taken) == (30, 1, 1, 0)
    with factories.acting_as(house.world.partner):
        assert taken_by_day(house.shelter, 30, 2) == []


def test_the_board_asks_as_many_questions_with_many_beds_as_with_few(house, django_assert_max_num_queries):
    client = Browser()
    client.force_login(house.by)
    client.get(reverse("shelter-board"))
    with django_assert_max_num_queries(60) as few:
        client.get(reverse("shelter-board"))
    for _number in range(3):
        factories.make_shelter(house.world.ours, beds=6)
    house.place()
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("shelter-board"))
    with factories.acting_as(house.by):
        assert Bed.objects.count() == 20


def test_a_suspended_person_and_other_roles_see_no_shelter(house):
    world = house.world
    for person in (world.researcher, world.auditor, world.partner):
        with factories.acting_as(person):
            assert not Shelter.objects.visible_to(person).exists()
            assert not Shelter.objects.manageable_by(person).exists()
    with factories.acting_as(world.administrator):
        assert Shelter.objects.visible_to(world.administrator).get() == house.shelter
    for person in (world.caseworker, world.officer):
        person.is_active = False
        assert not Shelter.objects.visible_to(person).exists()


def test_records_of_a_shelter_print_no_place(house):
    world = house.world
    work = house.do(services.add_shelter_staff, by=world.officer, shelter=house.shelter, user=world.partner)
    words = {"shelter": house.shelter, "changes": {"street": "Rue Cachée 1"}}
    place = house.do(services.record_place, by=world.partner, **words)
    place = house.do(services.record_place, by=world.partner, **words)
    stay = house.place()
    incident = Incident(case_id=stay.case_id, stay=stay, kind="fire", severity="minor")
    printed = " ".join(map(str, (work, place, house.shelter, house.first, house.first.room, stay, incident)))
    assert "Cachée" not in printed
    assert stay.reference in printed
    assert (stay.people, stay.is_late, stay.is_lapsed) == (1, False, False)


def test_the_place_is_shown_as_one_line_to_the_script(house):
    world, client = house.world, Browser()
    words = {"shelter": house.shelter, "changes": {"street": "Rue Cachée 1", "city": "Exemple"}}
    house.do(services.add_shelter_staff, by=world.officer, shelter=house.shelter, user=world.partner)
    house.do(services.record_place, by=world.partner, **words)
    client.force_login(world.partner)
    url = reverse("shelter-place-reveal", args=[house.shelter.pk])
    assert client.post(url, headers={"accept": "text/plain"}).content.decode() == (
        "Street: Rue Cachée 1; City: Exemple"
    )
    form = client.get(reverse("shelter-place-edit", args=[house.shelter.pk])).content.decode()
    assert "Rue Cachée 1" in form


def test_setting_up_is_answered_in_words_when_something_is_in_the_way(house):
    world, client = house.world, Browser()
    client.force_login(world.officer)
    args = [house.shelter.pk]
    twice = {"code_name": house.shelter.code_name.upper(), "contact_from": "08:00"}
    html = client.post(reverse("shelter-add"), twice).content.decode()
    assert "another shelter has this code name" in html
    assert "give both hours" in html
    assert client.post(reverse("shelter-rooms", args=args), {"name": "blue", "beds": "99"}).status_code == 422
    assert client.post(reverse("shelter-staff", args=args), {"person": world.stranger.pk}).status_code == 422
    out = {"out": "1"}
    assert client.post(reverse("bed-use", args=[*args, house.first.pk]), out).status_code == 302
    assert house.now().counts["out"] == 1
    with factories.acting_as(world.officer):
        room = Room.objects.get()
    assert client.post(reverse("bed-add", args=[*args, room.pk])).status_code == 302
    assert client.post(reverse("bed-add", args=[*args, house.first.pk])).status_code == 404
    assert client.post(reverse("shelter-staff-end", args=[*args, room.pk])).status_code == 404
    assert client.get(reverse("bed-hold", args=[*args, room.pk])).status_code == 404
