"""First contacts, and names that are given later or hidden again."""

import pytest
from django.urls import reverse

from casework.standards.dates import PartialDate
from casework.victims import services
from casework.victims.models import Case, FirstContact, Victim
from casework.victims.search import find_people
from tests.factories import make_case, record

REGISTER = "/people/register/"


def newest(world, acting) -> Case:
    with acting(world.caseworker):
        case = Case.objects.visible_to(world.caseworker).order_by("-created_at").first()
        assert case.victim.created_at
        return case


def anonymous_case(world, **person) -> Case:
    return make_case(world.caseworker, person={"is_anonymous": True, **person})


# Contacts ------------------------------------------------------------------------------------------------
ANSWERS = {
    "contacted_on": "20/11/2026", "contacted_at": "22:45", "origin": "hotline", "channel": "phone",
    "place": "Halle du marché", "informant": "counsellor", "informant_organisation": "Ligne 0800",
    "informant_name": "Y. Traoré", "account": "A crié, puis silence.",
    "immediate_needs": ["safe_place"], "needs_met": ["safe_place", "food"], "language": "lin",
    "interpreter": "N. H.", "wishes_anonymity": "yes", "may_contact_again": "declined",
}  # fmt: skip


def test_a_contact_keeps_every_answer_and_what_was_given_was_needed(page, world, acting):
    answer = page.post(reverse("first-contact-add", args=[world.case.pk]), ANSWERS)
    assert answer.status_code == 302
    with acting(world.caseworker):
        row = FirstContact.objects.get(case=world.case)
        kept = {name: getattr(row, name) for name in ANSWERS if name not in ("contacted_on", "contacted_at")}
    assert kept == {**{n: ANSWERS[n] for n in kept}, "immediate_needs": ["safe_place", "food"]}
    assert (row.contacted_on.isoformat(), row.contacted_at.hour) == ("2026-11-20", 22)


def test_a_contact_with_nothing_but_a_day_is_saved(page, world, acting):
    page.post(reverse("first-contact-add", args=[world.case.pk]), {"contacted_on": "1/1/1900"})
    with acting(world.caseworker):
        assert FirstContact.objects.get(case=world.case).contacted_on.year == 1900


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"contacted_on": "1/1/2090"}, "Day of the contact"),
        ({"immediate_needs": ["unknown"], "needs_met": ["food"]}, "Given at once: something was given"),
        ({"immediate_needs": ["unknown", "food"]}, "stand alone"),
        ({"origin": "moon"}, "valid choice"),
        ({"account": "x" * 9000}, "What was seen or said"),
    ],
)
def test_a_contact_refused_names_the_field(page, world, answers, words):
    answer = page.post(
        reverse("first-contact-add", args=[world.case.pk]), {"contacted_on": "20/11/2026", **answers}
    )
    assert words in answer.content.decode()
    assert answer.context["form"].errors


def test_contacts_are_on_the_identification_page_and_the_timeline_without_who_told_us(page, world, acting):
    page.post(reverse("first-contact-add", args=[world.case.pk]), ANSWERS)
    page.post(
        reverse("first-contact-add", args=[world.case.pk]),
        {"contacted_on": "21/11/2026", "channel": "in_person"},
    )
    text = page.get(reverse("case-identification", args=[world.case.pk])).content.decode()
    assert "Y. Traoré" in text and "Further contact" in text
    titles = [
        event.title
        for event in page.get(reverse("case-detail", args=[world.case.pk]), {"show": "identification"})
        .context["timeline"]
        .events
    ]
    assert titles == ["Further contact", "First contact"]
    overview = page.get(reverse("case-detail", args=[world.case.pk])).content.decode()
    assert "Traoré" not in overview and "silence" not in overview


def test_a_first_contact_begins_with_what_is_known_of_the_case(page, world, acting):
    case = make_case(world.caseworker, origin="police")
    form = page.get(reverse("first-contact-add", args=[case.pk])).context["form"]
    assert (form["origin"].value(), form["language"].value()) == ("police", "lin")


