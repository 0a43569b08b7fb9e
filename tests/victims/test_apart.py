"""People and cases kept apart, suspected persons, and people who may be registered twice."""

import io

import psycopg2
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.utils import ProgrammingError
from django.urls import reverse
from openpyxl import load_workbook

from casework.access import grants
from casework.access.apart import is_kept_from
from casework.access.models import AccessEvent, Action
from casework.access.roles import Role
from casework.exchange.writer import write_workbook
from casework.sealing.keyring import SealBroken
from casework.victims import attention, noticing, policies, services
from casework.victims.models import (
    Case,
    CaseAssignment,
    CaseUserObjectPermission,
    ConflictOfInterest,
    PossibleDuplicate,
    SeparatedCases,
    SuspectedPerson,
)
from casework.victims.workflow import InvalidTransition
from tests.addresses import ROUTES, Addresses, is_of_case, is_read
from tests.clients import Browser
from tests.factories import StaffFactory, make_case
from tests.rules.who import OK, WHO

PLANTED = "Quozzlethwip"


@pytest.fixture
def second_officer(world):
    return StaffFactory(role=Role.PROTECTION_OFFICER, organisation=world.ours)


def get(person, name, case, **more):
    client = Browser()
    client.force_login(person)
    return client.get(reverse(name, args=[case.pk, *more.values()]))


def post(person, name, case, record=None, /, **answers):
    client = Browser()
    client.force_login(person)
    return client.post(reverse(name, args=[case.pk, *([record.pk] if record else [])]), answers)


def needs_of(officer, acting, ranks=(20, 40)) -> list[tuple[str, str]]:
    with acting(officer):
        cases = Case.objects.visible_to(officer).open()
        found = attention.needs(cases, attention.OF_AN_OFFICER)
        return [(str(need.kind.title), need.case.reference) for need in found if need.kind.rank in ranks]


def record_suspect(world, acting, case, by, **values):
    with acting(by):
        return services.record_suspect(suspect=SuspectedPerson(case=case, **values), by=by)


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


# Suspected persons ---------------------------------------------------------------------------------------
def test_no_word_about_a_suspected_person_leaves_its_page(world, acting, superuser):
    values = dict.fromkeys(("names", "aliases", "description", "contact_details", "whereabouts"), PLANTED)
    record_suspect(world, acting, world.case, world.caseworker, **values)
    addresses = Addresses(world)
    for person in (world.caseworker, world.officer):
        client = Browser()
        client.force_login(person)
        for name in ROUTES:
            if WHO[name][person.role] != OK or name in ("account_logout", "set_language", "suspect-edit"):
                continue
            address = addresses.of(name)
            if is_read(address) and name != "case-suspects":
                assert PLANTED not in client.get(address).content.decode(errors="replace"), name
        assert PLANTED in client.get(reverse("case-suspects", args=[world.case.pk])).content.decode()
        found = client.post("/people/find/", {"q": PLANTED}).context["found"]
        assert found == []
    with acting(world.officer):
        book = load_workbook(io.BytesIO(write_workbook([world.case], by=world.officer)))
        cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert not [cell for cell in cells if PLANTED in cell]
    with superuser.cursor() as cursor:
        for table in ("victims_suspectedperson", "victims_historicalsuspectedperson"):
            cursor.execute(f"select string_agg(t::text, '') from {table} t")
            assert PLANTED not in cursor.fetchone()[0]


def test_the_timeline_says_that_somebody_was_recorded_and_the_trail_who_read_it(world, acting):
    answer = post(world.caseworker, "suspect-add", world.case, names="Somebody", role="Exploiter")
    assert answer["Location"] == reverse("case-suspects", args=[world.case.pk])
    text = get(world.caseworker, "case-detail", world.case).content.decode()
    assert "A suspected person was recorded" in text and "Somebody" not in text
    page = get(world.caseworker, "case-suspects", world.case).content.decode()
    assert "Mireille" not in page, "never beside the name of the person of the case"
    with acting(world.auditor):
        rows = AccessEvent.objects.visible_to(world.auditor)
        assert rows.filter(action=Action.REVEALED, detail="suspects").exists()


def test_a_suspected_person_is_changed_and_may_have_no_name(world, acting):
    empty = post(world.caseworker, "suspect-add", world.case)
    assert "at least one thing that is known" in empty.content.decode()
    post(world.caseworker, "suspect-add", world.case, description="A scar")
    with acting(world.caseworker):
        suspect = SuspectedPerson.objects.get()
    changed = post(
        world.caseworker, "suspect-edit", world.case, suspect, description="No scar",
        seen=suspect.updated_at.isoformat(),
    )  # fmt: skip
    assert changed.status_code == 302
    assert "Name not known" in get(world.caseworker, "case-suspects", world.case).content.decode()


