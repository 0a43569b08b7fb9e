"""Case notes: sealed, corrected by their author; restricted ones hidden by either wall alone."""

import psycopg2
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.utils import ProgrammingError
from django.urls import reverse

from casework.access.roles import Role
from casework.assistance import services
from casework.assistance.models import CaseNote
from casework.victims.models.apart import overseen_cases
from tests import factories
from tests.assistance.tasks import join, make_note


@pytest.fixture
def team(world):
    join(world.case, world.colleague, world.officer)
    return world


def pages(client, case):
    for name in ("case-notes", "case-detail", "case-history"):
        yield client.get(reverse(name, args=[case.pk])).content.decode()


def test_a_note_is_written_once_and_read_on_its_page(world, sign_in):
    client = sign_in(world.caseworker)
    add = reverse("note-add", args=[world.case.pk])
    assert client.post(add, {"kind": "call"}).context["form"].errors.keys() == {"happened_on", "text"}
    typed = {"kind": "call", "happened_on": "21/11/2025", "happened_at": "14:05", "text": "she said: café"}
    once = client.get(add).context["form"]["once"].value()
    for _time in range(2):
        assert client.post(add, typed | {"once": once}).status_code == 302
    notes, timeline, history = pages(client, world.case)
    assert notes.count("she said: café") == 1 and "2:05 pm" in notes
    assert "Case note" in timeline and "she said" not in timeline
    assert "she said: café" in history
    world.caseworker.hide_names = True
    with factories.acting_as(world.caseworker):
        world.caseworker.save(update_fields=["hide_names"])
    assert all("she said" not in page for page in pages(client, world.case))


def test_a_note_is_corrected_by_its_author_and_the_earlier_words_stay(team, sign_in):
    note = make_note(team.case, text="first words")
    words = {"kind": "call", "happened_on": "21/11/2025", "text": "second words"}
    edit = reverse("note-edit", args=[team.case.pk, note.pk])
    for other in (team.colleague, team.officer):
        client = sign_in(other)
        assert client.get(edit).status_code == client.post(edit, words).status_code == 404
        with factories.acting_as(other), pytest.raises(PermissionDenied, match="who wrote this note"):
            services.correct_note(note=note, changes={"text": "x"}, by=other)
    client = sign_in(team.caseworker)
    assert client.post(edit, words | {"seen": note.updated_at.isoformat()}).status_code == 302
    history = client.get(reverse("case-history", args=[team.case.pk])).content.decode()
    assert "first words" in history and "second words" in history


def test_a_note_is_taken_back_by_author_or_officer_only(team, sign_in):
    note = make_note(team.case)
    path = reverse("note-in-error", args=[team.case.pk, note.pk])
    assert sign_in(team.colleague).post(path).status_code == 403
    assert sign_in(team.officer).post(path).status_code == 302
    assert f"note-{note.pk}" not in sign_in(team.caseworker).get(
        reverse("case-notes", args=[team.case.pk])
    ).content.decode()  # fmt: skip


def test_a_restricted_note_is_for_its_author_and_the_officer(team, sign_in):
    make_note(team.case, text="for few", is_restricted=True)
    for person, reads in ((team.caseworker, True), (team.officer, True), (team.colleague, False)):
        notes, timeline, history = pages(sign_in(person), team.case)
        assert ("for few" in notes, "for few" in history, "restricted" in timeline) == (reads,) * 3
        assert "for few" not in timeline


def test_each_wall_alone_keeps_a_restricted_note_from_the_team(team, superuser):
    note = make_note(team.case, is_restricted=True)
    open_note = make_note(team.case)
    other_officer = team.strangers[Role.PROTECTION_OFFICER]
    for person, expected in (
        (team.caseworker, {note.pk, open_note.pk}), (team.officer, {note.pk, open_note.pk}),
        (team.colleague, {open_note.pk}), (other_officer, set()),
    ):  # fmt: skip
        with factories.acting_as(person):
            assert set(CaseNote.objects.values_list("pk", flat=True)) == expected
            assert set(CaseNote.history.values_list("id", flat=True)) == expected
            rows = CaseNote.objects.visible_to(person).order_by()
            assert set(rows.values_list("pk", flat=True)) == expected
            assert overseen_cases(person).exists() == (person == team.officer or person == other_officer)
            statement, parameters = rows.values_list("pk").query.sql_with_params()
        with superuser.cursor() as cursor:
            cursor.execute(statement, parameters)
            assert {str(key) for (key,) in cursor.fetchall()} == {str(pk) for pk in expected}


def test_a_colleague_cannot_restrict_what_another_wrote(team):
    note = make_note(team.case)
    change = "update assistance_casenote set is_restricted = true where id = %s"
    with (
        pytest.raises(ProgrammingError) as refusal,
        factories.acting_as(team.colleague),
        connection.cursor() as cursor,
    ):
        cursor.execute(change, [note.pk])
    assert isinstance(refusal.value.__cause__, psycopg2.errors.InsufficientPrivilege)


def test_a_note_without_words_is_refused_by_the_database(world):
    with pytest.raises(Exception, match="note_says_something"):
        make_note(world.case, text="")
