"""Finding: by reference or by name, in the body of the request only, among visible cases only."""

import pytest

from casework.access.models import AccessEvent, Action
from tests.factories import make_case

FIND = "/people/find/"


@pytest.fixture
def page(world, sign_in):
    return sign_in(world.caseworker)


def found(answer) -> list[str]:
    return [hit.case.reference for hit in answer.context["found"]]


@pytest.mark.parametrize(
    "change", [str, str.upper, str.lower, lambda text: text.replace(" ", "-"), "  {}  ".format]
)
def test_find_by_reference_however_it_is_typed(page, world, change):
    assert found(page.post(FIND, {"q": change(world.case.reference)})) == [world.case.reference]


def test_find_by_the_number_alone(page, world):
    assert world.case.reference in found(page.post(FIND, {"q": world.case.reference.split()[1]}))


@pytest.mark.parametrize("sought", ["Mireille Kabongo", "mirelle", "KABONGO", "Кабонго Мирей"])
def test_find_by_name_says_why_and_shows_no_name(page, world, sought):
    answer = page.post(FIND, {"q": sought})
    assert found(answer) == [world.case.reference]
    text = answer.content.decode()
    shown = text.replace(f'value="{sought}"', "")
    assert "Mireille" not in shown
    assert "Kabongo" not in shown
    assert "ame" in str(answer.context["found"][0].why[0])


def test_find_nothing_of_other_peoples_cases(page, world):
    by_name = page.post(FIND, {"q": "Other Person"})
    by_reference = page.post(FIND, {"q": world.other_case.reference})
    unknown = page.post(FIND, {"q": "Nobody Whatever"})
    for answer in (by_name, by_reference, unknown):
        assert found(answer) == []
        assert world.other_case.reference not in answer.content.decode().replace(
            f'value="{world.other_case.reference}"', ""
        )
        assert "Nothing alike in the cases you can see" in answer.content.decode()


def test_find_is_recorded_without_its_words(page, world, acting):
    page.post(FIND, {"q": "Mireille"})
    with acting(world.auditor):
        event = AccessEvent.objects.visible_to(world.auditor).get(action=Action.SEARCHED)
    assert (event.user_id, event.case_id) == (world.caseworker.pk, None)
    assert "Mireille" not in f"{event.detail}{event.page}"


def test_find_by_get_searches_nothing(page, world, acting):
    assert page.get(FIND, {"q": "Mireille"})["Location"] == FIND
    answer = page.get(FIND)
    assert world.case.reference not in answer.content.decode()
    assert "Mireille" not in answer.content.decode()
    with acting(world.auditor):
        assert not AccessEvent.objects.visible_to(world.auditor).filter(action=Action.SEARCHED).exists()


@pytest.mark.parametrize(
    ("sought", "words"), [("", "Write a name"), ("x" * 10_000, "200 characters at most")]
)
def test_find_refused_says_how_to_mend_it(page, sought, words):
    answer = page.post(FIND, {"q": sought})
    assert answer.status_code == 422
    assert words in answer.content.decode()


@pytest.mark.parametrize("sought", ["عبد الرحمن", "😀😀", "'; drop table", "%", "{{ 7 }}", "٤١٧"])
def test_find_survives_anything(page, sought):
    assert page.post(FIND, {"q": sought}).status_code == 200


def test_name_is_shown_alone_and_recorded_first(page, world, acting):
    answer = page.post(f"/cases/{world.case.pk}/name/", headers={"Accept": "text/plain"})
    assert answer.content.decode() == "Mireille Kabongo"
    assert answer["Content-Type"].startswith("text/plain")
    with acting(world.auditor):
        event = AccessEvent.objects.visible_to(world.auditor).get(action=Action.REVEALED)
    assert event.case_id == world.case.pk


def test_name_stays_hidden_while_names_are_hidden(page, world):
    page.post("/hide-names/")
    answer = page.post(f"/cases/{world.case.pk}/name/", headers={"Accept": "text/plain"})
    assert "Mireille" not in answer.content.decode()


def test_name_of_somebody_elses_case_is_not_found(page, world):
    answer = page.post(f"/cases/{world.other_case.pk}/name/", headers={"Accept": "text/plain"})
    assert answer.status_code == 404


def test_name_by_get_is_not_allowed(page, world):
    assert page.get(f"/cases/{world.case.pk}/name/").status_code == 405


def test_find_asks_no_more_of_the_database_with_more_found(page, world, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(60) as asked:
            assert page.post(FIND, {"q": "Mireille"}).status_code == 200
        return len(asked)

    queries()
    few = queries()
    for _number in range(8):
        make_case(world.caseworker)
    queries()
    assert queries() <= few


@pytest.mark.parametrize("role", ["auditor", "administrator", "researcher", "shelter_partner"])
def test_find_is_refused_to_other_roles(world, sign_in, role):
    assert sign_in(world.staff[role]).post(FIND, {"q": "Mireille"}).status_code == 403