def test_a_partner_never_reads_of_suspected_persons(world, acting):
    record_suspect(world, acting, world.case, world.caseworker, names=PLANTED)
    assert get(world.partner, "case-suspects", world.case).status_code == 403
    assert get(world.caseworker, "case-suspects", world.case).status_code == 200
    with acting(world.officer):
        grants.grant(world.case, world.partner, grants.READ)
    for reader, is_told in ((world.caseworker, True), (world.partner, False)):
        readers = get(reader, "case-readers", world.case)
        assert readers.status_code == 200
        assert ("suspected persons" in readers.content.decode()) is is_told
    assert get(world.colleague, "case-suspects", world.case).status_code == 404
    with acting(world.partner):
        assert not SuspectedPerson.objects.visible_to(world.partner).exists()


def test_a_suspected_person_who_is_registered_is_told_to_the_officer_alone(world, acting):
    other = make_case(world.colleague, person={"given_names": "Silvester", "family_name": "Brankovan"})
    elsewhere = make_case(world.stranger, person={"given_names": "Silvester", "family_name": "Brankovan"})
    record_suspect(world, acting, world.case, world.caseworker, names="x", aliases="Sylvester Brankovan")
    first = min((world.case, other), key=lambda case: case.pk)
    assert needs_of(world.officer, acting, [20]) == [("Keep two cases apart", first.reference)]
    assert needs_of(world.strangers[Role.PROTECTION_OFFICER], acting, [20]) == []
    for person in (world.caseworker, world.colleague):
        with acting(person):
            assert not SeparatedCases.objects.exists()
    with acting(world.officer):
        separation = SeparatedCases.objects.get()
        assert elsewhere.pk not in (separation.first_id, separation.second_id)
    record_suspect(world, acting, world.case, world.caseworker, names="Silvester Brankovan")
    assert post(world.officer, "separation-decide", world.case, separation, status="dismissed")
    assert needs_of(world.officer, acting, [20]) == []


def test_a_suspected_person_who_registers_later_is_told_as_well(world, acting):
    record_suspect(world, acting, world.case, world.caseworker, names="Silvester Brankovan")
    make_case(world.colleague, person={"given_names": "Silvester", "family_name": "Brankowan"})
    assert [title for title, _reference in needs_of(world.officer, acting)] == ["Keep two cases apart"]


def test_a_suspected_person_whose_key_is_gone_is_passed_over(world, acting, monkeypatch):
    record_suspect(world, acting, world.case, world.caseworker, names="Silvester Brankovan")

    def broken(*_place):
        raise SealBroken

    monkeypatch.setattr(noticing, "unseal", broken)
    make_case(world.colleague, person={"given_names": "Silvester", "family_name": "Brankovan"})
    assert needs_of(world.officer, acting) == []


# Registered twice ----------------------------------------------------------------------------------------
def test_somebody_registered_twice_is_told_to_the_officers_and_to_nobody_else(world, acting, sign_in):
    page = sign_in(world.colleague)
    alike = page.post("/people/register/", {"given_names": "Mireile", "family_name": "Kabongo"}, follow=True)
    nobody = page.post("/people/register/", {"given_names": "Wxyz", "family_name": "Vqrst"}, follow=True)
    texts = [answer.content.decode() for answer in (alike, nobody)]
    assert [answer.redirect_chain[0][1] for answer in (alike, nobody)] == [302, 302]
    assert all("twice" not in text and world.case.reference not in text for text in texts)
    with acting(world.colleague):
        mine = Case.objects.visible_to(world.colleague).order_by("created_at").first()
        assert not PossibleDuplicate.objects.exists()
        assert not PossibleDuplicate.history.exists()
    assert needs_of(world.officer, acting) == [("A person may be registered twice", mine.reference)]
    assert needs_of(world.strangers[Role.PROTECTION_OFFICER], acting) == []
    text = get(world.officer, "case-duplicates", mine).content.decode()
    assert "Mireile" in text and "Mireille" in text and world.case.reference in text
    with acting(world.auditor):
        rows = AccessEvent.objects.visible_to(world.auditor)
        assert rows.filter(case_id=world.case.pk, page="case-duplicates").exists()


def test_across_organisations_neither_officer_sees_the_other_case(world, acting):
    theirs = make_case(world.stranger)
    with acting(world.officer):
        pair = PossibleDuplicate.objects.get()
    stranger = world.strangers[Role.PROTECTION_OFFICER]
    for officer, mine, other in ((world.officer, world.case, theirs), (stranger, theirs, world.case)):
        assert needs_of(officer, acting) == [("A person may be registered twice", mine.reference)]
        text = get(officer, "case-duplicates", mine).content.decode()
        assert "A case of another organisation" in text
        assert other.reference not in text and other.organisation.name not in text
    assert post(stranger, "duplicate-decide", theirs, pair, status="not_sure").status_code == 302
    assert needs_of(world.officer, acting) == []


