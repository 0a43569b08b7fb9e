"""The two walls agree, and each of them holds when the other is switched off."""

import pytest
from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from casework.access import audit, grants
from casework.access.models import AccessEvent, Action
from casework.access.roles import Role
from casework.access.walls import guarded_models, is_history
from casework.assistance.models import Handover, Incident, ShelterStay
from casework.assistance.models.shelter import staffed_shelters
from casework.assistance.models.stay import shelters_of_cases
from casework.exchange.models import Finding, ImportedRow, WorkbookImport
from casework.records import CaseRecord
from casework.sealing.keyring import keyring
from casework.sealing.models import DataKey
from casework.victims import services
from casework.victims.models import (
    Case,
    CaseAssignment,
    CaseStage,
    CaseUserObjectPermission,
    ConflictOfInterest,
    DistinctPair,
    PossibleDuplicate,
    SeparatedCases,
    SuspectedPerson,
    Victim,
)
from casework.victims.models.apart import pair_in_order
from tests import factories

GUARDED = guarded_models()
CASE_RECORDS = [model for model in apps.get_models() if issubclass(model, CaseRecord)]
# The trail says who looked at a case to those who see the case, through of_case(): its door is narrower.
NARROWER_DOORS = {AccessEvent}
# Records that not everybody reads who reads the case.
READERS = {
    ConflictOfInterest: {Role.PROTECTION_OFFICER},
    SuspectedPerson: {Role.CASEWORKER, Role.PROTECTION_OFFICER},
}


def rows_of_cases(cases: set) -> dict[type[models.Model], models.Q]:
    """What a person may see of every guarded table that no view lists by itself."""
    people = set(Case.objects.filter(pk__in=cases).values_list("victim_id", flat=True))
    return {
        DistinctPair: models.Q(first__in=people, second__in=people),
        CaseUserObjectPermission: models.Q(content_object__in=cases),
        DataKey: models.Q(subject__in=people) | models.Q(subject__in=ShelterStay.objects.values("pk")),
    }


