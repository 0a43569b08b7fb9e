"""Registering a person: short, nothing compulsory, and never twice."""

import uuid

import pytest
from django.urls import reverse

from casework.access.models import AccessEvent, Action
from casework.victims.models import Case, ConnectedOrganisation, Consent, ContactPoint, DistinctPair
from tests.factories import make_case

REGISTER = "/people/register/"
ALIKE = "/people/alike/"
MINIMAL = {"name_to_use": "Zawadi"}


def newest(world, acting) -> Case:
    """The case registered last, opened with its person."""
    with acting(world.caseworker):
        case = Case.objects.visible_to(world.caseworker).order_by("-created_at").first()
        assert case.victim.names_changed_in
        return case


def test_register_with_nothing_at_all_opens_a_case(page, world, acting):
    answer = page.post(REGISTER, {})
    assert answer.status_code == 302
    assert newest(world, acting) != world.case


def test_register_keeps_every_answer(page, world, acting):
    answer = page.post(
        REGISTER,
        {
            "is_in_danger": "yes",
            "name_to_use": "Zawadi",
            "given_names": "Zawadi Amani",
            "family_name": "N’Dour-O'Neil",
            "other_names": "Zaza; 王小明",
            "birth_date": "3/2002",
            "primary_language": "lin",
            "secondary_language": "fra",
            "needs_interpreter": "declined",
            "gender": "Feminine",
            "contact_kind": "messaging",
            "contact_value": "+41 79 000 00 00",
            "contact_safety": "safe",
            "from_hour": "18:00",
            "to_hour": "20:00",
            "contact_rule": "never a voice call",
            "code_word": "parasol",
            "origin": "hotline",
            "referring_organisation": "Foyer Horizon",
            "consent_status": "given",
            "consent_form": "written",
            "consent_given_by": "self",
            "consent_language": "lin",
            "certified_by": "L. Moreau",
        },
    )
    case = newest(world, acting)
    # The person is in danger now: the safety plan comes next.
    assert answer["Location"] == reverse("safety-plan-edit", args=[case.pk])
    with acting(world.caseworker):
        victim = case.victim
        assert (victim.name_to_use, victim.given_names, victim.family_name) == (
            "Zawadi", "Zawadi Amani", "N’Dour-O'Neil",
        )  # fmt: skip
        assert victim.birth_date.iso == "2002-03"
        assert (victim.gender, victim.primary_language, victim.needs_interpreter) == (
            "Feminine", "lin", "declined",
        )  # fmt: skip
        assert (case.is_in_danger, case.origin) == ("yes", "hotline")
        contact = ContactPoint.objects.get(case=case)
        assert (contact.kind, contact.safety, contact.rule, contact.code_word) == (
            "messaging", "safe", "never a voice call", "parasol",
        )  # fmt: skip
        assert contact.from_hour.hour == 18
        assert ConnectedOrganisation.objects.get(case=case).name == "Foyer Horizon"
        consent = Consent.objects.get(case=case)
        assert (consent.purpose, consent.status, consent.certified_by) == (
            "case_record",
            "given",
            "L. Moreau",
        )


def test_register_pressed_twice_saves_once(page, world, acting):
    once = str(uuid.uuid4())
    first = page.post(REGISTER, {**MINIMAL, "once": once})
    second = page.post(REGISTER, {**MINIMAL, "once": once})
    assert first["Location"] == second["Location"]
    with acting(world.caseworker):
        assert Case.objects.visible_to(world.caseworker).count() == 2