def test_two_people_told_apart_are_not_noticed_again(world, acting):
    again = make_case(world.colleague)
    with acting(world.officer):
        pair = PossibleDuplicate.objects.get()
    assert post(world.officer, "duplicate-decide", again, pair, status="x").status_code == 404
    post(world.officer, "duplicate-decide", again, pair, status="different")
    post(world.officer, "duplicate-decide", again, pair, status="different")
    with acting(world.colleague):
        services.change_person(case=again, changes={"family_name": "Kabonggo"}, by=world.colleague)
        services.change_person(case=again, changes={"gender": "unknown"}, by=world.colleague)
    with acting(world.officer):
        decided = PossibleDuplicate.objects.get()
        assert (decided.status, decided.decided_by) == ("different", world.officer)
        with pytest.raises(InvalidTransition):
            services.decide_duplicate(duplicate=decided, status="different", by=world.officer)
    assert post(world.officer, "duplicate-decide", again, pair, status="same").status_code == 302
    assert "close the other" in get(world.officer, "case-duplicates", again).content.decode()


def test_people_in_sight_are_told_apart_on_the_page_and_not_noticed_again(world, acting):
    make_case(world.caseworker)
    assert needs_of(world.officer, acting) == []


def test_only_an_officer_of_one_of_the_cases_compares(world, acting):
    make_case(world.colleague)
    with acting(world.officer):
        pair = PossibleDuplicate.objects.get()
    stranger = world.strangers[Role.PROTECTION_OFFICER]
    with acting(stranger), pytest.raises(PermissionDenied, match="Neither"):
        services.decide_duplicate(duplicate=pair, status="same", by=stranger)
    with acting(world.caseworker), pytest.raises(PermissionDenied):
        services.decide_duplicate(duplicate=pair, status="same", by=world.caseworker)
    assert post(world.officer, "duplicate-decide", world.other_case, pair, status="same").status_code == 404


def test_an_officer_kept_out_of_one_case_is_told_nothing_of_the_pair(world, acting, second_officer):
    again = make_case(world.colleague)
    post(world.officer, "conflict-declare", world.case, kind="relative")
    assert needs_of(world.officer, acting) == []
    assert needs_of(second_officer, acting) == [("A person may be registered twice", again.reference)]
    assert "Nobody alike" in get(world.officer, "case-duplicates", again).content.decode()


def test_hidden_names_stay_hidden_beside_each_other(world, acting):
    again = make_case(world.colleague)
    with acting(world.colleague):
        services.hide_person(case=again, by=world.colleague)
    text = get(world.officer, "case-duplicates", again).content.decode()
    assert text.count("Mireille") == 1


def test_pages_of_an_officer_ask_no_more_with_more_pairs(world, acting, django_assert_max_num_queries):
    def queries() -> list[int]:
        counted = []
        for name in ("my-day", "case-apart", "case-duplicates"):
            client = Browser()
            client.force_login(world.officer)
            address = reverse(name, args=[] if name == "my-day" else [world.case.pk])
            with django_assert_max_num_queries(200) as asked:
                assert client.get(address).status_code == 200
            counted.append(len(asked))
        return counted

    def add_pair() -> None:
        other = make_case(world.colleague)
        with acting(world.officer):
            services.separate_cases(case=world.case, other=other, by=world.officer)

    add_pair()
    queries()
    few = queries()
    for _number in range(3):
        add_pair()
    queries()
    assert queries() == few


# The database itself -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "statement",
    [
        "select * from sec.cases_alike('{}'::uuid[], gen_random_uuid())",
        "select * from sec.cases_to_separate('{}'::uuid[], gen_random_uuid())",
        "select * from sec.sealed_suspects(gen_random_uuid())",
    ],
)
def test_what_is_compared_behind_the_scenes_is_read_for_its_purpose_only(world, acting, statement):
    with pytest.raises(ProgrammingError) as refusal, acting(world.officer), connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(refusal.value.__cause__, psycopg2.errors.InsufficientPrivilege)


def test_only_officers_learn_whether_somebody_is_kept_out(world, acting):
    post(world.caseworker, "conflict-declare", world.case, kind="relative")
    with acting(world.officer):
        assert is_kept_from(world.caseworker, world.case)
        assert not is_kept_from(world.colleague, world.case)
    with acting(world.colleague):
        assert not is_kept_from(world.caseworker, world.case)


def test_a_decision_without_its_maker_is_refused_by_the_database(world, acting):
    other = make_case(world.colleague, person={"given_names": "Beside"})
    with pytest.raises(ProgrammingError), acting(world.caseworker):
        PossibleDuplicate(one=world.case, other=other, status="same").keep(by=world.caseworker)
    with acting(world.caseworker):
        noticed = PossibleDuplicate(one=world.case, other=other)
        noticed.keep(by=world.caseworker, reason="noticed")
    with pytest.raises(ValidationError), acting(world.officer):
        noticed.status = "same"
        noticed.keep(by=world.officer)
    with pytest.raises(ValidationError), acting(world.caseworker):
        PossibleDuplicate(one=world.case, other=world.case).keep(by=world.caseworker)
