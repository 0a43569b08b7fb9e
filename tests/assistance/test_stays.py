"""Stays: who may take which step, what a bed is, and what the pages say when something is in the way."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from casework.access.roles import Role
from casework.assistance import policies, services
from casework.assistance.models import Bed, Incident, Room, Shelter, ShelterStaff, ShelterStay
from casework.assistance.occupancy import Wanted, nearest, shelters_now, taken_by_day
from casework.victims import attention
from casework.victims.models import Case
from casework.victims.services import Conflict
from casework.victims.workflow import InvalidTransition
from tests import factories
from tests.clients import Browser


class House:
    """A shelter of ours with two beds, and a caseworker who acts."""

    def __init__(self, world) -> None:
        self.world, self.by = world, world.caseworker
        self.shelter = factories.make_shelter(world.ours, beds=2, hotline="+41 22 000")
        self.first, self.second = factories.beds_of(self.shelter, self.by)

    def do(self, service, by=None, **words):
        by = by or self.by
        with factories.acting_as(by):
            return service(by=by, **words)

    def place(self, case=None, bed=None):
        return self.do(services.place_person, case=case or self.world.case, bed=bed or self.first)

    def hold(self, case=None, bed=None):
        return self.do(services.hold_bed, case=case or self.world.case, bed=bed or self.first)

    def another_case(self):
        return factories.make_case(self.by, person={"given_names": "Second"})

    def now(self, by=None):
        by = by or self.by
        with factories.acting_as(by):
            (now,) = shelters_now(by, Shelter.objects.visible_to(by).filter(pk=self.shelter.pk))
        return now


@pytest.fixture
def house(world):
    return House(world)


def lapse(superuser, stay):
    with superuser.cursor() as cursor:
        cursor.execute(
            "update assistance_shelterstay set period = tstzrange(now() - interval '3 hours',"
            " now() - interval '1 hour') where id = %s",
            [str(stay.pk)],
        )
    with factories.acting_as(stay.created_by):
        stay.refresh_from_db()


def test_a_held_bed_is_given_to_nobody_else_until_the_hold_ends(house, superuser):
    stay, second = house.hold(), house.another_case()
    with pytest.raises(ValidationError, match="Choose another bed"):
        house.hold(second)
    lapse(superuser, stay)
    assert stay.is_lapsed
    house.hold(second)
    with pytest.raises(ValidationError, match="Choose another bed"):
        house.do(services.hold_for_stay, stay=stay)


def test_a_hold_is_renewed_and_given_back(house):
    stay = house.hold()
    before = stay.held_until
    renewed = house.do(services.hold_for_stay, stay=stay)
    assert renewed.held_until > before
    ended = house.do(services.release_hold, stay=stay)
    assert (ended.status, ended.is_over, house.now().free) == ("expired", True, 2)


def test_a_second_hold_for_the_same_person_is_refused_until_the_first_runs_out(house, superuser):
    stay = house.hold()
    other = House(house.world)
    with pytest.raises(ValidationError, match="held for this person already"):
        other.hold()
    lapse(superuser, stay)
    other.hold()
    with factories.acting_as(house.by):
        stay.refresh_from_db()
    assert stay.status == "expired"


def test_a_request_becomes_the_hold_and_the_hold_the_stay(house):
    asked = house.do(services.request_stay, case=house.world.case, shelter=house.shelter)
    held = house.hold()
    placed = house.place()
    assert asked.pk == held.pk == placed.pk
    assert placed.status == "admitted"


def test_a_person_in_a_bed_is_placed_nowhere_else_but_may_be_moved(house):
    house.place()
    other = House(house.world)
    with pytest.raises(ValidationError, match="in a bed already"):
        other.place()
    with factories.acting_as(house.by):
        stay = ShelterStay.objects.get(status="admitted")
    held_there = other.hold()
    moved = house.do(services.move_person, stay=stay, bed=other.second)
    with factories.acting_as(house.by):
        stay.refresh_from_db()
        held_there.refresh_from_db()
    assert (stay.status, stay.end_reason, stay.destination) == (
        "discharged",
        "moved_shelter",
        "other_shelter",
    )
    assert (held_there.status, moved.status, moved.moved_from_id) == ("expired", "admitted", stay.pk)
    assert moved.arrived_at == stay.ended_at


def test_a_move_that_finds_the_bed_taken_changes_nothing(house):
    stay = house.place()
    house.place(house.another_case(), house.second)
    with pytest.raises(ValidationError, match="Choose another bed"):
        house.do(services.move_person, stay=stay, bed=house.second)
    with factories.acting_as(house.by):
        stay.refresh_from_db()
    assert stay.status == "admitted"


def test_a_bed_out_of_use_is_given_to_nobody(house):
    house.do(services.set_bed_use, by=house.world.officer, bed=house.first, is_out_of_use=True)
    with pytest.raises(ValidationError, match="out of use"):
        house.place()
    assert house.now().counts["out"] == 1


def test_a_step_that_is_not_in_the_table_is_refused(house):
    stay = house.place()
    for service in (services.admit_person, services.end_leave, services.release_hold):
        with pytest.raises(InvalidTransition):
            house.do(service, stay=stay)
    stay = house.do(services.start_leave, stay=stay, back_by=timezone.now() + timedelta(hours=1))
    with pytest.raises(InvalidTransition):
        house.do(services.admit_person, stay=stay)
    house.do(services.discharge_person, stay=stay, reason="did_not_return")


def test_a_request_needs_a_bed_to_become_a_stay(house):
    asked = house.do(services.request_stay, case=house.world.case, shelter=house.shelter)
    with pytest.raises(ValidationError, match="Choose a bed"):
        house.do(services.admit_person, stay=asked)
    declined = house.do(services.decline_stay, stay=asked, reason="no_free_bed")
    assert (declined.status, declined.end_reason) == ("declined", "no_free_bed")


def test_who_may_not(house):
    world, stay = house.world, house.place()
    with factories.acting_as(world.colleague), pytest.raises(PermissionDenied):
        services.start_leave(stay=stay, back_by=timezone.now(), by=world.colleague)
    with pytest.raises(PermissionDenied):
        house.do(services.add_shelter, values={"code_name": "X"})
    with pytest.raises(PermissionDenied):
        house.do(services.confirm_figures, shelter=house.shelter)
    stranger = world.strangers[Role.PROTECTION_OFFICER]
    for service, words in (
        (services.change_shelter, {"shelter": house.shelter, "changes": {}}),
        (services.add_shelter_staff, {"shelter": house.shelter, "user": world.stranger}),
    ):
        with pytest.raises(PermissionDenied):
            house.do(service, by=stranger, **words)
    for person in (world.researcher, world.stranger):
        with pytest.raises(PermissionDenied):
            house.do(services.add_shelter_staff, by=world.officer, shelter=house.shelter, user=person)


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


def test_the_answer_to_the_house_rules_can_be_taken_back(house):
    stay = house.place()
    stay = house.do(services.record_rules_answer, stay=stay, answer="refused", language="fra")
    assert stay.rules_asked_on == timezone.localdate()
    stay = house.do(services.record_rules_answer, stay=stay, answer="")
    assert (stay.rules_asked_on, stay.status) == (None, "admitted")


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


def test_what_needs_doing(house, superuser):
    world, by = house.world, house.by
    asked = factories.make_case(by, person={"given_names": "A"})
    house.do(services.request_stay, case=asked, shelter=house.shelter)
    held = factories.make_case(by, person={"given_names": "B"})
    hold = house.hold(held, house.second)
    stay = house.place()
    with factories.acting_as(by):
        services.change_stay(stay=stay, changes={"expected_until": timezone.localdate()}, by=by)
        incident = Incident(case_id=stay.case_id, stay=stay, kind="fire", severity="severe")
        services.record_incident(incident=incident, by=by)
        services.start_leave(stay=stay, back_by=timezone.now() + timedelta(hours=1), by=by)
    with superuser.cursor() as cursor:
        cursor.execute(
            "update assistance_shelterstay set back_by = now() - interval '1 hour' where back_by is not null"
        )
    with factories.acting_as(by):
        needs = attention.needs(Case.objects.visible_to(by), attention.OF_A_HOLDER)
        ranks = {need.kind.rank: need for need in needs}
    assert {5, 15, 16, 30, 45} <= set(ranks)
    assert ranks[15].when.startswith("Until")
    lapse(superuser, hold)
    with factories.acting_as(by):
        needs = attention.needs(Case.objects.visible_to(by), attention.OF_A_HOLDER)
    assert next(need.when for need in needs if need.kind.rank == 15).startswith("Hold ended")
    with factories.acting_as(world.officer):
        officers = attention.needs(Case.objects.visible_to(world.officer), attention.OF_AN_OFFICER)
    assert {5, 16} <= {need.kind.rank for need in officers}


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


def test_a_refusal_does_not_use_up_the_form_of_who_works_there(house, monkeypatch):
    world, client = house.world, Browser()
    client.force_login(world.officer)
    url = reverse("shelter-staff", args=[house.shelter.pk])
    form = {"person": world.partner.pk, "once": str(uuid.uuid4())}

    def refuse(**words):
        raise ValidationError("Not at this moment.")

    with monkeypatch.context() as moment:
        moment.setattr(services, "add_shelter_staff", refuse)
        answer = client.post(url, form)
    assert answer.status_code == 422 and "Not at this moment." in answer.content.decode()
    assert client.post(url, form).status_code == 302
    with factories.acting_as(world.officer):
        assert ShelterStaff.objects.filter(user=world.partner, ended_at=None).count() == 1


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