def test_register_age_gives_the_year(page, world, acting):
    page.post(REGISTER, {"age": "16"})
    with acting(world.caseworker):
        victim = newest(world, acting).victim
        assert victim.birth_date.precision == "year"
        assert victim.ages[1] == 16
        assert victim.is_treated_as_child


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"birth_date": "1/1/2999"}, "birth_date", "Date of birth: Write a year between 1900 and 2100"),
        ({"birth_date": "1/1/2090"}, "birth_date", "Date of birth must be in the past"),
        ({"birth_date": "31/2/2001"}, "birth_date", "does not exist"),
        ({"birth_date": "2001", "age": "20"}, "birth_date", "only one"),
        ({"age": "20", "birth_date_answer": "declined"}, "birth_date", "only one"),
        ({"age": "-1"}, "age", "between 0 and 120"),
        ({"age": "many"}, "age", "whole number"),
        ({"family_name": "x" * 10_000}, "family_name", "“Family name” has 10000 characters"),
        ({"given_names": "x" * 10_000}, "given_names", "“Given names” has 10000 characters"),
        ({"is_anonymous": "on", "family_name": "Known"}, "is_anonymous", "a name is written"),
        ({"from_hour": "18:00"}, "to_hour", "write both"),
        ({"consent_form": "written"}, "consent_status", "given or refused"),
        ({"gender": "Alien"}, "gender", "valid choice"),
    ],
)
def test_register_refused_names_the_field_and_keeps_what_was_typed(
    page, world, acting, answers, field, words
):
    answer = page.post(REGISTER, {"name_to_use": "Kept", **answers})
    assert answer.status_code == 422
    assert words in "".join(answer.context["form"].errors[field])
    text = answer.content.decode()
    assert 'value="Kept"' in text
    assert "<title>Error:" in text
    with acting(world.caseworker):
        assert Case.objects.visible_to(world.caseworker).count() == 1


@pytest.mark.parametrize(
    "name", ["😀 Amina", "عبد الرحمن", "Ōe Kenzaburō", "王", "<script>alert(1)</script>", "100 % \x7f"]
)
def test_register_takes_any_script_and_prints_it_safely(page, world, acting, name):
    answer = page.post(REGISTER, {"name_to_use": name, "age": "many"})
    assert "<script>alert" not in answer.content.decode()
    assert page.post(REGISTER, {"name_to_use": name}).status_code == 302
    with acting(world.caseworker):
        assert newest(world, acting).victim.name_to_use == name


def test_register_year_1900_is_a_date(page, world, acting):
    assert page.post(REGISTER, {"birth_date": "1900"}).status_code == 302
    with acting(world.caseworker):
        assert newest(world, acting).victim.birth_date.iso == "1900"


def test_register_leaves_no_name_in_address_title_message_or_session(page, world):
    answer = page.post(REGISTER, {"name_to_use": "Zawadi", "family_name": "Unheardof"}, follow=True)
    title = answer.content.decode().partition("<title>")[2].partition("</title>")[0]
    said = " ".join(str(message) for message in answer.context["messages"])
    for place in (answer.redirect_chain[0][0], title, said, str(dict(page.session))):
        assert "Zawadi" not in place
        assert "Unheardof" not in place


def test_alike_shows_reference_and_reason_but_no_name(page, world):
    answer = page.post(ALIKE, {"given_names": "Mirelle", "family_name": "Kabongo", "birth_date": "2002"})
    text = answer.content.decode()
    assert world.case.reference in text
    assert "same year of birth" in text
    assert "You hold this case" in text
    assert "Mireille" not in text


def test_alike_asks_for_three_letters(page):
    before = AccessEvent.objects.using("default").filter(action=Action.SEARCHED)
    answer = page.post(ALIKE, {"given_names": "Mi"})
    assert "three letters" in answer.content.decode()
    assert not before.exists()


def test_alike_knows_nothing_of_cases_out_of_sight(page, world):
    answer = page.post(ALIKE, {"given_names": "Other", "family_name": "Person"})
    text = answer.content.decode()
    assert world.other_case.reference not in text
    assert answer.context["hits"] == []


def test_alike_is_recorded_without_its_words(page, world, acting):
    page.post(ALIKE, {"given_names": "Mireille"})
    with acting(world.auditor):
        event = AccessEvent.objects.visible_to(world.auditor).get(action=Action.SEARCHED)
    assert event.user_id == world.caseworker.pk
    assert "Mireille" not in f"{event.detail} {event.page}"


