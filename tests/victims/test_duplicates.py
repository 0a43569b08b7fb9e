"""People who may be registered twice: officers alone compare, each sees their own case only, and say once."""

import psycopg2
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.utils import ProgrammingError
from django.urls import reverse

from casework.access.models import AccessEvent
from casework.access.roles import Role
from casework.victims import services
from casework.victims.models import Case, PossibleDuplicate
from casework.victims.workflow import InvalidTransition
from tests.clients import Browser
from tests.factories import make_case
from tests.victims.apart import get, needs_of, post


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
