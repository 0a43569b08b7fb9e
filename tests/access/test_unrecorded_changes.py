"""Plain SQL within one's own cases: what is written without its history is not kept."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from casework.access.walls import guarded_models, is_history
from casework.assistance.models import AssistanceService
from casework.victims.models import Victim
from tests import factories

pytestmark = pytest.mark.usefixtures("world")


def run(user, statement, *values):
    with factories.acting_as(user), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


def test_quiet_edit_of_own_record_is_refused(world):
    service, *_others = factories.add_records(world.case, world.caseworker)
    with pytest.raises(ProgrammingError, match="without its history"):
        run(
            world.caseworker,
            "update assistance_assistanceservice set outcome = 'refused_by_person' where id = %s",
            service.pk,
        )
    with factories.acting_as(world.caseworker):
        assert AssistanceService.objects.get(pk=service.pk).outcome == "given"


def test_quiet_edit_of_a_name_is_refused(world):
    with pytest.raises(ProgrammingError, match="without its history"):
        run(
            world.caseworker,
            "update victims_victim set family_name = given_names where id = %s",
            world.case.victim_id,
        )


def test_going_back_to_an_older_text_without_history_is_refused(world):
    """An older history row says the same, but the newest does not."""
    service, *_others = factories.add_records(world.case, world.caseworker)
    with factories.acting_as(world.caseworker):
        service.outcome = "put_off"
        service.keep(by=world.caseworker, reason="changed")
    with pytest.raises(ProgrammingError, match="without its history"):
        run(
            world.caseworker,
            "update assistance_assistanceservice a set outcome = h.outcome, updated_at = h.updated_at"
            " from assistance_historicalassistanceservice h where h.id = a.id and a.id = %s"
            " and h.outcome = 'given'",
            service.pk,
        )


def test_new_row_without_history_is_refused(world):
    columns = "case_id, created_by_id, created_at, updated_at, entered_in_error, stage, state, since"
    with pytest.raises(ProgrammingError, match="without its history"):
        run(
            world.caseworker,
            f"insert into victims_casestage (id, {columns}) values"
            " (gen_random_uuid(), %s, %s, now(), now(), false, 'return', 'open', current_date)",
            world.case.pk,
            world.caseworker.pk,
        )


def test_every_record_with_a_history_is_watched(world):
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgrelid::regclass::text from pg_trigger"
            " where tgname = 'demand_history' and tgenabled = 'O'"
        )
        watched = {name.strip('"') for (name,) in cursor.fetchall()}
    kept = {m._meta.db_table for m in guarded_models() if not is_history(m) and hasattr(m, "history")}
    assert watched == kept >= {Victim._meta.db_table, apps.get_model("victims", "Case")._meta.db_table}
