"""Handing over: all or nothing, refused in words, and told to those it concerns."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from casework.access.roles import Role
from casework.assistance import services
from casework.assistance.caseload import loads
from casework.assistance.models import AssistanceService, Handover
from casework.victims import services as cases
from casework.victims.models import Case
from tests import factories
from tests.assistance.tasks import make_note, make_task


@pytest.fixture
def second(world):
    return factories.make_case(world.caseworker, person={"given_names": "Second"})


def hand_over(world, receivers, by=None, leaver=None):
    by = by or world.officer
    with factories.acting_as(by):
        return services.hand_over_cases(leaver=leaver or world.caseworker, receivers=receivers, by=by)


def seen_by(person):
    with factories.acting_as(person):
        return Case.objects.visible_to(person).count()


@pytest.mark.parametrize("to", ["stranger", "partner", "administrator"])
def test_one_case_that_may_not_go_stops_all(world, second, to):
    with pytest.raises(ValidationError, match=second.reference):
        hand_over(world, {world.case: world.colleague, second: getattr(world, to)})
    assert (seen_by(world.caseworker), seen_by(world.colleague)) == (2, 0)
    with factories.acting_as(world.officer):
        assert not Handover.objects.exists()


def test_a_case_that_somebody_else_holds_meanwhile_is_named(world, second, sign_in):
    client = sign_in(world.officer)
    address = reverse("handover", args=[world.caseworker.pk])
    page = client.get(address)
    chosen = {one.html_name: one.value() for one in page.context["form"]}
    with factories.acting_as(world.officer):
        cases.assign_case(case=second, to=world.colleague, by=world.officer)
    with pytest.raises(ValidationError, match="Somebody else holds it now"):
        hand_over(world, {second: world.officer})
    # On the page the case is no longer in the list: the others go.
    assert client.post(address, chosen).status_code == 302
    assert seen_by(world.caseworker) == 0


def test_only_the_officer_of_the_organisation_hands_over(world):
    others = world.strangers[Role.PROTECTION_OFFICER]
    for by in (world.colleague, world.caseworker, world.administrator, others):
        with pytest.raises(ValidationError):
            hand_over(world, {world.case: world.colleague}, by=by)
    with pytest.raises(ValidationError, match="another organisation"):
        hand_over(world, {world.case: world.colleague}, leaver=world.stranger)


def test_nothing_chosen_is_said_and_one_case_may_stay(world, second, sign_in):
    client = sign_in(world.officer)
    address = reverse("handover", args=[world.caseworker.pk])
    assert "one case at least" in client.post(address, {}).content.decode()
    forged = client.post(address, {str(world.case.pk): str(world.stranger.pk)})
    assert f"{world.case.reference}: choose somebody of the list" in forged.content.decode()
    client.post(address, {str(world.case.pk): str(world.colleague.pk)})
    assert (seen_by(world.caseworker), seen_by(world.colleague)) == (1, 1)


def test_a_case_is_not_offered_to_somebody_kept_out_of_it(world, sign_in):
    with factories.acting_as(world.officer):
        cases.record_conflict(case=world.case, staff=world.colleague, kind="relative", by=world.officer)
    page = sign_in(world.officer).get(reverse("handover", args=[world.caseworker.pk]))
    ((_case, _tasks, field),) = page.context["rows"]
    offered = {value for value, _name in field.field.choices}
    assert offered == {"", str(world.officer.pk)}
    assert field.value() == ""


def test_a_handover_is_told_for_a_week_to_those_it_concerns(world, sign_in):
    hand_over(world, {world.case: world.colleague})
    for person, words in (
        (world.colleague, "is yours now"), (world.caseworker, "1 of your cases went to"),
        (world.officer, "1 case of"),
    ):  # fmt: skip
        assert words in sign_in(person).get("/").content.decode()
    second_officer = factories.StaffFactory(organisation=world.ours, role=Role.PROTECTION_OFFICER)
    assert "Handed over" not in sign_in(second_officer).get("/").content.decode()


def test_caseloads_count_what_each_one_holds(world, second, acting, django_assert_max_num_queries):
    yesterday = timezone.localdate() - timedelta(days=1)
    make_task(world.case, due_on=yesterday)
    make_task(second, due_on=timezone.localdate())
    make_note(second)
    danger = factories.make_case(world.colleague, is_in_danger="yes")
    with acting(world.colleague):
        service = AssistanceService(case=danger, service="counselling", delivered_on=date(2020, 1, 1))
        cases.record_for_case(record=service, by=world.colleague)
    with acting(world.officer):
        found = {one.person.pk: one for one in loads(world.officer)}
        mine, hers = found[world.caseworker.pk], found[world.colleague.pk]
        assert (mine.cases, mine.in_danger, mine.tasks_late, mine.quiet) == (2, 0, 1, 1)
        assert (hers.cases, hers.in_danger, hers.tasks_late, hers.quiet) == (1, 1, 0, 1)
        assert world.stranger.pk not in found and world.partner.pk not in found
        names = [one.person.name for one in loads(world.officer)]
        assert names == sorted(names)
        with django_assert_max_num_queries(5):
            loads(world.officer)
