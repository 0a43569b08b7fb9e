"""Fixtures that several modules about people and their cases share."""

import pytest

from casework.access.roles import Role
from tests.factories import StaffFactory


@pytest.fixture
def second_officer(world):
    return StaffFactory(role=Role.PROTECTION_OFFICER, organisation=world.ours)
