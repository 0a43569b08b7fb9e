"""Every case record remembers its changes, and nothing can change or remove what it remembers."""

import psycopg2
import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from casework.access.walls import guarded_models, is_history
from casework.records import CaseRecord, Recorded

RECORDS = [model for model in apps.get_models() if issubclass(model, Recorded)]
HISTORIES = [model for model in apps.get_models() if is_history(model)]


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_records_have_history_behind_the_second_wall(model):
    assert model.history.model in guarded_models()
    assert model in guarded_models()


# A token that says a row of a workbook was brought in: nothing about the person, never changed.
WITHOUT_CONTENT = {"ImportedRow"}
# Not recorded yet: their author's alone, and gone once the form is saved.
UNRECORDED = {"Draft"}


def test_everything_that_hangs_on_a_case_is_a_case_record():
    case = apps.get_model("victims", "Case")
    for model in apps.get_models():
        names = {
            f.name for f in model._meta.concrete_fields if f.remote_field and f.remote_field.model is case
        }
        if "case" in names and not is_history(model) and model.__name__ not in WITHOUT_CONTENT | UNRECORDED:
            assert issubclass(model, CaseRecord), model


@pytest.mark.parametrize("model", HISTORIES, ids=lambda model: model.__name__)
@pytest.mark.parametrize(
    "verb", ["update {} set history_change_reason = 'x'", "delete from {}", "truncate {}"]
)
def test_history_is_insert_only_for_the_application(db, model, verb):
    with pytest.raises(ProgrammingError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(model._meta.db_table))
    assert isinstance(refusal.value.__cause__, psycopg2.errors.InsufficientPrivilege)


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_bulk_writes_are_refused(model):
    for write in (
        lambda: model.objects.update(created_at=None),
        lambda: model.objects.all().delete(),
        lambda: model.objects.bulk_create([]),
        lambda: model.objects.bulk_update([], []),
        lambda: model().delete(),
    ):
        with pytest.raises(TypeError):
            write()


def test_no_case_row_can_be_deleted_by_the_application(world, acting):
    for model in RECORDS:
        with pytest.raises(ProgrammingError), acting(world.officer), connection.cursor() as cursor:
            cursor.execute(f"delete from {model._meta.db_table}")