class Crowded:
    """The world with every kind of row in it, and people at the edges of a case."""

    def __init__(self, world) -> None:
        self.world = world
        self.helper = factories.StaffFactory(role=Role.CASEWORKER, organisation=world.ours)
        self.former = factories.StaffFactory(role=Role.CASEWORKER, organisation=world.ours)
        self.referred = world.strangers[Role.SHELTER_PARTNER]
        self.colleague_case = factories.make_case(world.colleague, person={"given_names": "Third"})
        self.assign_and_refer()
        with factories.acting_as(world.officer):
            Handover(leaver=self.former, receiver=world.colleague, number=2).keep(by=world.officer)
        self.keep_apart(world)
        # Works in the shelter where the first case stays, and has no grant on any case.
        self.sheltering = factories.StaffFactory(role=Role.SHELTER_PARTNER, organisation=world.ours)
        self.stay = factories.make_stay(world.case, self.sheltering, status="admitted")
        self.write_down_where_it_is()
        holders = {
            world.case: world.caseworker,
            world.other_case: world.stranger,
            self.colleague_case: world.colleague,
            self.related: world.colleague,
            self.apart: world.caseworker,
        }
        for case, holder in holders.items():
            self.fill(case, holder)
            self.bring_in_workbook(case, holder)
        with factories.acting_as(world.officer):
            services.tell_apart(one=world.case.victim, other=self.colleague_case.victim, by=world.officer)
        self.people = [
            *world.staff.values(), *world.strangers.values(), world.colleague, self.helper, self.former,
            self.second_officer,
            self.sheltering,
        ]  # fmt: skip

    def keep_apart(self, world) -> None:
        """An officer is related to one person and works on a case that is held apart from another."""
        self.second_officer = factories.StaffFactory(role=Role.PROTECTION_OFFICER, organisation=world.ours)
        self.related = factories.make_case(world.colleague, person={"given_names": "Fourth"})
        self.apart = factories.make_case(world.caseworker, person={"given_names": "Fifth"})
        with factories.acting_as(world.officer):
            services.record_conflict(
                case=self.related, staff=self.second_officer, kind="relative", by=world.officer
            )
            services.assign_case(case=self.apart, to=self.second_officer, kind="team", by=world.officer)
            services.separate_cases(case=self.apart, other=self.colleague_case, by=world.officer)
        for by, one, other in (
            (world.colleague, self.related, world.case), (world.caseworker, world.case, world.other_case),
        ):  # fmt: skip
            with factories.acting_as(by):
                PossibleDuplicate(one=one, other=other).keep(by=by, reason="noticed")
        with factories.acting_as(world.caseworker):
            SeparatedCases(**pair_in_order(self.related, self.apart)).keep(by=world.caseworker)

    def assign_and_refer(self) -> None:
        """A helper joins the case, another one has left it, a partner elsewhere holds a live referral."""
        case, officer = self.world.case, self.world.officer
        kind = next(code for code in factories.codes("assignment_kind") if code != "holder")
        with factories.acting_as(officer):
            services.assign_case(case=case, to=self.helper, kind=kind, by=officer)
            left = services.assign_case(case=case, to=self.former, kind=kind, by=officer)
            grants.grant(case, self.referred, grants.READ)
        with factories.acting_as(officer):
            services.end_assignment(assignment=left, by=officer)

    def write_down_where_it_is(self) -> None:
        incident = Incident(case_id=self.stay.case_id, stay=self.stay, kind="theft", severity="minor")
        with factories.acting_as(self.sheltering):
            factories.assistance.record_place(
                shelter=self.stay.shelter, changes={"street": "Rue Cachée 1"}, by=self.sheltering
            )
            factories.assistance.record_incident(incident=incident, by=self.sheltering)

    def fill(self, case, holder) -> None:
        for model in CASE_RECORDS:
            if model not in (CaseAssignment, CaseStage):
                maker = factories.maker_of(model, case)
                with factories.acting_as(maker):
                    factories.record(model, case).keep(by=maker, reason="recorded")
        with factories.acting_as(holder):
            services.keep_draft(case=case, address=f"/cases/{case.pk}/", typed={}, by=holder)
        audit.record(Action.VIEWED, by=holder, case=case, page="case-overview")

    def bring_in_workbook(self, case, holder) -> None:
        with factories.acting_as(holder):
            workbook = WorkbookImport(
                created_by=holder, organisation=holder.organisation, content_digest=b"d" * 32
            )
            keyring().create(workbook.id)
            workbook.content = b"rows"
            workbook.save()
            Finding.objects.create(run=workbook, kind=Finding.Kind.WARNING, row=3, rule="rule")
            ImportedRow.objects.create(
                organisation=holder.organisation, row_token=case.pk.bytes * 2, case=case
            )

    def cases_of(self, person) -> set:
        """Who sees which case, written down by hand: neither wall is asked."""
        world = self.world
        by_person = {
            world.caseworker.pk: {world.case, self.apart},
            self.helper.pk: {world.case}, self.referred.pk: {world.case},
            world.colleague.pk: {self.colleague_case, self.related}, world.stranger.pk: {world.other_case},
            world.officer.pk: {world.case, self.colleague_case, self.related, self.apart},
            self.second_officer.pk: {world.case, self.apart},
            world.strangers[Role.PROTECTION_OFFICER].pk: {world.other_case},
        }  # fmt: skip
        return {case.pk for case in by_person.get(person.pk, set())}

    def read_by(self, person, model) -> set:
        """The cases of which this person reads this kind of record; a shelter reads of its stays alone."""
        if model in (ShelterStay, Incident) and person.pk == self.sheltering.pk:
            return {self.stay.case_id}
        return self.cases_of(person) if person.role in READERS.get(model, {person.role}) else set()


@pytest.fixture
def crowded(world):
    return Crowded(world)


def keys(rows) -> set:
    return set(rows.order_by().values_list("pk", flat=True))


def through_the_database_alone(model, person) -> set:
    """The application asks for everything: only PostgreSQL stands in between."""
    with factories.acting_as(person):
        return keys(model._default_manager.all())


def through_the_application_alone(superuser, rows, column: str = "pk") -> set:
    """The query of `visible_to`, run by the one whom no policy binds."""
    try:
        statement, parameters = rows.order_by().values_list(column).query.sql_with_params()
    except EmptyResultSet:
        return set()
    with superuser.cursor() as cursor:
        cursor.execute(statement, parameters)
        # A bare connection gives ids as text.
        field = Case._meta.pk if column == "case_id" else rows.model._meta.pk
        return {field.to_python(key) for (key,) in cursor.fetchall()}


