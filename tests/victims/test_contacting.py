"""Whether the person may be reached now: every rule, at every edge, and no way around."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from casework.access.models import AccessEvent, Action
from casework.victims import contacting, services
from casework.victims.models import ContactPoint, NeverContact
from casework.victims.numbers import same_number
from tests import factories

NUMBER = "+41 79 000 12 34"
SATURDAY, SUNDAY = datetime.date(2026, 11, 21), datetime.date(2026, 11, 22)
EVENING = {"from_hour": datetime.time(18), "to_hour": datetime.time(20)}
NIGHT = {"from_hour": datetime.time(22), "to_hour": datetime.time(2)}


def at(hour, minute=0, day=SATURDAY, zone="UTC"):
    return datetime.datetime.combine(day, datetime.time(hour, minute), ZoneInfo(zone))


def contact(case, **values):
    values = {
        "kind": "mobile",
        "value": NUMBER,
        "safety": "safe",
        "from_hour": None,
        "to_hour": None,
        **values,
    }
    return ContactPoint(case=case, **values)


def add(world, record):
    with factories.acting_as(world.caseworker):
        return services.record_for_case(record=record, by=world.caseworker)


def refusal(world, moment, never=(), **values):
    found = contacting.refusal_of(contact(world.case, **values), moment, never)
    return found.code if found else ""


@pytest.mark.parametrize(
    ("values", "code"),
    [({"safety": "safe"}, ""), ({"safety": "not_safe"}, "not_safe"), ({"safety": "not_known"}, "not_known"),
     ({"safety": ""}, "not_known"), ({"entered_in_error": True}, "error")],
)  # fmt: skip
def test_only_what_is_known_to_be_safe_is_allowed(world, values, code):
    assert refusal(world, at(12), **values) == code


@pytest.mark.parametrize(
    ("moment", "code"),
    [(at(17, 59), "hour"), (at(18), ""), (at(19, 59), ""), (at(20), "hour"), (at(0), "hour")],
)
def test_hours_begin_with_their_first_minute_and_end_before_their_last(world, moment, code):
    assert refusal(world, moment, **EVENING) == code


@pytest.mark.parametrize(
    ("moment", "code"),
    [(at(21, 59), "hour"), (at(22), ""), (at(23, 59), ""), (at(0), "day"), (at(1, 59, SUNDAY), ""),
     (at(2, 0, SUNDAY), "hour")],
)  # fmt: skip
def test_hours_after_midnight_belong_to_the_day_before(world, moment, code):
    assert refusal(world, moment, days=["sat"], **NIGHT) == code


def test_days_count_where_the_person_is(world):
    days = {"days": ["sun"], "time_zone": "Pacific/Auckland"}
    assert refusal(world, at(12, day=SATURDAY), **days) == ""
    assert refusal(world, at(12, day=SATURDAY), days=["sun"]) == "day"


def test_hours_are_those_of_the_channel_else_of_the_reader(world):
    moment = at(17)
    assert refusal(world, moment, time_zone="Europe/Athens", **EVENING) == ""
    assert refusal(world, moment, time_zone="Nowhere/Atall", **EVENING) == "hour"
    with timezone.override("Europe/Zurich"):
        assert refusal(world, moment, **EVENING) == ""


def test_summer_time_is_kept(world):
    july, november = at(17, day=datetime.date(2026, 7, 4)), at(17)
    assert refusal(world, july, time_zone="Europe/London", **EVENING) == ""
    assert refusal(world, november, time_zone="Europe/London", **EVENING) == "hour"


def test_a_moment_without_zone_is_a_mistake_of_the_program(world):
    with pytest.raises(ValueError, match="time zone"):
        contacting.refusal_of(contact(world.case), at(12).replace(tzinfo=None), ())


def test_the_door_raises_a_sentence_to_read(world, acting):
    with acting(world.caseworker):
        contacting.check_may_contact(contact(world.case), at(12))
        with pytest.raises(
            contacting.ContactRefused, match=r"Not now\. Safe hours: 6:00 pm to 8:00 pm\. It is 12:00 pm"
        ):
            contacting.check_may_contact(contact(world.case, **EVENING), at(12))
        with pytest.raises(contacting.ContactRefused, match=r"Not today\. Safe days: Monday, Tuesday\."):
            contacting.check_may_contact(contact(world.case, days=["mon", "tue"]), at(12))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("+41 79 000 12 34", "079 000 12 34", True), ("0041790001234", "+41-79-000-12-34", True),
     ("+41 79 000 12 34", "٠٧٩٠٠٠١٢٣٤", True), ("+41 79 000 12 34", "+41 79 000 12 35", False),
     ("12 34", "+41 79 000 12 34", False), ("1234", "1234", True), ("A@Example.org", "a@example.ORG ", True),
     ("a1234567@example.org", "b1234567@example.org", False), ("", "", False),
     ("", "+41 79 000 12 34", False)],
)  # fmt: skip
def test_numbers_are_the_same_however_they_are_written(one, other, same):
    assert same_number(one, other) is same is same_number(other, one)


def test_number_of_somebody_to_avoid_is_refused_with_a_sentence(world, ours, acting):
    add(world, NeverContact(case=world.case, name="Uncle", numbers="uncle@example.org\n079 000 12 34"))
    page = reverse("contact-add", args=[world.case.pk])
    answer = ours.post(page, {"kind": "mobile", "safety": "safe", "value": NUMBER})
    assert (
        answer.status_code == 200 and "must never be contacted. It was not saved." in answer.content.decode()
    )
    with acting(world.caseworker):
        assert not ContactPoint.objects.filter(case=world.case).exists()
        with pytest.raises(ValidationError):
            services.record_contact(
                contact=contact(world.case, value="UNCLE@example.org"), by=world.caseworker
            )


def test_changing_a_channel_to_such_a_number_is_refused(world, acting):
    add(world, NeverContact(case=world.case, numbers="079 000 12 34"))
    mine = add(world, contact(world.case, value="+41 79 555 55 55"))
    with acting(world.caseworker):
        with pytest.raises(ValidationError):
            services.change_contact(contact=mine, changes={"value": NUMBER}, by=world.caseworker)
        services.change_contact(contact=mine, changes={"rule": "no voice call"}, by=world.caseworker)


def test_somebody_to_avoid_counts_in_every_case_of_the_person(world, acting):
    add(world, NeverContact(case=world.case, numbers=NUMBER))
    with acting(world.caseworker):
        later = services.open_linked_case(earlier=world.case, by=world.caseworker)
        assert len(contacting.never_contacts(later)) == 1
        with pytest.raises(contacting.ContactRefused, match="must never be contacted"):
            contacting.check_may_contact(contact(later), at(12))


def test_number_recorded_before_somebody_was_named_is_refused_from_then_on(world, ours):
    mine = add(world, contact(world.case))
    page = reverse("never-contact-add", args=[world.case.pk])
    assert ours.post(page, {"name": "محمد", "numbers": NUMBER}).status_code == 302
    safety = ours.get(reverse("case-safety", args=[world.case.pk])).content.decode()
    assert "number of a person who must never be contacted" in safety and "79 000" not in safety
    assert safety.index("محمد") < safety.index("How to reach the person")
    shown = ours.post(
        reverse("contact-reveal", args=[world.case.pk, mine.pk, "value"]), headers={"Accept": "text/plain"}
    )
    assert "79 000" not in shown.content.decode()


def test_number_is_never_on_a_page_before_it_is_asked_for(world, ours):
    mine = add(
        world, contact(world.case, rule="Never a voice call", code_word="Tulipe", answered_by="Only her")
    )
    for name in ("case-safety", "case-detail"):
        html = ours.get(reverse(name, args=[world.case.pk])).content.decode()
        assert "Never a voice call" in html and "79 000" not in html and "Tulipe" not in html
    form = ours.get(reverse("contact-edit", args=[world.case.pk, mine.pk])).content.decode()
    assert "79 000" not in form and "Tulipe" not in form and "One is recorded and not shown" in form
    ours.post(
        reverse("contact-edit", args=[world.case.pk, mine.pk]),
        {
            "kind": "messaging",
            "safety": "safe",
            "value": "",
            "code_word": "",
            "seen": mine.updated_at.isoformat(),
        },
    )
    with factories.acting_as(world.caseworker):
        mine = ContactPoint.objects.get(pk=mine.pk)
        assert (mine.kind, mine.value, mine.code_word) == ("messaging", NUMBER, "Tulipe")


def test_number_is_shown_with_whom_never_to_speak_to(world, ours):
    add(world, NeverContact(case=world.case, name="Uncle Ray"))
    mine = add(world, contact(world.case, code_word="Tulipe"))
    address = reverse("contact-reveal", args=[world.case.pk, mine.pk, "value"])
    plain = ours.post(address, headers={"Accept": "text/plain"}).content.decode()
    assert plain == f"{NUMBER} · Ask for the code word first. Never speak to: Uncle Ray."
    page = ours.post(address).content.decode()
    assert NUMBER in page and "Never speak to: Uncle Ray." in page
    world.caseworker.hide_names = True
    world.caseworker.save(update_fields=["hide_names"])
    assert "Ray" not in ours.post(address, headers={"Accept": "text/plain"}).content.decode()
    assert "Ray" not in ours.get(reverse("case-safety", args=[world.case.pk])).content.decode()


def test_number_outside_its_rule_needs_a_reason_and_both_are_recorded(world, ours):
    mine = add(world, contact(world.case, safety="not_safe"))
    reveal = ours.post(reverse("contact-reveal", args=[world.case.pk, mine.pk, "value"]))
    assert NUMBER not in reveal.content.decode() and "This channel is not safe" in reveal.content.decode()
    page = reverse("contact-override", args=[world.case.pk, mine.pk])
    assert page in ours.get(reverse("case-safety", args=[world.case.pk])).content.decode()
    assert NUMBER not in ours.get(page).content.decode()
    assert "Choose why the number is needed now." in ours.post(page, {}).content.decode()
    assert NUMBER not in ours.post(page, {"reason": "curious"}).content.decode()
    assert NUMBER in ours.post(page, {"reason": "person_asked"}).content.decode()
    with factories.acting_as(world.caseworker):
        details = set(AccessEvent.objects.filter(action=Action.REVEALED).values_list("detail", flat=True))
    assert details == {"contact.override.person_asked"}
    readers = ours.get(reverse("case-readers", args=[world.case.pk])).content.decode()
    assert "outside its rule (The person asked for it)" in readers


def test_no_reason_is_asked_while_the_rule_allows_it(world, ours):
    mine = add(world, contact(world.case))
    answer = ours.get(reverse("contact-override", args=[world.case.pk, mine.pk]))
    assert answer.headers["Location"] == reverse("case-safety", args=[world.case.pk])


def test_numbers_of_somebody_to_avoid_are_shown_to_recognise_a_call(world, ours):
    person = add(
        world, NeverContact(case=world.case, relationship="employer", numbers=f"{NUMBER}\nx@example.org")
    )
    address = reverse("never-contact-reveal", args=[world.case.pk, person.pk])
    assert ours.post(address, headers={"Accept": "text/plain"}).content.decode() == f"{NUMBER}, x@example.org"


def test_somebody_to_avoid_needs_one_thing_that_is_known(world, ours, acting):
    page = reverse("never-contact-add", args=[world.case.pk])
    assert "whichever is known" in ours.post(page, {"why": "because"}).content.decode()
    with acting(world.caseworker):
        assert not NeverContact.objects.exists()


def test_timeline_says_that_there_is_somebody_and_not_who(world, ours):
    add(world, NeverContact(case=world.case, name="Uncle Ray"))
    html = ours.get(reverse("case-detail", args=[world.case.pk])).content.decode()
    assert "Person never to be contacted" in html and "Ray" not in html


def test_banner_says_what_the_rule_allows_now(world, ours):
    add(world, contact(world.case))
    assert "The rule allows it now" in ours.get(reverse("case-detail", args=[world.case.pk])).content.decode()
