"""The pages of risk and safety, through the address, the middleware and the template."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.access.models import AccessEvent
from casework.victims import services
from casework.victims.models import Case, RiskAssessment, RiskFactor, SafetyAction, SafetyPlan
from tests.factories import StaffFactory, finished_assessment, make_case

TODAY = timezone.localdate


def at(name, case, **kwargs):
    return reverse(name, kwargs={"pk": case.pk, **kwargs})


@pytest.fixture
def page(world, sign_in):
    return sign_in(world.caseworker)


@pytest.fixture
def draft(world, acting):
    with acting(world.caseworker):
        return services.begin_risk_assessment(case=world.case, by=world.caseworker)


@pytest.fixture
def high(world, acting):
    with acting(world.caseworker):
        row = finished_assessment(world.case, own_view="her own words", own_rating="medium")
        row.keep(by=world.caseworker)
        RiskFactor(
            case=world.case, assessment=row, kind="risk", code="debt", answer="present", note="to a cousin"
        ).keep(by=world.caseworker)
    return row


def part(assessment, section="individual", name="risk-section"):
    kwargs = {"pk": assessment.case_id, "record": assessment.pk, "section": section}
    return reverse(name, kwargs=kwargs)


def seen_in(answer) -> str:
    return answer.context["form"].initial["seen"]


def test_a_case_that_was_not_assessed_says_so_and_never_low(page, world):
    text = page.get(at("case-detail", world.case)).content.decode()
    assert "Not assessed" in text and "Assess the risk" in text
    assert 'tone-ok">Low' not in text
    assert "That does not mean low" in page.get(at("case-safety", world.case)).content.decode()


def test_assessing_goes_from_section_to_section_and_finishes(page, world, acting):
    began = page.post(at("risk-begin", world.case))
    assert page.post(at("risk-begin", world.case)).url == began.url
    tasks = page.get(began.url).content.decode()
    assert tasks.count("Not started") == 7 and "Finish assessment" in tasks
    with acting(world.caseworker):
        draft = RiskAssessment.objects.get()
    answer = page.post(
        part(draft, "own_view"), {"own_view": "I am afraid", "own_rating": "declined", "done": "1"}
    )
    assert answer.url == part(draft, "individual")
    page.post(part(draft), {"age": "present", "debt-note": "to a cousin"})
    tasks = page.get(began.url).content.decode()
    assert "Done" in tasks and "In progress" in tasks
    finish = at("risk-finish", world.case, record=draft.pk)
    refused = page.post(finish, follow=True)
    assert "Choose the level before you finish" in refused.content.decode()
    assert refused.request["PATH_INFO"] == part(draft, "conclusion")
    last = page.post(part(draft, "conclusion"), {"level": "high", "assessed_on": "", "done": "1"})
    assert last.url == began.url
    done = page.post(finish, follow=True).content.decode()
    assert "A protection officer has been asked to answer" in done
    assert "Waiting for the protection officer" in done
    assert "finished already" in page.post(finish, follow=True).content.decode()
    with acting(world.caseworker):
        draft.refresh_from_db()
        assert draft.review_on == TODAY() + timedelta(days=7)
        assert (draft.own_view, draft.own_rating) == ("I am afraid", "declined")
        assert RiskFactor.objects.get(code="debt").note == "to a cousin"
    assert page.get(part(draft)).url == began.url
    assert page.post(part(draft), {"age": "present"}).url == began.url
    assert "to a cousin" in page.get(began.url).content.decode()


def test_the_draft_is_kept_by_itself_and_the_page_knows_its_new_moment(page, world, acting, draft):
    first = page.get(part(draft))
    typed = {"age": "present", "debt-note": "a note", "seen": seen_in(first)}
    kept = page.post(part(draft, name="risk-draft"), typed)
    text = kept.content.decode()
    assert "Draft kept on" in text and 'id="id_seen"' in text
    moments = json.loads(re.search(r'value="([^"]*)"', text)[1].replace("&quot;", '"'))
    assert set(moments) == {"age", "debt"}
    page.post(part(draft, name="risk-draft"), {**typed, "age": "declined", "seen": json.dumps(moments)})
    # What was typed is there after a lost session: the draft is on the server.
    page.logout()
    page.force_login(world.caseworker)
    again = page.get(part(draft)).content.decode()
    assert "a note" in again
    with acting(world.caseworker):
        assert RiskFactor.objects.get(code="age").answer == "declined"


def test_what_cannot_be_read_yet_is_not_kept_and_the_rest_is(page, world, acting, draft):
    answer = page.post(
        part(draft, "conclusion", "risk-draft"),
        {"level": "medium", "review_on": "32/13/2026", "assessed_on": "21/11/2020"},
    )
    assert "Not kept yet:" in answer.content.decode()
    with acting(world.caseworker):
        draft.refresh_from_db()
        assert (draft.level, draft.review_on) == ("medium", None)


def test_a_draft_that_was_finished_meanwhile_is_not_kept(page, world, high):
    answer = page.post(part(high, name="risk-draft"), {"age": "present"})
    assert "This assessment is finished" in answer.content.decode()


@pytest.mark.parametrize(
    ("section", "typed", "sentence"),
    [
        ("conclusion", {"assessed_on": "1/1/2999"}, "Assessed on: "),
        ("conclusion", {"assessed_on": "21/11/2026", "review_on": "1/1/2020"}, "on or after the day of the"),
        ("threats", {"threats": ["none", "suicide_risk"]}, "stands alone"),
        ("threats", {"threats": ["unknown", "suicide_risk"]}, "stand alone"),
        ("individual", {"age": "nonsense"}, "Age is a risk here: "),
        ("individual", {"age-note": "x" * 5000}, "Note on “Age is a risk here”: "),
    ],
)
def test_a_section_names_the_field_that_cannot_be_saved(page, draft, section, typed, sentence):
    answer = page.post(part(draft, section), typed)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert text.count(sentence) >= 2 and "<title>Error:" in text


def test_strange_addresses_and_moments_are_answered_calmly(page, world, draft, high):
    assert page.get(part(draft, "nonsense")).status_code == 404
    for seen in ("nonsense", "[]", '{"age": 3}', '{"age": "yesterday"}'):
        assert page.post(part(draft), {"age": "present", "seen": seen}).status_code in (302, 409)
    other = make_case(world.caseworker, person={"given_names": "Second"})
    assert page.get(at("risk-detail", other, record=draft.pk)).status_code == 404


def test_right_to_left_names_emoji_and_the_year_1900_are_kept(page, world, acting, draft):
    words = "خطر 🚨 שלום\nzweite Zeile <b>"
    page.post(part(draft, "own_view"), {"own_view": words})
    assert "&lt;b&gt;" in page.get(part(draft, "own_view")).content.decode()
    page.post(part(draft, "conclusion"), {"assessed_on": "1/1/1900", "level": "low"})
    with acting(world.caseworker):
        draft.refresh_from_db()
        assert draft.own_view.replace("\r", "") == words
        assert draft.assessed_on.year == 1900


def test_pressing_twice_saves_once(page, world, acting, draft):
    form = page.get(part(draft)).context["form"]
    typed = {"age": "present", "once": str(form["once"].value()), "seen": seen_in(page.get(part(draft)))}
    page.post(part(draft), typed)
    page.post(part(draft), {**typed, "age": "declined"})
    with acting(world.caseworker):
        assert RiskFactor.objects.get().answer == "present"


def test_two_editors_of_one_section_compare_and_lose_nothing(world, sign_in, acting, draft):
    helper = StaffFactory(organisation=world.ours)
    with acting(world.officer):
        services.assign_case(case=world.case, to=helper, kind="team", by=world.officer)
    client = sign_in(world.caseworker)
    seen = seen_in(client.get(part(draft, "own_view")))
    sign_in(helper).post(part(draft, "own_view"), {"own_view": "theirs", "seen": seen})
    client = sign_in(world.caseworker)
    left = client.post(part(draft, "own_view", "risk-draft"), {"own_view": "mine", "seen": seen})
    assert "Save to compare both" in left.content.decode()
    both = client.post(part(draft, "own_view"), {"own_view": "mine", "seen": seen})
    assert both.status_code == 409
    text = both.content.decode()
    assert "mine" in text and "theirs" in text and helper.short_name in text
    fresh = both.context["fresh_seen"]
    again = client.post(part(draft, "own_view"), {"own_view": "mine", "seen": seen, "differs": "own_view"})
    assert "choose one of the two versions" in again.content.decode()
    client.post(
        part(draft, "own_view"),
        {"own_view": "mine", "seen": fresh, "differs": "own_view", "choose-own_view": "both"},
    )
    with acting(world.caseworker):
        draft.refresh_from_db()
        assert draft.own_view == "theirs\nmine"


def test_the_answer_given_last_time_stands_beside_the_question(page, world, high, draft):
    assert "Present" in page.get(part(draft)).context["form"]["debt"].help_text


def test_hidden_names_hide_what_was_written(page, world, acting, high, draft):
    with acting(world.caseworker):
        services.record_safety_plan(
            case=world.case, values={"safe_places": "the library"}, by=world.caseworker
        )
    page.post(reverse("hide-names"), {"next": "/"})
    for address, secret in (
        (at("risk-detail", world.case, record=high.pk), "her own words"),
        (at("risk-detail", world.case, record=high.pk), "to a cousin"),
        (at("case-safety", world.case), "the library"),
        (part(draft), "Nationality"),
    ):
        text = page.get(address).content.decode()
        assert secret not in text and "idden" in text


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


# Safety plan ---------------------------------------------------------------------------------------------


def test_a_new_plan_replaces_the_one_before_and_both_can_be_read(page, world, acting):
    address = at("safety-plan-edit", world.case)
    page.post(address, {"warning_signs": "a car", "safe_places": "library", "agreed_code": "blue door"})
    first = page.get(address)
    assert "library" in first.content.decode()
    seen = first.context["form"].initial["seen"]
    page.post(address, {"warning_signs": "a car", "safe_places": "pharmacy", "seen": seen})
    text = page.get(at("case-safety", world.case)).content.decode()
    assert "pharmacy" in text and "library" not in text and "Version 2" in text
    assert "library" in page.get(at("safety-plan-earlier", world.case)).content.decode()
    # Whoever wrote from the first version is shown both.
    conflict = page.post(address, {"safe_places": "station", "seen": seen})
    assert conflict.status_code == 409 and "pharmacy" in conflict.content.decode()
    with acting(world.caseworker):
        assert SafetyPlan.objects.filter(status="current").get().version == 2


def test_the_agreed_word_is_shown_on_request_only_and_recorded(page, world, acting, superuser):
    with acting(world.caseworker):
        plan = services.record_safety_plan(
            case=world.case, values={"agreed_code": "blue door"}, by=world.caseworker
        )
    assert "blue door" not in page.get(at("case-safety", world.case)).content.decode()
    shown = page.post(at("safety-plan-reveal", world.case, record=plan.pk), headers={"Accept": "text/plain"})
    assert shown.content.decode() == "blue door"
    history = page.get(at("case-history", world.case)).content.decode()
    assert "blue door" not in history and "kept back" in history
    with superuser.cursor() as cursor:
        cursor.execute("select count(*) from access_accessevent where detail = 'plan.agreed_code'")
        assert cursor.fetchone()[0] == 1
    assert AccessEvent.objects.count() == 0  # nobody without a context reads the trail


def test_steps_are_added_changed_and_closed(page, world, acting):
    add = at("safety-action-add", world.case)
    assert page.get(add).url == at("safety-plan-edit", world.case)
    assert page.post(add, {"what": "pack a bag"}).status_code == 404
    page.post(at("safety-plan-edit", world.case), {"warning_signs": "a car"})
    assert "“What is to be done” is empty" in page.post(add, {}).content.decode()
    page.post(add, {"what": "pack a bag", "actor": "person", "due_on": "1/1/2020"})
    page.post(add, {"what": "tell the night team", "actor": "staff"})
    assert "late, it was due by" in page.get(at("case-safety", world.case)).content.decode()
    with acting(world.caseworker):
        bag, team = SafetyAction.objects.order_by("created_at")
    edit = at("safety-action-edit", world.case, record=bag.pk)
    page.post(edit, {"what": "pack a small bag", "seen": page.get(edit).context["form"].initial["seen"]})
    close = at("safety-action-close", world.case, record=bag.pk)
    assert page.get(close).status_code == 200
    assert "Why it was not done: " in page.post(close, {"status": "not_done"}).content.decode()
    page.post(close, {"status": "not_done", "reason": "no bag yet"})
    assert "closed already" in page.post(close, {"status": "done"}, follow=True).content.decode()
    page.post(at("safety-action-close", world.case, record=team.pk), {"status": "done"})
    text = page.get(at("case-safety", world.case)).content.decode()
    assert "pack a small bag" in text and "no bag yet" in text and "done on" in text


def test_danger_at_registration_opens_the_plan_next_and_never_blocks(page, world, acting):
    answer = page.post(reverse("person-register"), {"name_to_use": "Somebody", "is_in_danger": "yes"})
    with acting(world.caseworker):
        case = Case.objects.exclude(pk=world.case.pk).get()
    assert answer.url == at("safety-plan-edit", case)
    text = page.get(answer.url).content.decode()
    assert "come back to it" in text and at("case-safety", case) in text


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


@pytest.mark.parametrize("seen", ["[" * 50_000, "[]", '{"": 1}', '{"": "2020-01-01"}', "\x00"])
def test_moments_that_no_form_wrote_make_no_error_page(page, world, draft, seen):
    address = at("risk-draft", world.case, record=draft.pk, section="individual")
    assert page.post(address, {"age": "present", "seen": seen}).status_code == 200
