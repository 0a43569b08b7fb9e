"""The demonstration: every role can sign in, caseloads are full of life, nothing is loaded twice."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from casework.access.models import AccessEvent, Organisation, StaffUser
from casework.access.roles import Role
from casework.assistance.models import AssistanceService
from casework.exchange.demo.cases import Author
from casework.exchange.demo.people import invent_person
from casework.exchange.demo.staff import FIRST_CASEWORKER, KNOWN
from casework.victims.models import Case, CaseStage, Consent, Victim

PASSWORD = "a demonstration of nobody"


@pytest.fixture
def demo(db):
    call_command("load_demo_data", "--cases", "6", "--password", PASSWORD, verbosity=0)


def test_demo_accounts_have_every_role_and_the_password(demo):
    known = {email: StaffUser.objects.get(email=email) for email, _name, _code, _role in KNOWN}
    assert {person.role for person in known.values()} == set(Role.values)
    assert all(person.check_password(PASSWORD) and person.is_active for person in known.values())
    assert known[FIRST_CASEWORKER].organisation != known["caseworker2@demo.test"].organisation
    assert Organisation.objects.count() == 4


def test_every_organisation_has_an_officer_an_administrator_and_five_caseworkers_or_more(demo):
    for organisation in Organisation.objects.all():
        roles = Counter(organisation.staffuser_set.values_list("role", flat=True))
        assert roles[Role.PROTECTION_OFFICER] >= 1 and roles[Role.ADMINISTRATOR] >= 1
        assert 5 <= roles[Role.CASEWORKER] <= 15


def test_the_first_caseload_is_in_danger_and_has_help_consents_and_stages(demo, acting):
    lucie = StaffUser.objects.get(email=FIRST_CASEWORKER)
    with acting(lucie):
        cases = Case.objects.visible_to(lucie)
        assert cases.filter(victim__in=Victim.objects.all()).count() >= 6
        assert cases.filter(is_in_danger="yes").exists()
        assert all(victim.given_names for victim in Victim.objects.all())
        assert AssistanceService.objects.filter(case__in=cases).exists()
        soon = timezone.localdate() + timedelta(days=14)
        assert Consent.objects.in_force().filter(expires_on__lte=soon).exists()
        assert CaseStage.objects.filter(stage="identification").count() == cases.count()


def test_loading_twice_changes_nothing(demo, superuser, capsys):
    def count():
        with superuser.cursor() as cursor:
            cursor.execute(
                "select (select count(*) from victims_case), (select count(*) from access_staffuser)"
            )
            return cursor.fetchone()

    before, events = count(), AccessEvent.objects.using("default").count()
    call_command("load_demo_data", "--cases", "6", "--password", PASSWORD)
    assert (count(), AccessEvent.objects.count()) == (before, events)
    assert PASSWORD not in capsys.readouterr().out


def test_the_trail_of_the_demonstration_is_whole(demo, superuser):
    with superuser.cursor() as cursor:
        cursor.execute("select * from sec.first_break()")
        assert cursor.fetchall() == []


def test_loading_without_a_password_says_what_to_do(db, monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    with pytest.raises(CommandError, match="DEMO_PASSWORD"):
        call_command("load_demo_data")


def test_the_same_seed_invents_the_same_people_and_their_shares_are_those_published():
    today = timezone.localdate()
    people = [invent_person(Random(f"7 {number}"), today) for number in range(1500)]
    assert people[3].values == invent_person(Random("7 3"), today).values
    women = sum(person.values["gender"] == "Feminine" for person in people) / len(people)
    assert 0.5 < women < 0.64
    assert 0.02 < sum(person.is_child for person in people) / len(people) < 0.07
    precisions = {
        person.values["birth_date"] and person.values["birth_date"].iso.count("-") for person in people
    }
    assert precisions == {None, 0, 1, 2}


def test_stories_hold_claims_that_disagree_refusals_and_closed_cases():
    author = Author(Random(3), timezone.localdate(), "fr", "CH", "CHF")
    stories = [author.story() for _number in range(300)]
    assert any(len({claim["status"] for claim in story.claims}) > 1 for story in stories)
    assert {consent["status"] for story in stories for consent in story.consents} == {"given", "refused"}
    assert any(story.closed_on for story in stories) and any(story.has_later_case for story in stories)
    assert all(story.case["opened_on"] <= (story.closed_on or author.today) for story in stories)
