"""The recovery and reflection period: at least thirty days, never tied to cooperation."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection
from django.urls import reverse
from django.utils import timezone

from casework.access.database import acting_as
from casework.standards.lists import codes
from casework.victims import attention, services
from casework.victims.models import Case, RecoveryExtension, RecoveryPeriod
from casework.victims.models.recovery import END_REASONS
from casework.victims.workflow import InvalidTransition
from tests import factories

TODAY = timezone.localdate
DAY = timedelta(days=1)


def start(case, by, **values) -> RecoveryPeriod:
    period = RecoveryPeriod(case=case, **{"country": "CH", "trigger": "reasonable_grounds"} | values)
    with acting_as(by):
        return services.start_recovery_period(period=period, by=by)


def extend(period, by, days=30) -> RecoveryExtension:
    extension = RecoveryExtension(
        case=period.case, period=period, to_day=period.ends_on + days * DAY, reason="health"
    )
    with acting_as(by):
        return services.extend_recovery_period(extension=extension, by=by)


def end(period, by, on=None, reason="persons_wish") -> RecoveryPeriod:
    with acting_as(by):
        return services.end_recovery_period(period=period, on=on or TODAY(), reason=reason, by=by)


def address(name, case, *more) -> str:
    return reverse(name, args=[case.pk, *more])


# Length and reasons ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(("country", "days"), [("CH", 30), ("BE", 45), ("NO", 180), ("CD", 30)])
def test_a_period_is_as_long_as_its_country_says(world, country, days):
    period = start(world.case, world.caseworker, country=country)
    assert period.days == days
    assert period.days_left == days
    assert period.is_running


def test_a_last_day_may_be_given_and_is_never_before_thirty_days(world):
    assert start(world.case, world.caseworker, ends_on=TODAY() + 30 * DAY).days == 30
    with pytest.raises(ValidationError, match="at least 30 days"):
        start(world.case, world.caseworker, ends_on=TODAY() + 29 * DAY)


def test_the_database_alone_holds_the_thirty_days(world):
    period = start(world.case, world.caseworker)
    with pytest.raises(IntegrityError), acting_as(world.caseworker), connection.cursor() as cursor:
        cursor.execute(
            "update victims_recoveryperiod set ends_on = starts_on + 29 where id = %s", [period.pk]
        )


def test_no_reason_speaks_of_cooperation_and_the_database_takes_no_other(world):
    assert codes("recovery_end_reason") == set(END_REASONS)
    assert not any("cooperat" in code for code in END_REASONS)
    period = start(world.case, world.caseworker)
    for reason in ("non_cooperation", ""):
        with pytest.raises(IntegrityError), acting_as(world.caseworker), connection.cursor() as cursor:
            cursor.execute(
                "update victims_recoveryperiod set status = 'ended_early', ended_on = starts_on,"
                " end_reason = %s where id = %s",
                [reason, period.pk],
            )


def test_a_period_is_extended_with_its_reason(world):
    period = start(world.case, world.caseworker)
    before = period.ends_on
    extension = extend(period, world.caseworker)
    assert (extension.from_day, extension.to_day) == (before, before + 30 * DAY)
    with acting_as(world.caseworker):
        assert RecoveryPeriod.objects.get(pk=period.pk).ends_on == before + 30 * DAY
    with pytest.raises(ValidationError, match="after the present one"):
        extend(period, world.caseworker, days=0)


def test_a_period_ends_early_and_the_end_is_taken_back(world):
    period = start(world.case, world.caseworker, starts_on=TODAY() - 5 * DAY)
    ended = end(period, world.caseworker)
    assert (ended.status, ended.last_day, ended.is_running) == ("ended_early", TODAY(), False)
    with pytest.raises(InvalidTransition):
        end(period, world.caseworker)
    with pytest.raises(ValidationError, match="Take the end back first"):
        extend(period, world.caseworker)
    with acting_as(world.caseworker):
        again = services.resume_recovery_period(period=period, by=world.caseworker)
        assert (again.status, again.ended_on, again.end_reason) == ("running", None, "")
        with pytest.raises(InvalidTransition):
            services.resume_recovery_period(period=period, by=world.caseworker)


@pytest.mark.parametrize("days", [-1, 31])
def test_an_early_end_lies_within_the_period(world, days):
    period = start(world.case, world.caseworker)
    with pytest.raises(ValidationError, match="between the first and the last day"):
        end(period, world.caseworker, on=TODAY() + days * DAY)


def test_only_whoever_works_on_the_case_records_it(world):
    with pytest.raises(PermissionDenied):
        start(world.case, world.colleague)
    period = start(world.case, world.caseworker)
    with pytest.raises(PermissionDenied):
        end(period, world.colleague)


# Pages ----------------------------------------------------------------------------------------------------
def test_a_period_is_recorded_extended_ended_and_resumed_in_the_browser(world, sign_in):
    client = sign_in(world.caseworker)
    page = address("case-recovery", world.case)
    assert "No period is recorded." in client.get(page).content.decode()
    values = {"country": "BE", "trigger": "person_asked", "starts_on": "today"}
    assert client.post(address("recovery-add", world.case), values)["Location"] == page
    assert "45 days left" in client.get(page).content.decode()
    with acting_as(world.caseworker):
        period = RecoveryPeriod.objects.get(case=world.case)
    longer = period.ends_on + 20 * DAY
    values = {"to_day": f"{longer:%d/%m/%Y}", "reason": "decision_pending"}
    assert client.post(address("recovery-extend", world.case, period.pk), values)["Location"] == page
    assert "65 days left" in client.get(page).content.decode()
    assert client.get(address("recovery-end", world.case, period.pk)).status_code == 200
    values = {"on": "today", "reason": "persons_wish"}
    assert client.post(address("recovery-end", world.case, period.pk), values)["Location"] == page
    html = client.get(page).content.decode()
    assert "The person’s wish" in html
    assert "decision is still pending" in html
    assert client.get(address("recovery-resume", world.case, period.pk)).status_code == 200
    client.post(address("recovery-resume", world.case, period.pk))
    assert "65 days left" in client.get(page).content.decode()
    assert (
        "was not ended early"
        in client.post(address("recovery-resume", world.case, period.pk), follow=True).content.decode()
    )
    history = client.get(address("case-history", world.case)).content.decode()
    assert "early end taken back" in history
    assert "extended" in history


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        (
            "recovery-add",
            {"country": "CH", "trigger": "person_asked", "starts_on": "1/1/2026", "ends_on": "10/1/2026"},
            "at least 30 days",
        ),
        ("recovery-add", {"country": "CH", "trigger": "", "starts_on": "today"}, "Begins with"),
        ("recovery-add", {"country": "CH", "trigger": "person_asked", "starts_on": ""}, "First day"),
        ("recovery-extend", {"to_day": "1/1/2020", "reason": "health"}, "after the present last day"),
        ("recovery-extend", {"to_day": "", "reason": "health"}, "New last day"),
        ("recovery-end", {"on": "1/1/2020", "reason": "persons_wish"}, "between the first and the last day"),
        ("recovery-end", {"on": "today", "reason": "non_cooperation"}, "valid choice"),
        ("recovery-end", {"on": "today"}, "Choose the reason for the early end."),
    ],
)  # fmt: skip
def test_the_forms_say_what_to_mend(world, sign_in, name, values, words):
    more = [start(world.case, world.caseworker).pk] if name != "recovery-add" else []
    html = sign_in(world.caseworker).post(address(name, world.case, *more), values).content.decode()
    assert words in html
    assert "There is a problem" in html


def test_two_editors_who_end_a_period_meet_in_a_sentence(world, sign_in):
    period = start(world.case, world.caseworker)
    client = sign_in(world.caseworker)
    client.get(address("recovery-end", world.case, period.pk))
    end(period, world.officer)
    html = client.post(
        address("recovery-end", world.case, period.pk), {"on": "today", "reason": "left_country"}
    ).content.decode()
    assert "This step is not possible" in html
    with acting_as(world.caseworker):
        assert RecoveryPeriod.objects.get(pk=period.pk).end_reason == "persons_wish"


def test_a_period_is_recorded_once_however_often_the_button_is_pressed(world, sign_in):
    client = sign_in(world.caseworker)
    values = {
        "country": "CH", "trigger": "person_asked", "starts_on": "today",
        "once": "0b7c7a44-6f0c-4b2e-8e4e-2f6f5a4f3c11",
    }  # fmt: skip
    for _press in range(2):
        client.post(address("recovery-add", world.case), values)
    with acting_as(world.caseworker):
        assert RecoveryPeriod.objects.filter(case=world.case).count() == 1


@pytest.mark.parametrize(
    ("starts", "words"),
    [
        (None, "Not recorded"), (-13, "17 days left"), (-29, "1 day left"), (-30, "Last day today"),
        (-31, "Over"), (3, "Not begun yet"),
    ],
)  # fmt: skip
def test_the_banner_shows_days_left_and_that_help_does_not_depend_on_them(world, sign_in, starts, words):
    if starts is not None:
        start(world.case, world.caseworker, starts_on=TODAY() + starts * DAY)
    html = sign_in(world.caseworker).get(address("case-detail", world.case)).content.decode()
    assert words in html
    assert "Help does not depend on it" in html
    assert ('class="meter"' in html) == (starts in (-13, -29, -30))


def test_the_banner_shows_the_period_that_runs_beside_one_that_ended(world, sign_in):
    end(start(world.case, world.caseworker, country="NO"), world.caseworker)
    client = sign_in(world.caseworker)
    assert "Ended early" in client.get(address("case-detail", world.case)).content.decode()
    start(world.case, world.caseworker)
    assert "30 days left" in client.get(address("case-detail", world.case)).content.decode()


def test_a_period_entered_in_error_leaves_the_pages(world, sign_in):
    period = start(world.case, world.caseworker)
    extend(period, world.caseworker)
    client = sign_in(world.caseworker)
    assert "Recovery period extended" in client.get(address("case-detail", world.case)).content.decode()
    client.post(address("record-in-error", world.case, "recovery", period.pk))
    assert "No period is recorded." in client.get(address("case-recovery", world.case)).content.decode()
    assert "Recovery period extended" not in client.get(address("case-detail", world.case)).content.decode()


def test_the_timeline_tells_beginning_extension_and_early_end(world, sign_in):
    period = start(world.case, world.caseworker)
    extend(period, world.caseworker)
    end(period, world.caseworker, reason="longer_protection")
    html = sign_in(world.caseworker).get(address("case-detail", world.case)).content.decode()
    for words in ("Switzerland, until", "Health or recovery", "Longer protection was granted"):
        assert words in html


# Things to do ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("left", "title"),
    [
        (8, ""), (7, "Recovery period ends soon"), (0, "Recovery period ends soon"),
        (-1, "Recovery period has ended"), (-14, "Recovery period has ended"), (-15, ""),
    ],
)  # fmt: skip
def test_the_end_is_announced_a_week_before_and_told_for_two_weeks(world, left, title):
    start(world.case, world.caseworker, starts_on=TODAY() + (left - 30) * DAY)
    assert told(world) == ([title] if title else [])


def test_what_was_ended_or_followed_by_another_period_is_not_announced(world):
    soon = start(world.case, world.caseworker, starts_on=TODAY() - 26 * DAY)
    assert told(world) == ["Recovery period ends soon"]
    start(world.case, world.caseworker, country="BE")
    assert told(world) == []
    other = factories.make_case(world.caseworker)
    end(start(other, world.caseworker, starts_on=TODAY() - 26 * DAY), world.caseworker)
    assert told(world) == []
    assert soon.is_running


def test_a_period_that_is_over_is_not_called_late(world, sign_in):
    start(world.case, world.caseworker, starts_on=TODAY() - 33 * DAY)
    html = sign_in(world.caseworker).get("/").content.decode()
    assert "Ended on" in html
    assert "days late" not in html


def told(world) -> list[str]:
    with acting_as(world.caseworker):
        cases = Case.objects.visible_to(world.caseworker)
        found = attention.needs(cases, attention.OF_A_HOLDER)
        return [str(need.title) for need in found if need.kind.rank == 35]