def test_a_contact_is_changed_and_marked_as_entered_in_error(page, world, acting):
    with acting(world.caseworker):
        row = services.record_for_case(record=record(FirstContact, world.case), by=world.caseworker)
    page.post(
        reverse("first-contact-edit", args=[world.case.pk, row.pk]),
        {"contacted_on": "20/11/2026", "place": "Port", "seen": row.updated_at.isoformat()},
    )
    page.post(reverse("record-in-error", args=[world.case.pk, "first-contact", row.pk]))
    with acting(world.caseworker):
        row = FirstContact.objects.get(pk=row.pk)
        assert (row.place, row.entered_in_error) == ("Port", True)


def test_the_database_refuses_what_was_given_and_not_needed(world, acting, superuser):
    with acting(world.caseworker):
        row = services.record_for_case(record=record(FirstContact, world.case), by=world.caseworker)
    with superuser.cursor() as cursor, pytest.raises(Exception, match="needs_met_were_needed"):
        cursor.execute("update victims_firstcontact set needs_met = '{food}' where id = %s", [str(row.pk)])


# At registration -----------------------------------------------------------------------------------------
def test_registration_keeps_how_the_person_came(page, world, acting):
    page.post(
        REGISTER,
        {
            "name_to_use": "Zawadi", "origin": "embassy", "contact_channel": "email",
            "informant": "consular_officer", "contact_place": "Guichet 3", "account": "Sans passeport.",
            "immediate_needs": ["legal_information"], "primary_language": "lin",
        },
    )  # fmt: skip
    case = newest(world, acting)
    with acting(world.caseworker):
        row = FirstContact.objects.get(case=case)
        assert (row.origin, row.channel, row.informant, row.place, row.account, row.language) == (
            "embassy", "email", "consular_officer", "Guichet 3", "Sans passeport.", "lin",
        )  # fmt: skip
        assert (case.origin, row.immediate_needs) == ("embassy", ["legal_information"])


def test_registration_without_a_word_about_it_records_no_contact(page, world, acting):
    page.post(REGISTER, {"name_to_use": "Zawadi"})
    with acting(world.caseworker):
        assert not FirstContact.objects.filter(case__in=[newest(world, acting)]).exists()


def test_registration_refuses_a_non_answer_beside_an_answer(page):
    answer = page.post(REGISTER, {"immediate_needs": ["unknown", "food"]})
    assert answer.status_code == 422
    assert "Needed at once" in answer.content.decode()


@pytest.mark.parametrize(
    ("answers", "is_uncertain"),
    [
        ({"age": "16"}, True), ({"age": "18"}, True), ({"age": "19"}, False), ({"age": "120"}, False),
        ({"age": "21", "age_is_about": "on"}, True), ({"age": "45", "age_is_about": "on"}, False),
        ({"age_is_about": "on"}, False), ({"birth_date": "1/1/2015"}, False),
        ({"age": "40", "age_is_uncertain": "on"}, True),
    ],
)  # fmt: skip
def test_an_age_alone_keeps_the_year_and_whether_it_may_be_a_child(
    page, world, acting, answers, is_uncertain
):
    page.post(REGISTER, answers)
    with acting(world.caseworker):
        victim = newest(world, acting).victim
        assert victim.age_is_uncertain is is_uncertain
        if "age" in answers:
            assert victim.birth_date.precision == "year"
            assert victim.ages == (int(answers["age"]) - 1, int(answers["age"]))


# Without a name, and named later -------------------------------------------------------------------------
def test_one_press_opens_a_case_without_a_name(page, world, acting):
    text = page.get(REGISTER).content.decode()
    assert "Open a case without a name" in text
    answer = page.post(REGISTER, {"is_anonymous": "on"}, follow=True)
    case = newest(world, acting)
    assert case.victim.is_anonymous
    text = answer.content.decode()
    assert "Anonymous" in text and case.reference in text


def test_an_anonymous_person_has_no_name_on_any_page(page, world, acting):
    case = anonymous_case(world, given_names="Zéphyrelle", name_to_use="Zéph", family_name="Quark")
    for name in ("case-detail", "case-identification", "case-history", "case-person-edit", "person-name"):
        text = page.get(reverse(name, args=[case.pk])).content.decode()
        assert "Zéph" not in text and "Quark" not in text, name
        assert "Anonymous" in text
    shown = page.post(reverse("case-name", args=[case.pk]), headers={"accept": "text/plain"})
    assert shown.content.decode() == "Anonymous: no name is shown."