def test_alike_without_a_script_keeps_what_was_typed(page, world):
    answer = page.post(REGISTER, {"given_names": "Mireille", "age": "x", "check": "1"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert world.case.reference in text
    assert 'value="Mireille"' in text
    assert "<title>Error:" not in text


def test_not_the_same_is_remembered_with_the_person(page, world, acting):
    answer = page.post(ALIKE, {"given_names": "Mireille", "not_same": str(world.case.pk)})
    assert answer.context["hits"] == []
    assert str(world.case.pk) in answer.context["told_apart"]
    page.post(REGISTER, {"given_names": "Mireille", "told_apart": str(world.case.pk)})
    with acting(world.caseworker):
        pair = DistinctPair.objects.get()
        assert {pair.first_id, pair.second_id} == {
            world.case.victim_id,
            newest(world, acting).victim_id,
        }


def test_not_the_same_as_somebody_out_of_sight_is_ignored(page, world, acting):
    page.post(REGISTER, {**MINIMAL, "told_apart": str(world.other_case.pk)})
    with acting(world.caseworker):
        assert not DistinctPair.objects.exists()


def test_same_person_opens_a_linked_case_and_leaves_the_person_as_it_was(page, world, acting):
    answers = {"given_names": "Miri", "is_in_danger": "yes", "code_word": "parasol"}
    page.post(REGISTER, {**answers, "same_as": str(world.case.pk)})
    case = newest(world, acting)
    with acting(world.caseworker):
        assert case.victim_id == world.case.victim_id
        assert case.previous_case_id == world.case.pk
        assert case.is_in_danger == "yes"
        assert case.victim.given_names == "Mireille"
        assert ContactPoint.objects.get(case=case).code_word == "parasol"


def test_told_apart_twice_is_remembered_once_and_nobody_from_themselves(page, world, acting):
    told = {"given_names": "Mireille", "told_apart": str(world.case.pk)}
    page.post(REGISTER, told)
    first = newest(world, acting)
    page.post(REGISTER, {**told, "same_as": str(first.pk)})
    page.post(REGISTER, {**told, "same_as": str(world.case.pk)})
    with acting(world.caseworker):
        pair = DistinctPair.objects.get()
        assert {pair.first_id, pair.second_id} == {first.victim_id, world.case.victim_id}


@pytest.mark.parametrize("wanted", ["nonsense", "other"])
def test_same_person_out_of_sight_is_not_found(page, world, wanted):
    same_as = str(world.other_case.pk) if wanted == "other" else wanted
    assert page.post(REGISTER, {**MINIMAL, "same_as": same_as}).status_code == 404


@pytest.mark.parametrize("answers", [{"age": "12"}, {"birth_date": "2015"}, {"age_is_uncertain": "on"}])
def test_child_banner_comes_with_the_panel(page, answers):
    assert "Treated as a child" in page.post(ALIKE, answers).content.decode()


def test_child_banner_stays_away_from_adults(page):
    assert "Treated as a child until" not in page.post(ALIKE, {"age": "40"}).content.decode()


@pytest.mark.parametrize("role", ["auditor", "administrator", "researcher", "shelter_partner"])
def test_register_is_refused_to_other_roles(world, sign_in, role):
    other = sign_in(world.staff[role])
    assert other.get(REGISTER).status_code == 403
    assert other.post(REGISTER, MINIMAL).status_code == 403
    assert other.post(ALIKE, MINIMAL).status_code == 403


def test_register_does_not_ask_more_of_the_database_with_more_people_alike(
    page, world, acting, django_assert_max_num_queries
):
    def queries() -> int:
        with django_assert_max_num_queries(60) as asked:
            page.post(ALIKE, {"given_names": "Mireille", "family_name": "Kabongo"})
        return len(asked)

    queries()
    few = queries()
    for _number in range(4):
        make_case(world.caseworker)
    queries()
    assert queries() <= few
