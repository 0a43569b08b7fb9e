"""Documents examined against a checklist and shown to experts, whose answers are waited for."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.utils import IntegrityError
from django.utils import timezone

from casework.standards import mrz
from casework.victims import services
from casework.victims.models import DocumentExamination, ExpertExamination
from casework.victims.workflow import InvalidTransition
from tests import factories
from tests.standards.test_mrz import TD3
from tests.victims.papers import needs, now, page_of, url


def asked(world, passport, **values):
    with factories.acting_as(world.caseworker):
        return services.ask_expert(
            document=passport, values={"asked_whom": "Laboratory", **values}, by=world.caseworker
        )


# Examinations --------------------------------------------------------------------------------------------
def test_checklist_keeps_three_answers_apart_from_not_looked_at(world, ours, passport):
    values = {
        "examined_on": "20/11/2020", "check_photo": "fits", "check_paper": "does_not_fit",
        "check_hologram": "cannot_tell", "conclusion": "doubt", "note": "Glue",
    }  # fmt: skip
    assert ours.post(url(world, "examination-add", passport), values).status_code == 302
    with factories.acting_as(world.caseworker):
        one = DocumentExamination.objects.get()
    assert (one.fits, one.does_not_fit, one.cannot_tell) == (["photo"], ["paper"], ["hologram"])
    html = page_of(ours, world)
    assert "Does not fit: The paper does not glow" in html and "Glue" in html
    form = ours.get(url(world, "examination-edit", one)).content.decode()
    assert form.count("checked") == 14
    changed = {**values, "check_paper": "", "seen": one.updated_at.isoformat()}
    assert ours.post(url(world, "examination-edit", one), changed).status_code == 302
    assert now(world, one).does_not_fit == []


def test_conflict_over_a_checklist_loses_no_answer(world, ours, passport):
    with factories.acting_as(world.caseworker):
        one = services.record_examination(document=passport, values={"fits": ["photo"]}, by=world.caseworker)
        services.change_record(record=one, changes={"note": "theirs"}, by=world.caseworker)
    page = url(world, "examination-edit", one)
    mine = {
        "examined_on": "20/11/2020",
        "check_paper": "fits",
        "note": "mine",
        "seen": one.updated_at.isoformat(),
    }
    answer = ours.post(page, mine)
    assert answer.status_code == 409
    settled = {
        "examined_on": "20/11/2020", "fits": ["paper"], "note": "mine",
        "seen": now(world, one).updated_at.isoformat(),
        "choose-note": "both", "choose-fits": "mine",
    }  # fmt: skip
    assert ours.post(page, settled).status_code == 302
    assert (now(world, one).note, now(world, one).fits) == ("theirs\nmine", ["paper"])


def test_database_keeps_an_item_from_having_two_answers(world, acting, passport):
    with acting(world.caseworker), pytest.raises((IntegrityError, ValidationError)):
        services.record_examination(
            document=passport, values={"fits": ["photo"], "does_not_fit": ["photo"]}, by=world.caseworker
        )


# Experts -------------------------------------------------------------------------------------------------
def test_expert_is_asked_and_answers(world, ours, passport):
    due = timezone.localdate() + datetime.timedelta(days=7)
    values = {"asked_whom": "Laboratory", "asked_on": "h", "due_on": f"{due:%d/%m/%Y}"}
    assert ours.post(url(world, "expert-add", passport), values).status_code == 302
    with factories.acting_as(world.caseworker):
        request = ExpertExamination.objects.get()
    assert "answer expected by" in page_of(ours, world)
    assert ours.get(url(world, "expert-answer", request)).status_code == 200
    values = {"answered_on": "h", "conclusion": "doubt", "answer": "The photo was changed."}
    assert ours.post(url(world, "expert-answer", request), values).status_code == 302
    request = now(world, request)
    assert (request.status, request.conclusion) == ("answered", "doubt")
    assert "The photo was changed." in page_of(ours, world)
    assert "Expert answered" in ours.get(url(world, "case-detail")).content.decode()


def test_expert_request_can_be_changed_and_cancelled_once(world, ours, passport):
    request = asked(world, passport)
    changed = {"asked_whom": "Embassy", "asked_on": "h", "seen": request.updated_at.isoformat()}
    assert ours.post(url(world, "expert-edit", request), changed).status_code == 302
    assert now(world, request).asked_whom == "Embassy"
    assert "Cancel the request" in ours.get(url(world, "expert-cancel", request)).content.decode()
    first = ours.post(url(world, "expert-cancel", request), follow=True).content.decode()
    second = ours.post(url(world, "expert-cancel", request), follow=True).content.decode()
    assert "The request is cancelled." in first and "This request is closed already." in second


def test_closed_request_takes_no_answer(world, acting, ours, passport):
    request = asked(world, passport)
    with acting(world.caseworker):
        services.cancel_expert(request=request, by=world.caseworker)
        with pytest.raises(InvalidTransition):
            services.answer_expert(request=request, answer="late", by=world.caseworker)
    html = ours.post(url(world, "expert-answer", request), {"answered_on": "h"}).content.decode()
    assert "This step is not possible" in html


def test_answer_is_dated_today_unless_said(world, acting, passport):
    request = asked(world, passport)
    with acting(world.caseworker):
        done = services.answer_expert(request=request, answer="genuine", by=world.caseworker)
    assert done.answered_on == timezone.localdate()


def test_answer_expected_before_it_was_asked_for_is_refused(world, ours, passport):
    values = {"asked_whom": "Laboratory", "asked_on": "20/11/2020", "due_on": "19/11/2020"}
    html = ours.post(url(world, "expert-add", passport), values).content.decode()
    assert "on or after the day it was asked for" in html


def test_only_who_works_on_the_case_records_about_documents(world, acting, passport):
    zone = mrz.parse(TD3, timezone.localdate())
    request = asked(world, passport)
    for person in (world.colleague, world.stranger, world.partner, world.administrator, world.auditor):
        for attempt in (
            lambda by: services.keep_zone(document=passport, zone=zone, by=by),
            lambda by: services.record_examination(document=passport, values={}, by=by),
            lambda by: services.ask_expert(document=passport, values={}, by=by),
            lambda by: services.answer_expert(request=request, answer="", by=by),
            lambda by: services.cancel_expert(request=request, by=by),
        ):
            with acting(person), pytest.raises(PermissionDenied):
                attempt(person)


@pytest.mark.parametrize("status", ["", "lost"])
def test_database_knows_the_statuses_of_a_request(world, acting, passport, status):
    request = asked(world, passport)
    with pytest.raises(IntegrityError), acting(world.caseworker), connection.cursor() as cursor:
        cursor.execute("update victims_expertexamination set status = %s where id = %s", [status, request.pk])


# What needs doing ----------------------------------------------------------------------------------------
def test_expert_who_has_not_answered_is_something_to_do_and_late_after_the_day(world, passport):
    today = timezone.localdate()
    early = today - datetime.timedelta(days=9)
    asked(world, passport, due_on=today, asked_on=early)
    late = asked(world, passport, due_on=today - datetime.timedelta(days=2), asked_on=early)
    assert [str(n.title) for n in needs(world)] == ["An expert’s answer is late", "An expert was asked"]
    assert needs(world)[0].when == "2 days late"
    with factories.acting_as(world.caseworker):
        services.answer_expert(request=late, answer="", by=world.caseworker)
    assert len(needs(world)) == 1