def test_an_anonymous_case_says_so_in_the_list_of_names(page, world):
    anonymous_case(world)
    assert "Anonymous" in page.post("/cases/names/", follow=True).content.decode()


def test_changing_the_person_leaves_a_hidden_name_as_it_was(page, world, acting):
    case = anonymous_case(world, given_names="Zéphyrelle")
    page.post(reverse("case-person-edit", args=[case.pk]), {"gender": "Feminine", "given_names": "Other"})
    with acting(world.caseworker):
        victim = Victim.objects.get(pk=case.victim_id)
        assert (victim.gender, victim.given_names, victim.is_anonymous) == ("Feminine", "Zéphyrelle", True)


def test_a_name_given_later_is_found_and_told_without_the_name(page, world, acting):
    case = anonymous_case(world)
    answer = page.post(
        reverse("person-name", args=[case.pk]), {"given_names": "Zawadi", "family_name": "Unheardof"}
    )
    assert answer["Location"] == reverse("case-detail", args=[case.pk])
    with acting(world.caseworker):
        victim = Victim.objects.get(pk=case.victim_id)
        assert (victim.is_anonymous, victim.full_name) == (False, "Zawadi Unheardof")
        assert [found.case.pk for found in find_people("Zawady Unherdof", world.caseworker)] == [case.pk]
    page_shown = page.get(reverse("case-detail", args=[case.pk]), {"show": "identification"})
    event = page_shown.context["timeline"].events[0]
    assert (event.title, event.text) == ("The person gave a name", "")
    history = page.get(reverse("case-history", args=[case.pk])).content.decode()
    assert "the person gave a name" in history


def test_a_name_is_needed_unless_one_is_kept(page, world, acting):
    nameless, hidden = anonymous_case(world), anonymous_case(world, given_names="Zawadi")
    answer = page.post(reverse("person-name", args=[nameless.pk]), {})
    assert "write at least one name" in answer.content.decode()
    assert page.post(reverse("person-name", args=[hidden.pk]), {}).status_code == 302
    with acting(world.caseworker):
        assert Victim.objects.get(pk=nameless.victim_id).is_anonymous
        assert Victim.objects.get(pk=hidden.victim_id).display_name == "Zawadi"


def test_two_people_naming_at_once_see_each_other(page, world, acting):
    case = anonymous_case(world)
    with acting(world.caseworker):
        seen = Victim.objects.get(pk=case.victim_id).updated_at.isoformat()
        services.name_person(case=case, names={"given_names": "First"}, by=world.caseworker)
    answer = page.post(reverse("person-name", args=[case.pk]), {"given_names": "Second", "seen": seen})
    assert answer.status_code == 409
    assert "First" in answer.content.decode()


def test_hiding_a_name_says_that_nothing_is_erased(page, world, acting):
    address = reverse("person-hide", args=[world.case.pk])
    assert "The name is not erased" in page.get(address).content.decode()
    page.post(address)
    with acting(world.caseworker):
        victim = Victim.objects.get(pk=world.case.victim_id)
        assert (victim.is_anonymous, victim.given_names) == (True, "Mireille")
    text = page.get(reverse("case-detail", args=[world.case.pk]), {"show": "identification"})
    assert "The name is hidden, as the person asked" in text.content.decode()
    assert "Mireille" not in text.content.decode()


def test_right_to_left_names_and_emoji_are_given_too(page, world, acting):
    case = anonymous_case(world, birth_date=PartialDate(2001))
    page.post(reverse("person-name", args=[case.pk]), {"name_to_use": "عبد الرحمن 😀"})
    assert "<bdi>عبد الرحمن 😀</bdi>" in page.get(reverse("case-detail", args=[case.pk])).content.decode()


def test_a_stranger_reaches_none_of_it(world, sign_in):
    page = sign_in(world.stranger)
    for name in ("first-contact-add", "person-name", "person-hide"):
        assert page.get(reverse(name, args=[world.case.pk])).status_code == 404
