"""Sealed fields: opened on access, opaque everywhere else, refused when moved between rows (P1)."""

import pickle
from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import FieldError, ValidationError
from django.db.models import QuerySet

from casework.records import Recorded
from casework.sealing.fields import (
    Sealed,
    SealedBytesField,
    SealedDateField,
    SealedField,
    kept_sealed,
)
from casework.sealing.keyring import SealBroken
from casework.standards.dates import PartialDate
from casework.victims.models import Victim
from tests import factories

SEALED = [
    (model, field)
    for model in apps.get_models()
    for field in model._meta.concrete_fields
    if isinstance(field, SealedField)
]
# Workbooks and drafts are no records: they have tests of their own.
IN_RECORDS = [(m, f) for m, f in SEALED if issubclass(m, Recorded)]


def field_id(value):
    return value.__name__ if isinstance(value, type) else value.name


def sample(field):
    if isinstance(field, SealedBytesField):
        return b"12.5"
    return PartialDate.from_iso("1999-04") if isinstance(field, SealedDateField) else "12.5"


@pytest.fixture
def filled(world):
    """A row of a model with every sealed field filled, for two cases of two people."""

    def fill(model):
        rows = []
        second = factories.make_case(world.caseworker, person={"given_names": "Second"})
        with factories.acting_as(world.caseworker):
            for case in (world.case, second):
                if model is Victim:
                    row = Victim.objects.get(pk=case.victim_id)
                elif model._meta.model_name == "case":
                    row = model.objects.get(pk=case.pk)
                else:
                    row = factories.record(model, case, **factories.FOR_SEALED_VALUES.get(model.__name__, {}))
                for field in model._meta.concrete_fields:
                    if isinstance(field, SealedField):
                        setattr(row, field.name, sample(field))
                maker = factories.maker_of(model, case)
                with factories.acting_as(maker):
                    row.keep(by=maker, reason="filled")
                rows.append(row)
        return rows

    return fill


def raw(table, column, row_id, superuser):
    with superuser.cursor() as cursor:
        cursor.execute(f"select {column} from {table} where id = %s", [str(row_id)])
        return bytes(cursor.fetchone()[0])


def write(table, column, value, row_id, superuser):
    with superuser.cursor() as cursor:
        # No trigger watches the administrator of the database: the seal alone has to tell.
        cursor.execute("set session_replication_role = replica")
        cursor.execute(f"update {table} set {column} = %s where id = %s", [value, str(row_id)])
        cursor.execute("set session_replication_role = origin")


@pytest.mark.parametrize("model", sorted({m for m, _f in IN_RECORDS}, key=lambda m: m.__name__), ids=field_id)
def test_values_moved_or_cut_are_refused_in_row_and_history(model, filled, world, acting, superuser):
    one, other = filled(model)
    reader = world.officer if model.__name__ == "ConflictOfInterest" else world.caseworker
    live, history = model._meta.db_table, model.history.model._meta.db_table
    for field in (f for m, f in IN_RECORDS if m is model):
        mine = raw(live, field.column, one.id, superuser)
        theirs = raw(live, field.column, other.id, superuser)
        homes = [(live, model.objects), (history, model.history)]
        # History keeps the digest of a file, not the file.
        for table, rows in homes if getattr(field, "is_remembered", True) else homes[:1]:
            for forged in (theirs, theirs[:-1], b"\x00" * 80):
                write(table, field.column, forged, one.id, superuser)
                with acting(reader), pytest.raises(SealBroken):
                    getattr(rows.filter(id=one.id).first(), field.name)
            write(table, field.column, mine, one.id, superuser)
            with acting(reader):
                assert getattr(rows.filter(id=one.id).first(), field.name) == sample(field)


@pytest.mark.parametrize(("model", "field"), SEALED, ids=field_id)
def test_a_sealed_field_cannot_be_compared(model, field):
    with pytest.raises(FieldError):
        model._base_manager.filter(**{field.name: "x"}).exists()
    with pytest.raises(FieldError):
        model._base_manager.filter(**{f"{field.name}__icontains": "x"}).exists()


def test_history_keeps_the_same_sealed_bytes(world, acting, superuser):
    live = raw("victims_victim", "given_names", world.case.victim_id, superuser)
    assert raw("victims_historicalvictim", "given_names", world.case.victim_id, superuser) == live
    with acting(world.caseworker):
        assert Victim.objects.get().history.first().given_names == "Mireille"


def test_an_unchanged_value_is_not_sealed_again(world, acting, superuser):
    before = raw("victims_victim", "given_names", world.case.victim_id, superuser)
    with acting(world.caseworker):
        victim = Victim.objects.get()
        victim.family_name = "Other"
        victim.keep(by=world.caseworker)
    assert raw("victims_victim", "given_names", world.case.victim_id, superuser) == before


def test_reading_a_row_opens_nothing_until_it_is_asked(world, acting):
    with acting(world.caseworker):
        victim = Victim.objects.get()
        assert isinstance(victim.__dict__["given_names"], Sealed)
        with kept_sealed():
            assert repr(victim.given_names) == str(victim.given_names) == "<sealed>"
        assert victim.given_names == "Mireille"
        assert victim.__dict__["given_names"].opened == "Mireille"
        assert pickle.loads(pickle.dumps(victim.__dict__["given_names"])).opened is None  # noqa: S301


def test_plain_values_are_refused_by_update_and_expressions(world, acting):
    with pytest.raises(FieldError), acting(world.caseworker):
        QuerySet.update(Victim.objects.all(), given_names="x")


def test_nothing_is_one_thing_only(world, acting):
    with acting(world.caseworker):
        victim = Victim.objects.get()
        victim.given_names, victim.family_name, victim.birth_date = "", "  \u00a0 ", None
        victim.keep(by=world.caseworker)
        again = Victim.objects.filter(given_names__isnull=True, family_name__isnull=True).get()
    assert again.given_names == "" and again.birth_date is None


def test_a_date_is_taken_as_text_day_or_partial_date():
    field = SealedDateField(subject="id")
    assert field.taken_in("1900") == PartialDate.from_iso("1900")
    assert field.taken_in(date(2001, 2, 3)) == PartialDate.from_iso("2001-02-03")
    assert field.taken_in("") is None


def test_too_long_a_text_names_the_limit(world, acting):
    with acting(world.caseworker), pytest.raises(ValidationError) as refusal:
        victim = Victim.objects.get()
        victim.given_names = "x" * 201
        victim.keep(by=world.caseworker)
    assert "200" in str(refusal.value.message_dict["given_names"])


def test_nul_characters_are_dropped_and_serialising_shows_nothing(world, acting):
    with acting(world.caseworker):
        victim = Victim.objects.get()
        victim.given_names = "Mi\x00re"
        assert victim.given_names == "Mire"
        assert Victim._meta.get_field("given_names").value_to_string(victim) == "<sealed>"


def test_bytes_come_back_as_bytes():
    field = SealedBytesField(subject="id")
    assert field.from_bytes(field.to_bytes(b"\x00\x01")) == b"\x00\x01"
    with pytest.raises(NotImplementedError):
        SealedField().to_bytes("x")


def test_the_class_gives_its_field_and_equal_values_count_once():
    assert Victim.given_names.field is Victim._meta.get_field("given_names")
    assert {Sealed(b"a"), Sealed(b"a"), Sealed(b"b")} == {Sealed(b"a"), Sealed(b"b")}