def test_every_guarded_table_holds_rows(crowded, superuser):
    with superuser.cursor() as cursor:
        for model in GUARDED:
            cursor.execute(f'select count(*) from "{model._meta.db_table}"')
            assert cursor.fetchone()[0] >= 1, f"Crowded puts no row into {model._meta.label}"


def test_both_walls_show_the_same_rows(crowded, superuser):
    doors = [model for model in GUARDED if hasattr(model._default_manager, "visible_to")]
    assert {Case, Victim, WorkbookImport, AccessEvent, *CASE_RECORDS} <= set(doors)
    for model in doors:
        for person in crowded.people:
            with factories.acting_as(person):
                rows = model._default_manager.visible_to(person)
                application = through_the_application_alone(superuser, rows)
                both = keys(rows)
            database = through_the_database_alone(model, person)
            place = f"{model.__name__} for {person.role} of {person.organisation}"
            assert both == application, place
            if model in NARROWER_DOORS:
                assert application <= database, place
            else:
                assert application == database, place


def test_either_wall_alone_shows_the_cases_of_the_person_and_no_other(crowded, superuser):
    for person in crowded.people:
        for model, column in [(Case, "pk"), *((model, "case_id") for model in CASE_RECORDS)]:
            expected = crowded.read_by(person, model)
            with factories.acting_as(person):
                database = set(model.objects.order_by().values_list(column, flat=True))
                application = through_the_application_alone(
                    superuser, model.objects.visible_to(person), column
                )
            place = f"{model.__name__} for {person.role} of {person.organisation}"
            assert database == expected, f"database alone: {place}"
            assert application == expected, f"application alone: {place}"


def test_tables_without_a_door_show_only_what_belongs_to_the_cases_of_the_person(crowded):
    for person in crowded.people:
        with factories.acting_as(person):
            theirs = rows_of_cases(crowded.cases_of(person))
            theirs[CaseUserObjectPermission] |= models.Q(user=person)
            workbooks = set(WorkbookImport.objects.values_list("pk", flat=True))
            theirs[DataKey] |= models.Q(subject__in=workbooks)
            theirs[DataKey] |= models.Q(subject__in=staffed_shelters(person))
            theirs[DataKey] |= models.Q(subject__in=shelters_of_cases(person))
            theirs[Finding] = models.Q(run__created_by=person)
            theirs[ImportedRow] = models.Q(organisation=person.organisation)
            for model, allowed in theirs.items():
                place = f"{model.__name__} for {person.role} of {person.organisation}"
                assert not model._default_manager.exclude(allowed).exists(), place


def test_history_is_seen_by_those_who_see_the_record_now(crowded):
    for model in filter(is_history, GUARDED):
        record = model.instance_type
        for person in crowded.people:
            with factories.acting_as(person):
                seen = set(model.objects.values_list(model.instance_type._meta.pk.name, flat=True))
                now = keys(record._default_manager.all())
            assert seen == now, f"{model.__name__} for {person.role} of {person.organisation}"


def test_nobody_without_a_signed_context_sees_a_row(crowded):
    with connection.cursor() as cursor:
        for model in GUARDED:
            cursor.execute(f'select count(*) from "{model._meta.db_table}"')
            assert cursor.fetchone()[0] == 0, model._meta.label


def test_a_suspended_person_sees_nothing_by_either_wall(crowded, superuser):
    person = crowded.world.caseworker
    with factories.owner_connection(connection.settings_dict["NAME"]).cursor() as cursor:
        cursor.execute("update access_staffuser set is_active = false where id = %s", [str(person.pk)])
    assert through_the_database_alone(Case, person) == set()
    person.refresh_from_db()
    with factories.acting_as(person):
        rows = Case.objects.visible_to(person)
        assert not rows.exists()


def test_an_ended_assignment_takes_the_case_away_from_both_walls(crowded, superuser):
    with factories.acting_as(crowded.former):
        rows = Case.objects.visible_to(crowded.former)
        assert through_the_application_alone(superuser, rows) == set()
    assert through_the_database_alone(Case, crowded.former) == set()
