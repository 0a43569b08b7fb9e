"""What the tests of signing in share."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_earlier_tries():
    """Tries are counted in the memory of the process."""
    cache.clear()
    yield
    cache.clear()
