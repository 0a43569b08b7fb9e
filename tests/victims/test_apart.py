"""Who has a conflict of interest loses the case; nobody works on both of two cases held apart."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db.utils import ProgrammingError
from django.urls import reverse

from casework.access.apart import is_kept_from
from casework.access.roles import Role
from casework.victims import policies, services
from casework.victims.models import (
    Case,
    CaseAssignment,
    CaseUserObjectPermission,
    ConflictOfInterest,
    SeparatedCases,
)
from tests.addresses import ROUTES, Addresses, is_of_case, is_read
from tests.clients import Browser
from tests.factories import StaffFactory, make_case
from tests.rules.who import OK, WHO
from tests.victims.apart import get, needs_of, post


# Conflict of interest ------------------------------------------------------------------------------------
def test_declaring_a_conflict_takes_the_case_away_with_the_next_request(world, acting):
    page = get(world.caseworker, "conflict-declare", world.case).content.decode()
    assert "You lose this case at once." in page
    answer = post(world.caseworker, "conflict-declare", world.case, kind="relative", explanation="Cousin")
    assert answer["Location"] == "/"
    addresses = Addresses(world)
    other = {name for name in ROUTES if is_of_case(name) and "<uuid:record>" not in ROUTES[name]}
    for name in other:
        if WHO[name][Role.CASEWORKER] == OK and is_read(addresses.of(name)):
            assert get(world.caseworker, name, world.case).status_code == 404, name
    with acting(world.caseworker):
        assert not Case.objects.filter(pk=world.case.pk).exists()
        assert not ConflictOfInterest.objects.exists()
    with acting(world.officer):
        conflict = ConflictOfInterest.objects.get()
        assert (conflict.user, conflict.kind, conflict.explanation) == (
            world.caseworker, "relative", "Cousin",
        )  # fmt: skip
        assert not CaseAssignment.objects.filter(case=world.case, ended_at=None).exists()


def test_a_declaration_needs_its_relation(world, acting):
    assert "Relation: choose one" in post(world.caseworker, "conflict-declare", world.case).content.decode()
    assert get(world.caseworker, "case-detail", world.case).status_code == 200


def test_a_declaration_pressed_twice_is_saved_once(world, acting):
    client = Browser()
    client.force_login(world.caseworker)
    answers = {"kind": "other", "once": "6f9619ff-8b86-4011-b42d-00cf4fc964ff"}
    address = reverse("conflict-declare", args=[world.case.pk])
    assert client.post(address, answers).status_code == 302
    assert client.post(address, answers).status_code == 404
    with acting(world.officer):
        assert ConflictOfInterest.objects.count() == 1


def test_an_officer_keeps_somebody_out_who_cannot_be_assigned_again(world, acting):
    answer = post(world.officer, "conflict-add", world.case, staff=world.caseworker.pk, kind="acquaintance")
    assert answer["Location"] == reverse("case-apart", args=[world.case.pk])
    assert world.caseworker.name in get(world.officer, "case-apart", world.case).content.decode()
    refused = post(world.officer, "case-assign", world.case, person=world.caseworker.pk, kind="holder")
    assert "cannot be given this case. Choose somebody else." in refused.content.decode()
    again = post(world.officer, "conflict-add", world.case, staff=world.caseworker.pk, kind="other")
    assert "kept out of this case already" in again.content.decode()


def test_a_conflict_holds_for_every_case_of_the_person(world, acting):
    with acting(world.caseworker):
        linked = services.open_linked_case(earlier=world.case, by=world.caseworker)
    post(world.caseworker, "conflict-declare", world.case, kind="relative")
    assert get(world.caseworker, "case-detail", linked).status_code == 404
    with pytest.raises(ProgrammingError), acting(world.caseworker):
        services.open_linked_case(earlier=world.case, by=world.caseworker)


def test_an_officer_is_kept_out_too_and_only_another_officer_lets_them_in(world, acting, second_officer):
    post(world.officer, "conflict-declare", world.case, kind="relative")
    assert get(world.officer, "case-detail", world.case).status_code == 404
    with acting(second_officer):
        conflict = ConflictOfInterest.objects.get()
        assert is_kept_from(world.officer, world.case)
    assert post(world.officer, "conflict-lift", world.case, conflict).status_code == 404
    for check in (policies.check_can_change_case, policies.check_can_keep_apart):
        with acting(world.officer), pytest.raises(PermissionDenied):
            check(world.officer, world.case)
    with acting(world.officer), pytest.raises(PermissionDenied):
        services.lift_conflict(conflict=conflict, by=world.officer)
    assert (
        "nothing is given back"
        in get(second_officer, "conflict-lift", world.case, record=conflict.pk).content.decode().lower()
    )
    assert post(second_officer, "conflict-lift", world.case, conflict).status_code == 302
    assert get(world.officer, "case-detail", world.case).status_code == 200


def test_nobody_lifts_their_own_conflict_even_where_they_see_it(world, acting):
    with acting(world.officer):
        conflict = ConflictOfInterest(case=world.case, user=world.officer, kind="other")
        with pytest.raises(PermissionDenied, match="Another protection officer"):
            policies.check_can_lift_conflict(world.officer, conflict)


def test_lifting_gives_nothing_back_by_itself(world, acting):
    post(world.caseworker, "conflict-declare", world.case, kind="relative")
    with acting(world.officer):
        conflict = ConflictOfInterest.objects.get()
        services.lift_conflict(conflict=conflict, by=world.officer)
        services.lift_conflict(conflict=conflict, by=world.officer)
        assert not CaseUserObjectPermission.objects.filter(user=world.caseworker).exists()
    assert get(world.caseworker, "case-detail", world.case).status_code == 404
    with acting(world.officer):
        services.assign_case(case=world.case, to=world.caseworker, by=world.officer)
    assert get(world.caseworker, "case-detail", world.case).status_code == 200


def test_lifting_leaves_the_grant_of_who_works_on_the_case_meanwhile(world, acting, second_officer):
    with acting(world.officer):
        conflict = services.record_conflict(
            case=world.case, staff=second_officer, kind="other", by=world.officer
        )
        with pytest.raises(PermissionDenied):
            services.assign_case(case=world.case, to=second_officer, by=world.officer)
        assignment = CaseAssignment(case=world.case, user=second_officer, kind="team")
        assignment.keep(by=world.officer, reason="assigned")
        services.lift_conflict(conflict=conflict, by=world.officer)
        assert CaseAssignment.objects.filter(user=second_officer, ended_at=None).exists()


def test_a_caseworker_records_no_conflict_of_somebody_else(world, acting):
    with acting(world.caseworker), pytest.raises(PermissionDenied):
        services.record_conflict(case=world.case, staff=world.colleague, kind="other", by=world.caseworker)
    with pytest.raises(ProgrammingError), acting(world.caseworker):
        ConflictOfInterest(case=world.case, user=world.colleague, kind="other").keep(by=world.caseworker)
    stranger = world.strangers[Role.PROTECTION_OFFICER]
    with acting(stranger), pytest.raises(PermissionDenied, match="another organisation"):
        policies.check_can_keep_apart(stranger, world.case)


# Cases held apart ----------------------------------------------------------------------------------------
@pytest.fixture
def pair(world, acting):
    """Two cases of the organisation that are held apart: of the caseworker, and of the colleague."""
    other = make_case(world.colleague, person={"given_names": "Beside"})
    answer = post(world.officer, "case-apart", world.case, reference=other.reference)
    assert answer.status_code == 302
    return other


def test_nobody_is_assigned_to_both_and_the_refusal_names_no_one(world, acting, pair):
    refused = post(world.officer, "case-assign", pair, person=world.caseworker.pk, kind="team")
    words = refused.context["form"].errors["person"]
    assert words == ["This person of staff cannot be given this case. Choose somebody else."]
    with acting(world.officer):
        helper = StaffFactory(organisation=world.ours)
        services.assign_case(case=pair, to=helper, kind="team", by=world.officer)


def test_whoever_works_on_one_does_not_find_the_other(world, acting, second_officer, pair):
    assert get(second_officer, "case-detail", pair).status_code == 200
    with acting(world.officer):
        services.assign_case(case=world.case, to=second_officer, kind="team", by=world.officer)
    assert get(second_officer, "case-detail", pair).status_code == 404
    assert get(second_officer, "case-detail", world.case).status_code == 200
    assert get(world.officer, "case-detail", pair).status_code == 200


def test_who_works_on_both_already_is_listed_and_loses_neither(world, acting):
    other = make_case(world.caseworker, person={"given_names": "Beside"})
    post(world.officer, "case-apart", world.case, reference=other.reference)
    assert get(world.caseworker, "case-detail", other).status_code == 200
    text = get(world.officer, "case-apart", world.case).content.decode()
    assert "1 person of staff works on both cases" in text and world.caseworker.name in text
    first = min((world.case, other), key=lambda case: case.pk)
    assert needs_of(world.officer, acting) == [("Keep two cases apart", first.reference)]
    with acting(world.officer):
        assignment = CaseAssignment.objects.get(case=other, ended_at=None)
        services.end_assignment(assignment=assignment, by=world.officer)
    assert get(world.caseworker, "case-detail", other).status_code == 404
    assert needs_of(world.officer, acting) == []


def test_a_separation_is_ended_and_set_again(world, acting, pair):
    with acting(world.officer):
        separation = SeparatedCases.objects.get()
    for status, expected in (("ended", "ended"), ("proposed", "ended"), ("kept", "kept"), ("kept", "kept")):
        assert (
            post(world.officer, "separation-decide", world.case, separation, status=status).status_code == 302
        )
        with acting(world.officer):
            assert SeparatedCases.objects.get().status == expected
    assert post(world.officer, "separation-decide", world.case, separation, status="x").status_code == 404
    with acting(world.officer):
        assert services.separate_cases(case=pair, other=world.case, by=world.officer).status == "kept"


@pytest.mark.parametrize("reference", ["", "Nobody 1", "self", "stranger"])
def test_only_another_case_of_the_organisation_is_held_apart(world, acting, reference):
    known = {"self": world.case.reference, "stranger": world.other_case.reference}
    answer = post(world.officer, "case-apart", world.case, reference=known.get(reference, reference))
    assert answer.status_code == 422
    with acting(world.officer):
        assert not SeparatedCases.objects.exists()


# The database itself -------------------------------------------------------------------------------------
def test_only_officers_learn_whether_somebody_is_kept_out(world, acting):
    post(world.caseworker, "conflict-declare", world.case, kind="relative")
    with acting(world.officer):
        assert is_kept_from(world.caseworker, world.case)
        assert not is_kept_from(world.colleague, world.case)
    with acting(world.colleague):
        assert not is_kept_from(world.caseworker, world.case)
