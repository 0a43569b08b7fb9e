"""A passage through a workbook: tried out, stopped, broken off, taken up again, repeated; what is kept."""

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.utils import timezone

from casework.access.database import acting_as
from casework.access.models import AccessEvent
from casework.exchange import importing, jobs, services
from casework.exchange.models import STANDSTILL, ImportedRow, WorkbookImport
from casework.victims.models import Case, Victim
from casework.victims.services import many
from tests.exchange.workbooks import PERSON, new_cases, template


def test_a_second_run_adds_nothing(world, bring_in):
    content = template([PERSON, {"First Name": "Amina"}, {"Gender": "Feminine"}, {"Gender": "Feminine"}])
    assert bring_in(content, world.caseworker).rows_fit == 4
    again = bring_in(content, world.caseworker)
    assert (again.rows_known, again.rows_fit) == (4, 0)
    assert bring_in(content, world.colleague).rows_known == 4
    # Nor do an answer about the address, or the same rows with a new one between them.
    assert bring_in(content, world.caseworker, address_by="machine").rows_known == 4
    more = template([{"First Name": "Bora"}, PERSON, {"First Name": "Amina"}])
    assert bring_in(more, world.caseworker).rows_known == 2


def test_an_error_in_the_middle_leaves_whole_batches_and_is_taken_up_again(world, bring_in, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    rows = [{"First Name": f"Person {n}"} for n in range(6)]
    saved, register = [], many.register_people

    def breaks(*, files, by):
        if len(saved) == 4:
            raise DatabaseError("the connection is lost")
        register(files=files, by=by)
        saved.extend(files)

    monkeypatch.setattr(importing, "register_people", breaks)
    run = bring_in(template(rows), world.caseworker)
    assert (run.state, run.rows_done, run.rows_fit) == ("failed", 4, 4)
    monkeypatch.setattr(importing, "register_people", register)
    again = bring_in(template(rows), world.caseworker)
    assert (again.state, again.rows_known, again.rows_fit) == ("done", 4, 2)


def test_a_passage_whose_worker_died_goes_on_behind_its_last_whole_row(world, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    by = world.caseworker
    with acting_as(by):
        run = services.receive_workbook(content=template([{"First Name": f"P{n}"} for n in range(5)]), by=by)
        services.start_now(run=run, address_meaning="label", by=by)

    class Killed(BaseException):
        pass

    def listen(tally, batch):
        if tally.done == 4:
            raise Killed

    with pytest.raises(Killed):
        jobs.go_through(run.pk, by, listen=listen)
    with acting_as(by):
        stopped = WorkbookImport.objects.get(pk=run.pk)
        assert (stopped.state, stopped.rows_done, len(new_cases(world, by))) == ("importing", 2, 2)
    assert jobs.go_through(run.pk, by).done == 5
    with acting_as(by):
        done = WorkbookImport.objects.get(pk=run.pk)
        assert (done.state, done.rows_fit, done.rows_known, len(new_cases(world, by))) == ("done", 5, 0, 5)


def test_cancelling_stops_after_whole_rows(world, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 1)
    by = world.caseworker
    with acting_as(by):
        run = services.receive_workbook(content=template([{"First Name": f"P{n}"} for n in range(4)]), by=by)
        services.start_now(run=run, address_meaning="label", by=by)
    taken = importing.Importer._take

    def cancels(importer, numbers, batch):
        if numbers.start == 2:
            services.cancel_workbook(run=run, by=by)
        taken(importer, numbers, batch)

    monkeypatch.setattr(importing.Importer, "_take", cancels)
    assert jobs.go_through(run.pk, by) is None
    with acting_as(by):
        assert len(new_cases(world, by)) == 2


def test_a_trial_run_saves_no_case_and_counts_what_an_import_would(world):
    by = world.caseworker
    with acting_as(by):
        run = services.receive_workbook(
            content=template([PERSON, {"First Name": "A", "Gender": "blue"}]), by=by
        )
        services.start_trial(run=run, address_meaning="label", by=by)
    jobs.go_through(run.pk, by)
    with acting_as(by):
        run = WorkbookImport.objects.get(pk=run.pk)
        assert (run.state, run.rows_alike, run.rows_refused) == ("checked", 1, 1)
        assert new_cases(world, by) == []
        assert ImportedRow.objects.count() == 0


def test_the_trail_knows_of_the_import(world, bring_in):
    bring_in(template([PERSON]), world.caseworker)
    with acting_as(world.auditor):
        assert AccessEvent.objects.filter(action="imported", user_id=world.caseworker.pk).count() == 1


def test_the_file_is_dropped_after_the_report(world, bring_in):
    run = bring_in(template([PERSON]), world.caseworker)
    assert run.content is not None
    jobs.drop_content.call(str(run.pk), str(world.caseworker.pk))
    with acting_as(world.caseworker):
        assert WorkbookImport.objects.get(pk=run.pk).content is None


def test_a_row_of_ones_own_export_is_in_already(world, bring_in, write_out):
    bring_in(template([PERSON]), world.officer)
    run = bring_in(write_out(world.officer), world.officer)
    assert run.rows_known == run.rows_total == 2


def received(by, **rows) -> WorkbookImport:
    """A workbook whose columns were recognised; of its address columns nobody said yet what they hold."""
    with acting_as(by):
        return services.receive_workbook(content=template([rows or PERSON]), by=by)


def test_only_whoever_brought_a_workbook_in_goes_on_with_it(world):
    run = received(world.caseworker)
    for step in (services.start_trial, services.start_import, services.cancel_workbook):
        with acting_as(world.colleague), pytest.raises(PermissionDenied, match="somebody else"):
            step(run=run, by=world.colleague)


def test_a_trial_waits_until_it_is_said_what_the_address_columns_hold(world):
    by = world.caseworker
    run = received(by)
    with acting_as(by), pytest.raises(ValidationError, match="address columns"):
        services.start_trial(run=run, by=by)
    with acting_as(by):
        assert WorkbookImport.objects.get().state == "read"
        assert services.start_trial(run=run, address_meaning="label", by=by).state == "checking"
    with acting_as(by), pytest.raises(ValidationError, match="under way already"):
        services.start_trial(run=run, address_meaning="label", by=by)


def test_a_file_that_is_no_longer_kept_is_brought_in_again(world):
    by = world.caseworker
    run = received(by)
    with acting_as(by):
        services.start_trial(run=run, address_meaning="label", by=by)
    jobs.go_through(run.pk, by)
    jobs.drop_content.call(str(run.pk), str(by.pk))
    for start in (services.start_import, services.start_trial):
        with acting_as(by), pytest.raises(ValidationError, match="no longer kept"):
            start(run=run, by=by)
    with acting_as(by):
        assert WorkbookImport.objects.get().state == "checked"


def test_an_import_at_a_standstill_is_taken_up_from_its_page(world, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 1)
    by = world.caseworker
    with acting_as(by):
        run = services.receive_workbook(content=template([{"First Name": f"P{n}"} for n in range(3)]), by=by)
        services.start_trial(run=run, address_meaning="label", by=by)
    jobs.go_through(run.pk, by)
    with acting_as(by):
        services.start_import(run=run, by=by)

    class Killed(BaseException):
        pass

    def listen(tally, batch):
        if tally.done == 2:
            raise Killed

    with pytest.raises(Killed):
        jobs.go_through(run.pk, by, listen=listen)
    with time_machine.travel(timezone.now() + STANDSTILL * 2), acting_as(by):
        again = services.start_import(run=WorkbookImport.objects.get(), by=by)
        assert (again.state, again.rows_done) == ("importing", 1)
    jobs.go_through(run.pk, by)
    with acting_as(by):
        done = WorkbookImport.objects.get()
        assert (done.state, done.rows_done, done.rows_fit, done.rows_known) == ("done", 3, 3, 0)


def test_records_that_are_there_already_are_not_registered_again(world):
    by = world.caseworker
    with acting_as(by):
        there = world.case.casestage_set.get()
        victim = Victim(given_names="New")
        new = many.NewFile(victim, Case(victim=victim, organisation=by.organisation), by, [there])
    with pytest.raises(ValidationError, match="Only new records"), acting_as(by):
        many.register_people(files=[new], by=by)
    with acting_as(by):
        assert Case.objects.visible_to(by).get() == world.case
