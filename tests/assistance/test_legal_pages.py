"""The legal pages: what the forms say, what is hidden, two editors, a double click, records in error."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.assistance import services
from casework.assistance.models import (
    CompensationClaim,
    CompensationPayment,
    Hearing,
    HearingMove,
    LegalCounsel,
    LegalDecision,
    LegalProceeding,
    ResidencePermit,
)
from casework.victims.models import Attachment
from tests import factories
from tests.assistance.lawsuits import Lawsuit

TODAY = timezone.localdate
DAY = timedelta(days=1)
SECRETS = {
    "court": "Palais Zéphyr", "file_number": "ZX-77", "note": "a note of Zéphyr",
    "wish": "words of Zéphyr", "participation": "takes_part", "participation_on": TODAY(),
}  # fmt: skip


@pytest.fixture
def lawsuit(world):
    return Lawsuit(world, **SECRETS)


@pytest.fixture
def page(world, sign_in):
    return sign_in(world.caseworker)


def address(lawsuit, name, record=None) -> str:
    return reverse(name, args=[lawsuit.case.pk, *([record.pk] if record else [])])


def typed(days: int) -> str:
    return f"{TODAY() + days * DAY:%d/%m/%Y}"


def rows(lawsuit, model):
    with factories.acting_as(lawsuit.by):
        return list(model.objects.filter(case=lawsuit.case).order_by("created_at"))


def test_an_empty_page_says_what_belongs_there(world, page):
    html = page.get(reverse("case-legal", args=[world.case.pk])).content.decode()
    for words in ("with their hearings", "No permit is recorded.", "Unpaid wages", "Nobody speaks for"):
        assert words in html


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("proceeding-add", {"kind": ""}, "“Kind of proceeding” is empty"),
        ("counsel-add", {"name": ""}, "Name: write a name, or the organisation."),
        ("permit-add", {"kind": ""}, "“Kind of permit” is empty"),
        (
            "permit-add",
            {"kind": "victim", "issued_on": "today", "expires_on": "1/1/2001"},
            "The last day lies before the first one.",
        ),
        ("protection-add", {"kind": "alarm", "starts_on": ""}, "First day: Write the date"),
        ("compensation-add", {"kind": "wages", "claimed": "5"}, "Currency: choose the currency"),
        ("compensation-add", {"kind": "wages", "claimed": "-5", "claimed_currency": "CHF"}, "0.01"),
        ("compensation-add", {"kind": "wages", "claimed": "9" * 40, "claimed_currency": "CHF"}, "14 digits"),
        (
            "hearing-add",
            {"day": "", "hour": "10:00", "time_zone": "Europe/Zurich"},
            "Day: Write the date",
        ),
        ("hearing-add", {"day": "today", "time_zone": ""}, "“Time zone of the place” is empty"),
        ("hearing-add", {"day": "today", "time_zone": "Mars/Base"}, "Time zone of the place"),
        (
            "hearing-add",
            {"day": "28/3/2027", "hour": "02:30", "time_zone": "Europe/Zurich"},
            "Hour: on that day the clocks go forward over this hour.",
        ),
        ("proceeding-status", {"status": "", "on": "today"}, "Where it stands now: choose one."),
        ("proceeding-status", {"status": "appealed", "on": "today"}, "appealed is not one of"),
        ("proceeding-status", {"status": "filed", "on": typed(3)}, "in the future"),
        ("decision-add", {"kind": "judgment", "decided_on": typed(1)}, "in the future"),
        ("proceeding-participation", {"participation": "must"}, "must is not one of"),
    ],
)  # fmt: skip
def test_the_forms_say_what_to_mend(lawsuit, page, name, values, words):
    record = None if name in ("proceeding-add", "counsel-add", "permit-add", "protection-add",
                              "compensation-add") else lawsuit.proceeding  # fmt: skip
    html = page.post(address(lawsuit, name, record), values).content.decode()
    assert "There is a problem" in html
    assert words in html


@pytest.mark.parametrize(("hour", "words"), [("9:30", "This is the time it has already"), ("25:00", "valid")])
def test_a_move_needs_another_time(lawsuit, page, hour, words):
    hearing = lawsuit.hearing()
    values = {"day": typed(3), "hour": hour}
    html = page.post(address(lawsuit, "hearing-move", hearing), values).content.decode()
    assert words in html
    assert rows(lawsuit, HearingMove) == []


def test_two_editors_of_a_hearing_see_both_times(lawsuit, page):
    hearing = lawsuit.hearing(20)
    form = page.get(address(lawsuit, "hearing-move", hearing)).context["form"]
    seen = form.initial["seen"]
    changes = {"day": TODAY() + 21 * DAY, "hour": hearing.hour}
    lawsuit.do(services.move_hearing, hearing=hearing, changes=changes, reason="court")
    values = {"day": typed(25), "hour": "15:00", "reason": "party", "seen": seen}
    answer = page.post(address(lawsuit, "hearing-move", hearing), values)
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "party" in html
    assert len(rows(lawsuit, HearingMove)) == 1
    values |= {
        "seen": answer.context["now"].updated_at.isoformat(), "choose-day": "mine", "choose-hour": "mine",
        "differs": ["day", "hour"],
    }  # fmt: skip
    assert page.post(address(lawsuit, "hearing-move", hearing), values).status_code == 302
    assert len(rows(lawsuit, HearingMove)) == 2
    assert lawsuit.now(hearing).day == TODAY() + 25 * DAY


def test_a_hearing_is_moved_once_however_often_the_button_is_pressed(lawsuit, page):
    hearing = lawsuit.hearing(20)
    values = {"day": typed(25), "hour": "15:00", "once": str(uuid.uuid4())}
    for _press in range(2):
        assert page.post(address(lawsuit, "hearing-move", hearing), values).status_code == 302
    assert len(rows(lawsuit, HearingMove)) == 1


def test_hidden_names_hide_what_is_sealed(lawsuit, page):
    lawsuit.hearing(3, place="Room Zéphyr", companion="Aunt Zéphyr", interpreter="Mr Zéphyr")
    lawsuit.add(LegalCounsel, name="Me Zéphyr", organisation="Bureau Zéphyr")
    lawsuit.add(CompensationClaim, kind="wages", sought_from="Patron Zéphyr")
    lawsuit.decide(LegalDecision(kind="judgment", decided_by="Judge Zéphyr", text="Zéphyr was heard"))
    both = (address(lawsuit, "case-legal"), address(lawsuit, "proceeding-detail", lawsuit.proceeding))
    shown = [page.get(one).content.decode() for one in both]
    assert all("Zéphyr" in html for html in shown)
    page.post(reverse("hide-names"), {"next": "/"})
    for one in both:
        html = page.get(one).content.decode()
        assert "Zéphyr" not in html
        assert "ZX-77" not in html
        assert "hidden" in html


def test_texts_are_shown_as_written_whatever_they_hold(lawsuit, page):
    lawsuit.hearing(3, place="<script>alert(1)</script> \u200fقاعة ٣ 🏛")
    html = page.get(address(lawsuit, "proceeding-detail", lawsuit.proceeding)).content.decode()
    assert "<script>alert" not in html
    assert "قاعة ٣ 🏛" in html


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("proceeding", None),
        ("hearing", None),
        ("counsel", (LegalCounsel, {"name": "Me Zéphyr"})),
        ("permit", (ResidencePermit, {"kind": "victim"})),
        ("compensation", (CompensationClaim, {"kind": "wages", "sought_from": "Zéphyr"})),
    ],
)
def test_records_entered_in_error_leave_the_page(lawsuit, page, kind, values):
    record = lawsuit.proceeding if kind == "proceeding" else None
    record = record or (lawsuit.hearing() if kind == "hearing" else lawsuit.add(values[0], **values[1]))
    place = reverse("record-in-error", args=[lawsuit.case.pk, kind, record.pk])
    assert page.get(place).status_code == 200
    assert page.post(place)["Location"] == address(lawsuit, "case-legal")
    assert lawsuit.now(record).entered_in_error
    if kind != "proceeding":
        assert page.get(address(lawsuit, "proceeding-detail", lawsuit.proceeding)).status_code == 200
    if kind != "hearing":
        assert "Zéphyr" not in page.get(address(lawsuit, "case-legal")).content.decode()


def test_letters_are_kept_with_their_hearing(lawsuit, page):
    hearing = lawsuit.hearing()
    place = reverse("attachment-add", args=[lawsuit.case.pk, "hearing", hearing.pk])
    assert page.get(place).status_code == 200
    with factories.acting_as(lawsuit.by):
        file = factories.record(Attachment, lawsuit.case, kind=next(iter(factories.codes("attachment_kind"))))
        file.attached_to, file.attached_to_kind = hearing.pk, "hearing"
        file.keep(by=lawsuit.by)
    html = page.get(address(lawsuit, "proceeding-detail", lawsuit.proceeding)).content.decode()
    assert reverse("attachment-detail", args=[lawsuit.case.pk, file.pk]) in html


def test_what_was_held_can_be_put_right(lawsuit, page):
    hearing = lawsuit.hearing(-1)
    assert "What came of it" not in page.get(address(lawsuit, "hearing-edit", hearing)).content.decode()
    page.post(address(lawsuit, "hearing-held", hearing), {"attended": "yes", "outcome": "Heard."})
    values = {"day": typed(-1), "time_zone": "Europe/Zurich", "attended": "no", "outcome": "Not heard."}
    assert page.post(address(lawsuit, "hearing-edit", hearing), values).status_code == 302
    now = lawsuit.now(hearing)
    assert (now.attended, now.outcome, now.hour) == ("no", "Not heard.", None)
    late = page.post(address(lawsuit, "hearing-cancel", hearing), follow=True).content.decode()
    assert "noted as held already" in late


def test_records_are_changed_on_their_forms(lawsuit, page):
    page.post(address(lawsuit, "compensation-add"), {"kind": "wages"})
    (claim,) = rows(lawsuit, CompensationClaim)
    page.post(
        address(lawsuit, "payment-add", claim),
        {"received_on": "today", "received": "5", "received_currency": "CHF"},
    )
    (payment,) = rows(lawsuit, CompensationPayment)
    values = {"received_on": "today", "received": "7.50", "received_currency": "CHF"}
    page.post(address(lawsuit, "payment-edit", payment), values)
    assert str(lawsuit.now(payment).received) == "7.50"
    decision = lawsuit.decide(LegalDecision(kind="judgment"))
    values = {"kind": "judgment", "outcome": "settled", "decided_on": "today"}
    page.post(address(lawsuit, "decision-edit", decision), values)
    assert lawsuit.now(decision).outcome == "settled"
    page.post(address(lawsuit, "proceeding-edit", lawsuit.proceeding), {"kind": "labour"})
    assert lawsuit.now().kind == "labour"
    assert len(rows(lawsuit, LegalProceeding)) == 1
    assert lawsuit.now().participation == "takes_part"


def test_the_history_says_in_words_what_happened(lawsuit, page):
    hearing = lawsuit.hearing(20)
    changes = {"day": TODAY() + 21 * DAY, "hour": None}
    lawsuit.do(services.move_hearing, hearing=hearing, changes=changes, reason="court")
    lawsuit.do(services.cancel_hearing, hearing=hearing)
    lawsuit.step("filed")
    html = page.get(reverse("case-history", args=[lawsuit.case.pk])).content.decode()
    for words in ("hearing moved", "Cancelled", "Filed"):
        assert words in html
    assert str(lawsuit.proceeding.pk) not in html


def test_the_page_asks_no_more_of_the_database_for_thirty_records_than_for_three(
    lawsuit, page, django_assert_max_num_queries
):
    def queries(name, record=None) -> int:
        with django_assert_max_num_queries(80) as asked:
            assert page.get(address(lawsuit, name, record)).status_code == 200
        return len(asked)

    def add(number: int) -> None:
        for place in range(number):
            hearing = lawsuit.hearing(20 + place, companion="Somebody")
            changes = {"day": hearing.day + DAY, "hour": None}
            lawsuit.do(services.move_hearing, hearing=hearing, changes=changes, reason="court")
            lawsuit.decide(LegalDecision(kind="interim", decided_by="Judge"), is_final=False)
            claim = lawsuit.add(CompensationClaim, kind="wages", sought_from="Somebody")
            lawsuit.add(CompensationPayment, claim=claim, received=5, received_currency="CHF", note="x")

    add(3)
    names = (("case-legal", None), ("proceeding-detail", lawsuit.proceeding))
    for one in names:
        page.get(address(lawsuit, *one))
    few = [queries(*one) for one in names]
    add(9)
    assert [queries(*one) for one in names] <= few


def test_a_hearing_of_another_case_is_not_found(world, lawsuit, page):
    hearing = lawsuit.hearing()
    other = factories.make_case(world.caseworker, person={"given_names": "Second"})
    for name in ("hearing-edit", "hearing-move", "hearing-held", "hearing-cancel"):
        assert page.get(reverse(name, args=[other.pk, hearing.pk])).status_code == 404
    assert page.post(reverse("hearing-add", args=[other.pk, lawsuit.proceeding.pk]), {}).status_code == 404
    assert len(rows(lawsuit, Hearing)) == 1
