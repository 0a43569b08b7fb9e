"""The officer answers a high risk; the level stands in the list and in the banner, in words."""

from datetime import timedelta

from casework.victims import services
from tests.factories import finished_assessment, make_case
from tests.victims.risks import TODAY, at


# The officer ---------------------------------------------------------------------------------------------
def test_the_officer_answers_and_the_caseworker_sees_it(world, sign_in, acting, high):
    address = at("risk-acknowledge", world.case, record=high.pk)
    officer = sign_in(world.officer)
    assert "A high risk waits for you" in officer.get("/").content.decode()
    assert "waits for you" in officer.get(at("case-safety", world.case)).content.decode()
    assert officer.get(address).status_code == 200
    for typed, sentence in (
        ({}, "“Decision” is empty"),
        ({"decision": "sooner"}, "write the day"),
        ({"decision": "sooner", "look_again_on": "1/1/2099"}, "must be before"),
        ({"decision": "sooner", "look_again_on": "1/1/2020"}, "must be today or later"),
        ({"decision": "sooner", "look_again_on": "nonsense"}, "Look again on: "),
    ):
        assert sentence in officer.post(address, typed).content.decode()
    officer.post(address, {"decision": "conference", "look_again_on": "1/1/2099", "note": "meet on Monday"})
    again = officer.post(address, {"decision": "agree"})
    assert "answered meanwhile" in again.content.decode()
    text = sign_in(world.caseworker).get(at("case-safety", world.case)).content.decode()
    assert "Call a case conference" in text and "meet on Monday" in text
    assert "Waiting for the protection officer" not in text
    shown = sign_in(world.officer).get(at("risk-detail", world.case, record=high.pk)).content.decode()
    assert "meet on Monday" in shown
    timeline = sign_in(world.caseworker).get(at("case-detail", world.case), {"show": "safety"})
    assert "High risk answered" in timeline.content.decode()


def test_what_is_overdue_is_looked_at_again_on_any_day_to_come(world, sign_in, acting):
    with acting(world.caseworker):
        late = TODAY() - timedelta(days=3)
        row = finished_assessment(world.case, assessed_on=late, review_on=late)
        row.keep(by=world.caseworker)
    address = at("risk-acknowledge", world.case, record=row.pk)
    day = TODAY() + timedelta(days=1)
    sign_in(world.officer).post(address, {"decision": "sooner", "look_again_on": day.strftime("%d/%m/%Y")})
    with acting(world.officer):
        row.refresh_from_db()
        assert row.review_on == day


def test_the_officer_does_not_answer_what_is_low_or_their_own(world, sign_in, acting, draft):
    with acting(world.caseworker):
        low = finished_assessment(world.case, level="low")
        low.keep(by=world.caseworker)
    with acting(world.officer):
        own = finished_assessment(world.case, by=world.officer)
        own.keep(by=world.officer)
    officer = sign_in(world.officer)
    assert officer.get(at("risk-acknowledge", world.case, record=own.pk)).status_code == 403
    for row in (draft, low):
        assert officer.get(at("risk-acknowledge", world.case, record=row.pk)).status_code == 404


def test_a_discarded_assessment_is_gone_and_a_high_one_needs_the_officer(world, sign_in, acting, high, draft):
    def in_error(row):
        return at("record-in-error", world.case, kind="assessment", record=row.pk)

    page = sign_in(world.caseworker)
    assert page.post(in_error(draft)).status_code == 302
    assert page.get(at("risk-detail", world.case, record=draft.pk)).status_code == 404
    assert page.post(in_error(high)).status_code == 403
    assert sign_in(world.officer).post(in_error(high)).status_code == 302


# The list and the banner -----------------------------------------------------------------------------------
def test_the_list_shows_filters_and_sorts_by_risk(page, world, acting, high):
    other = make_case(world.caseworker, person={"given_names": "Second"})
    with acting(world.caseworker):
        late = finished_assessment(other, level="low", review_on=TODAY())
        late.keep(by=world.caseworker)

    def listed(address, **asked):
        table = page.get(address, asked).context["table"]
        return [case.reference for case in table.page.object_list.data]

    mine, second = world.case.reference, other.reference
    assert listed("/cases/", risk="high") == [mine]
    assert listed("/cases/", risk=["low", "not_assessed"]) == [second]
    assert listed("/cases/", risk="not_assessed") == []
    assert listed("/cases/", sort="risk") == [second, mine]
    assert listed("/cases/", sort="-risk") == [mine, second]
    assert listed("/cases/lists/high-risk/") == [mine]
    assert set(listed("/cases/lists/due/")) == {mine, second}
    assert "High" in page.get("/cases/").content.decode()
    for name in ("high-risk", "due"):
        with acting(world.caseworker):
            for case in (world.case, other):
                case.refresh_from_db()
                if not case.is_closed:
                    services.change_case_status(case=case, status="Closed", by=world.caseworker)
        assert "There is none" in page.get(f"/cases/lists/{name}/").content.decode()


def test_the_banner_says_level_trend_and_day_in_words(page, world, acting):
    with acting(world.caseworker):
        for days, level in ((40, "low"), (20, "medium")):
            day = TODAY() - timedelta(days=days)
            finished_assessment(
                world.case, level=level, assessed_on=day, review_on=day + timedelta(days=5)
            ).keep(by=world.caseworker)
    text = page.get(at("case-detail", world.case)).content.decode()
    assert "Medium" in text and "Rising since" in text and "Review overdue since" in text
    assert "risk-medium" in text
    safety = page.get(at("case-safety", world.case)).content.decode()
    assert "<polygon" in safety and "<circle" in safety and "Level over time" in safety
    with acting(world.caseworker):
        services.change_record(record=world.case, changes={"is_in_danger": "yes"}, by=world.caseworker)
    assert "Risk: Medium, rising since" in page.get(at("case-detail", world.case)).content.decode()
