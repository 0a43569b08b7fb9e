"""What those who work in a shelter see and write, by either wall, and who learns where the shelter is."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone

from casework.access.roles import Role
from casework.assistance import services
from casework.assistance.models import Incident, ShelterPlace, ShelterStaff, ShelterStay
from casework.sealing.keyring import KeyMissing, keyring
from casework.victims.models import Case, Victim
from tests import factories

ADDRESS = "Rue Cachée 1"
ENTER_STAFF = (
    "insert into assistance_shelterstaff (id, created_at, updated_at, created_by_id, shelter_id, user_id)"
    " select gen_random_uuid(), now(), now(), sec.user_id(), id, sec.user_id() from assistance_shelter"
)


@pytest.fixture
def stay(world):
    """The first case lives in a shelter of another organisation, where our partner's neighbour works."""
    worker = world.strangers[Role.SHELTER_PARTNER]
    shelter = factories.make_shelter(world.theirs, worker)
    with factories.acting_as(world.caseworker):
        asked = services.request_stay(case=world.case, shelter=shelter, by=world.caseworker)
    bed = factories.beds_of(shelter, worker)[0]
    with factories.acting_as(worker):
        services.record_place(shelter=shelter, changes={"street": ADDRESS}, by=worker)
        return services.admit_person(stay=asked, bed=bed, by=worker)


@pytest.fixture
def worker(world):
    return world.strangers[Role.SHELTER_PARTNER]


def both_walls(model, person) -> tuple[set, set]:
    """What the application lets through, and what PostgreSQL does when it asks for everything."""
    with factories.acting_as(person):
        rows = set(model.objects.visible_to(person).values_list("pk", flat=True))
        return rows, set(model.objects.values_list("pk", flat=True))


def test_shelter_staff_see_their_stays_and_no_case(stay, worker):
    assert both_walls(ShelterStay, worker) == ({stay.pk}, {stay.pk})
    assert both_walls(Case, worker) == (set(), set())
    with factories.acting_as(worker):
        assert not Victim.objects.exists()
        assert ShelterStay.objects.get().reference == stay.reference


def test_staff_of_another_shelter_see_no_stay(world, stay):
    other = factories.make_shelter(world.theirs, world.stranger)
    assert other.pk != stay.shelter_id
    for person in (world.stranger, world.strangers[Role.PROTECTION_OFFICER], world.partner):
        assert both_walls(ShelterStay, person) == (set(), set())


def test_an_ended_job_takes_the_stays_away_at_once(world, stay, worker):
    officer = world.strangers[Role.PROTECTION_OFFICER]
    with factories.acting_as(officer):
        work = ShelterStaff.objects.get(shelter=stay.shelter_id)
        services.end_shelter_staff(work=work, by=officer)
    assert both_walls(ShelterStay, worker) == (set(), set())
    assert both_walls(ShelterPlace, worker) == (set(), set())


def test_a_stay_leaves_the_sight_of_the_shelter_a_week_after_it_ended(stay, worker, superuser):
    with factories.acting_as(worker):
        services.discharge_person(stay=stay, reason="own_wish", by=worker)
    assert both_walls(ShelterStay, worker) == ({stay.pk}, {stay.pk})
    with superuser.cursor() as cursor:
        cursor.execute("update assistance_shelterstay set ended_at = now() - interval '8 days'")
    assert both_walls(ShelterStay, worker) == (set(), set())


def test_where_it_is_known_to_its_staff_and_to_those_with_a_case_there_now(world, stay, worker):
    for person in (worker, world.caseworker):
        with factories.acting_as(person):
            keyring().forget()
            assert ShelterPlace.objects.visible_to(person).get().street == ADDRESS
    for person in (*world.staff.values(), *world.strangers.values(), world.colleague):
        if person not in (worker, world.caseworker):
            assert both_walls(ShelterPlace, person) == (set(), set()), person.role
    with factories.acting_as(worker):
        services.discharge_person(stay=stay, reason="own_wish", by=worker)
    assert both_walls(ShelterPlace, world.caseworker) == (set(), set())


def test_the_key_of_a_shelter_is_out_of_sight_without_a_person_there(world, stay):
    with factories.acting_as(world.colleague):
        keyring().forget()
        with pytest.raises(KeyMissing):
            keyring().data_key(stay.shelter_id)


def test_the_address_lies_sealed(stay, superuser):
    with superuser.cursor() as cursor:
        cursor.execute("select street from assistance_shelterplace")
        assert ADDRESS.encode() not in bytes(cursor.fetchone()[0])


def test_a_first_name_is_told_only_where_it_was_chosen(world, stay, worker):
    with factories.acting_as(world.caseworker):
        told = {"discloses": "first_name", "first_name": "Mireille"}
        services.change_stay(stay=stay, changes=told, by=world.caseworker)
    keyring().forget()
    with factories.acting_as(worker):
        assert ShelterStay.objects.get(pk=stay.pk).first_name == "Mireille"
        with pytest.raises(PermissionDenied):
            services.change_stay(stay=stay, changes={"discloses": "reference"}, by=worker)


def test_what_the_shelter_writes_is_seen_on_the_case_as_theirs(world, stay, worker):
    incident = Incident(
        case_id=stay.case_id, stay=stay, kind="theft", severity="severe", what_happened="Lost"
    )
    with factories.acting_as(worker):
        services.record_incident(incident=incident, by=worker)
        services.start_leave(stay=stay, back_by=timezone.now() + timedelta(hours=2), by=worker)
    with factories.acting_as(world.caseworker):
        row = Incident.objects.visible_to(world.caseworker).get()
        assert (row.what_happened, row.created_by) == ("Lost", worker)
        steps = ShelterStay.history.filter(history_user=worker).values_list(
            "history_change_reason", flat=True
        )
        assert {"stay admitted", "stay on_leave"} == set(steps)


@pytest.mark.parametrize(
    "statement",
    [
        "update assistance_shelterstay set status = 'admitted', period = tstzrange(now(), null)",
        "update assistance_shelterstay set person_id = gen_random_uuid()",
        "update assistance_shelterstay set shelter_id = gen_random_uuid()",
        "delete from assistance_shelterstay",
        ENTER_STAFF,
    ],
)
def test_a_caseworker_elsewhere_cannot_let_in_by_sql_to_learn_an_address(world, statement):
    shelter = factories.make_shelter(world.theirs, world.strangers[Role.SHELTER_PARTNER])
    bed = factories.beds_of(shelter, world.caseworker)[0]
    with factories.acting_as(world.caseworker):
        services.hold_bed(case=world.case, bed=bed, by=world.caseworker)
    with (
        pytest.raises(DatabaseError),
        factories.acting_as(world.caseworker),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_stay_says_itself_whose_it_is(world, stay, worker):
    """Reference and person come from the case: whoever claims others is refused, as the history would lie."""
    forged = ShelterStay(
        case=world.case, reference="Somebody 1", person_id=world.other_case.victim_id,
        placed_by=world.theirs, shelter=stay.shelter,
    )  # fmt: skip
    with (
        pytest.raises(ProgrammingError, match="without its history"),
        factories.acting_as(world.caseworker),
    ):
        forged.keep(by=world.caseworker)
    with factories.acting_as(world.caseworker):
        assert list(ShelterStay.objects.filter(case=world.case)) == [stay]
