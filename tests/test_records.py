"""Saving a record: what the database refuses is told in words, and what it accepts is not asked twice."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from casework.assistance.models import AssistanceService
from casework.victims.models import ContactPoint


def test_a_record_that_breaks_a_constraint_is_refused_and_leaves_nothing(world, acting):
    with acting(world.caseworker):
        half = ContactPoint(case=world.case, kind="mobile", safety="safe", from_hour=time(9))
        with pytest.raises(ValidationError, match="safe_hours_come_in_pairs"), transaction.atomic():
            half.keep(by=world.caseworker)
        assert not ContactPoint.objects.exists()
        assert not ContactPoint.history.exists()
        half.to_hour = time(12)
        half.keep(by=world.caseworker)
        assert ContactPoint.objects.get().to_hour == time(12)


def test_saving_a_sound_record_asks_the_database_about_no_constraint(world, acting):
    record = AssistanceService(case=world.case, service="counselling", note="spoke for an hour")
    with (
        acting(world.caseworker),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        record.keep(by=world.caseworker)
    assert [query["sql"] for query in queries if "_check" in query["sql"]] == []
    assert sum("INSERT" in query["sql"] for query in queries) == 2
