"""Documents of a person: in hand or not, read, and something to do when withheld or near the last day."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from casework.access.models import AccessEvent, Action
from casework.standards import mrz
from casework.victims import services
from casework.victims.attention.documents import EXPIRES, WITHHELD
from tests import factories
from tests.standards.test_mrz import TD3
from tests.victims.papers import NUMBER, add, needs, now, page_of, url


def test_page_without_documents_says_what_belongs_there(world, ours):
    assert "A withheld passport belongs here too." in page_of(ours, world)


def test_document_of_which_only_the_kind_is_known(world, ours):
    assert ours.post(url(world, "document-add"), {"kind": "unknown"}).status_code == 302
    assert "Does not know" in page_of(ours, world)
    assert "Kind of document" in ours.post(url(world, "document-add"), {}).content.decode()


def test_number_is_shown_on_request_only_and_recorded(world, ours, passport):
    assert NUMBER not in page_of(ours, world)
    assert NUMBER not in ours.get(url(world, "document-edit", passport)).content.decode()
    address = url(world, "document-reveal", passport)
    assert ours.post(address, headers={"Accept": "text/plain"}).content.decode() == NUMBER
    with factories.acting_as(world.caseworker):
        assert AccessEvent.objects.filter(action=Action.REVEALED, detail="document.number").count() == 1
    history = ours.get(url(world, "case-history")).content.decode()
    assert NUMBER not in history and "kept back" in history


def test_number_left_empty_in_the_form_stays(world, ours, passport):
    values = {"kind": "passport", "holder": "lost", "number": "", "seen": passport.updated_at.isoformat()}
    assert ours.post(url(world, "document-edit", passport), values).status_code == 302
    assert (now(world, passport).number, now(world, passport).holder) == (NUMBER, "lost")


def test_two_editors_of_one_document_both_keep_what_they_wrote(world, ours, passport):
    seen = passport.updated_at.isoformat()
    first = {"kind": "passport", "holder": "lost", "surname": "Quarkovitz", "seen": seen}
    assert ours.post(url(world, "document-edit", passport), first).status_code == 302
    answer = ours.post(url(world, "document-edit", passport), {**first, "holder": "with_authorities"})
    assert answer.status_code == 409 and "With the authorities" in answer.content.decode()


def test_hidden_names_hide_what_the_document_says(world, ours, passport):
    world.caseworker.hide_names = True
    world.caseworker.save(update_fields=["hide_names"])
    assert "Quarkovitz" not in page_of(ours, world)
    zone = ours.get(url(world, "document-zone", passport)).content.decode()
    assert "Names and notes are hidden" in zone


def test_document_that_expires_before_its_issue_is_refused(world, ours):
    dates = {"kind": "visa", "issued_on": "02/01/2020", "expires_on": "01/01/2020"}
    assert (
        "on or after the day it was issued" in ours.post(url(world, "document-add"), dates).content.decode()
    )
    with pytest.raises(ValidationError, match="on or after the day it was issued"):
        add(world, kind="visa", issued_on=datetime.date(2020, 1, 2), expires_on=datetime.date(2020, 1, 1))


@pytest.mark.parametrize("year", [1900, 2100])
def test_dates_at_the_edges_of_the_calendar_are_kept(world, ours, year):
    values = {"kind": "other", "expires_on": f"31/12/{year}", "surname": "\u202eزفير 🛂 " + "x" * 150}
    assert ours.post(url(world, "document-add"), values).status_code == 302
    assert str(year) in page_of(ours, world)


# The zone ------------------------------------------------------------------------------------------------
def test_zone_is_read_and_compared_without_being_kept(world, ours, passport):
    answer = ours.post(url(world, "document-zone", passport), {"machine_zone": TD3, "check": "1"})
    html = answer.content.decode()
    assert answer.status_code == 200 and "What this zone says" in html and "All check digits fit" in html
    assert "Quarkovitz" in html and "ERIKSSON" in html and "on the document" in html
    assert not now(world, passport).machine_zone


def test_zone_is_kept_and_nothing_overwritten(world, ours, passport):
    values = {"machine_zone": TD3.lower().replace("\n", " "), "fills_gaps": "on"}
    assert ours.post(url(world, "document-zone", passport), values).status_code == 302
    kept = now(world, passport)
    assert kept.machine_zone == TD3
    assert (kept.surname, kept.given_names, kept.sex) == ("Quarkovitz", "ANNA MARIA", "F")
    html = page_of(ours, world)
    assert "differences" in html or "1 difference" in html
    again = ours.get(url(world, "document-zone", passport)).content.decode()
    assert "The zone that is kept" in again and NUMBER not in again and "<textarea" in again


def test_zone_is_kept_without_filling_unless_asked(world, acting, passport):
    with acting(world.caseworker):
        zone = mrz.parse(TD3, timezone.localdate())
        kept = services.keep_zone(document=passport, zone=zone, by=world.caseworker)
    assert kept.given_names == "" and kept.machine_zone == TD3


def test_text_that_is_no_zone_is_refused_and_stays_in_the_form(world, ours, passport):
    for text in ("nonsense typed", "x" * 20_000):
        html = ours.post(url(world, "document-zone", passport), {"machine_zone": text}).content.decode()
        assert "A zone has two lines of 44 or 36 characters" in html and text in html
    assert not now(world, passport).machine_zone


def test_two_zones_of_one_document_are_chosen_from_and_never_glued_together(world, ours, passport):
    seen, theirs = passport.updated_at.isoformat(), TD3.replace("ANNA", "ANNE")
    page = url(world, "document-zone", passport)
    assert ours.post(page, {"machine_zone": theirs, "seen": seen}).status_code == 302
    assert ours.post(page, {"machine_zone": TD3, "seen": seen}).status_code == 409
    again = {"machine_zone": TD3, "seen": now(world, passport).updated_at.isoformat()}
    assert ours.post(page, {**again, "choose-machine_zone": "theirs"}).status_code == 302
    assert now(world, passport).machine_zone == theirs
    again = {"machine_zone": TD3, "seen": now(world, passport).updated_at.isoformat()}
    assert ours.post(page, {**again, "choose-machine_zone": "both"}).status_code == 302
    assert now(world, passport).machine_zone == TD3


def test_zone_that_was_spoilt_elsewhere_does_not_break_the_page(world, ours):
    add(world, kind="passport", machine_zone="not a zone")
    assert "Not recorded" in page_of(ours, world)


# What needs doing ----------------------------------------------------------------------------------------
def test_withheld_document_is_something_to_do(world, ours):
    add(world, kind="passport", holder="withheld")
    assert [(n.kind, n.why) for n in needs(world)] == [(WITHHELD, "Passport")]
    assert "Withheld by the trafficker" in page_of(ours, world)


@pytest.mark.parametrize(("days", "late"), [(90, False), (0, False), (-1, True), (-90, True)])
def test_document_near_its_last_day_is_something_to_do(world, days, late):
    add(world, kind="passport", expires_on=timezone.localdate() + datetime.timedelta(days=days))
    (need,) = needs(world)
    assert (need.kind, need.is_late) == (EXPIRES, late)
    assert str(need.title) == ("A document has expired" if late else "A document expires")


def test_documents_far_from_their_day_lost_or_in_error_are_not(world):
    soon = timezone.localdate() + datetime.timedelta(days=10)
    for values in (
        {"expires_on": soon + datetime.timedelta(days=81)}, {"expires_on": soon, "holder": "lost"},
        {"expires_on": soon - datetime.timedelta(days=101)}, {"expires_on": soon, "holder": "never_had"},
        {"holder": "withheld", "entered_in_error": True},
    ):  # fmt: skip
        add(world, kind="passport", **values)
    assert needs(world) == []


def test_documents_of_others_are_not_found(world, sign_in, passport):
    client = sign_in(world.stranger)
    assert client.get(url(world, "case-documents")).status_code == 404
    for name in ("document-edit", "document-zone", "examination-add", "expert-add"):
        assert client.get(url(world, name, passport)).status_code == 404
    assert client.post(url(world, "document-reveal", passport)).status_code == 404
