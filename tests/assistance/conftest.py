"""What the tests of stays and shelters share."""

import pytest

from tests.assistance.house import House


@pytest.fixture
def house(world):
    return House(world)
