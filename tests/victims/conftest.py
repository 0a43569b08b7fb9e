"""Fixtures that several modules about people and their cases share."""

import pytest

from casework.access.roles import Role
from casework.standards.dates import PartialDate
from casework.victims import services
from casework.victims.models import RiskFactor
from tests import factories
from tests.factories import StaffFactory, finished_assessment
from tests.victims.agreeing import TODAY
from tests.victims.papers import NUMBER, add


@pytest.fixture
def second_officer(world):
    return StaffFactory(role=Role.PROTECTION_OFFICER, organisation=world.ours)


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


@pytest.fixture
def child(world):
    return factories.make_case(
        world.caseworker, person={"given_names": "Ana", "birth_date": PartialDate(TODAY().year - 15)}
    )


@pytest.fixture
def ours(world, sign_in):
    return sign_in(world.caseworker)


@pytest.fixture
def passport(world):
    return add(world, kind="passport", holder="with_us", number=NUMBER, surname="Quarkovitz")
