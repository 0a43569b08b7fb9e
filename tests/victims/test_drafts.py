"""Long forms save themselves: sealed, for their author alone, until they are saved or discarded."""

import uuid
from datetime import timedelta

import psycopg2
import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import timezone

from casework.sealing.keyring import SealBroken
from casework.victims import services
from casework.victims.drafts import unfinished
from casework.victims.models import Draft
from casework.victims.services.drafts import MOST_CHARACTERS
from tests import factories

KEEP = {"name": "La Passerelle", "part": "referring", "details": "half a sent"}


@pytest.fixture
def add(world):
    return reverse("connected-organisation-add", args=[world.case.pk])


def drafts_of(person):
    with factories.acting_as(person):
        return list(Draft.objects.visible_to(person).select_related("case"))


def keep(client, address, typed):
    return client.post(f"{address}?draft=keep", typed)


def as_shown(client, address):
    """What the page sends when nothing was typed."""
    form = client.get(address).context["form"]
    return {one.html_name: one.value() for one in form if one.value() not in (None, "", [], False)}


def join(world):
    with factories.acting_as(world.officer):
        services.assign_case(case=world.case, to=world.colleague, kind="team", by=world.officer)


def test_what_is_typed_is_kept_and_comes_back(world, sign_in, add):
    client = sign_in(world.caseworker)
    answer = keep(client, add, KEEP)
    assert answer["Content-Type"].startswith("text/plain")
    assert answer.content.decode().startswith("Draft kept at ")
    keep(client, add, KEEP | {"details": "half a sentence"})
    (draft,) = drafts_of(world.caseworker)
    assert draft.kept_at > draft.created_at
    page = client.get(add)
    assert page.context["form"]["details"].value() == "half a sentence"
    assert page.context["form"]["part"].value() == "referring"
    assert "restored" in page.content.decode() and "Discard it" in page.content.decode()
    assert not page.context["form"].errors


def test_what_is_wrong_comes_back_as_it_was_typed(world, sign_in, add):
    client = sign_in(world.caseworker)
    keep(client, add, KEEP | {"referred_on": "31/2/20"})
    page = client.get(add)
    assert page.context["form"]["referred_on"].value() == "31/2/20"


def test_a_page_on_which_nothing_was_typed_keeps_nothing(world, sign_in, add):
    client = sign_in(world.caseworker)
    typed = as_shown(client, add)
    keep(client, add, KEEP)
    assert keep(client, add, typed).content == b""
    assert drafts_of(world.caseworker) == []


def test_saving_ends_the_draft_and_a_late_one_is_none(world, sign_in, add):
    client = sign_in(world.caseworker)
    keep(client, add, KEEP)
    once = str(client.get(add).context["form"]["once"].value())
    assert client.post(add, KEEP | {"name": "", "once": once}).status_code == 200
    assert len(drafts_of(world.caseworker)) == 1
    assert client.post(add, KEEP | {"once": once}).status_code == 302
    assert drafts_of(world.caseworker) == []
    # The page was left in the same moment: its last draft comes after its button.
    assert keep(client, add, KEEP | {"once": once}).content == b""
    assert drafts_of(world.caseworker) == []


def test_discarding_forgets_it(world, sign_in, add):
    client = sign_in(world.caseworker)
    keep(client, add, KEEP)
    assert client.post(f"{add}?draft=discard").url == add
    assert "restored" not in client.get(add).content.decode()
    assert drafts_of(world.caseworker) == []


def test_a_draft_is_not_lost_with_the_session_nor_by_a_timer(world, sign_in, add, client):
    keep(sign_in(world.caseworker), add, KEEP)
    client.post(reverse("account_logout"))
    assert client.get(add).status_code == 302
    with time_machine.travel(timezone.now() + timedelta(days=400), tick=True):
        page = sign_in(world.caseworker).get(add)
        assert page.context["form"]["details"].value() == "half a sent"


def test_a_record_that_moved_meanwhile_is_a_conflict_and_both_texts_are_there(world, sign_in, acting):
    case, client = world.case, sign_in(world.caseworker)
    edit = reverse("case-edit", args=[case.pk])
    form = client.get(edit).context["form"]
    typed = {"origin": "hotline", "opened_on": "1/11/2026", "seen": form["seen"].value()}
    keep(client, edit, typed)
    with acting(world.officer):
        services.change_record(record=case, changes={"origin": "police"}, by=world.officer)
    restored = client.get(edit).context["form"]
    assert restored["origin"].value() == "hotline"
    answer = client.post(edit, {name: restored[name].value() or "" for name in restored.fields})
    assert answer.status_code == 409
    assert len(drafts_of(world.caseworker)) == 1


def test_others_learn_who_is_writing_and_since_when_never_what(world, sign_in):
    join(world)
    edit = reverse("case-edit", args=[world.case.pk])
    keep(sign_in(world.caseworker), edit, {"origin": "hotline", "opened_on": "1/11/2026"})
    for person in (world.colleague, world.officer):
        page = sign_in(person).get(edit)
        assert "has been writing here since" in page.content.decode()
        assert page.context["draft"] is None
        assert page.context["form"]["origin"].value() != "hotline"
        assert drafts_of(person) == []
    assert "writing here" not in sign_in(world.caseworker).get(edit).content.decode()


def test_somebody_without_the_case_learns_nothing(world, acting):
    address = reverse("case-edit", args=[world.case.pk])
    with acting(world.caseworker):
        services.keep_draft(case=world.case, address=address, typed={"x": ["y"]}, by=world.caseworker)
    for person in (world.colleague, world.stranger, world.administrator):
        with acting(person), connection.cursor() as cursor:
            cursor.execute("select count(*) from sec.drafts_beside(%s)", [address])
            assert cursor.fetchone() == (0,)
        with acting(person), pytest.raises(PermissionDenied):
            services.keep_draft(case=world.case, address=address, typed={}, by=person)


def test_a_draft_is_its_authors_by_either_wall(world, acting, superuser):
    join(world)
    with acting(world.caseworker):
        services.keep_draft(case=world.case, address="/x/", typed={"x": ["y"]}, by=world.caseworker)
    with acting(world.officer):
        assert not Draft.objects.exists()
    with acting(world.colleague):
        assert not Draft.objects.exists()
        statement, parameters = Draft.objects.visible_to(world.colleague).query.sql_with_params()
    with superuser.cursor() as cursor:
        cursor.execute(statement, parameters)
        assert cursor.fetchall() == []
    with acting(world.colleague), connection.cursor() as cursor:
        cursor.execute("delete from victims_draft")
        assert cursor.rowcount == 0
    forged = "insert into victims_draft values (%s, '/y/', null, now(), now(), %s, %s)"
    with pytest.raises(ProgrammingError) as refusal, acting(world.colleague), connection.cursor() as cursor:
        cursor.execute(forged, [uuid.uuid4(), world.case.pk, world.caseworker.pk])
    assert isinstance(refusal.value.__cause__, psycopg2.errors.InsufficientPrivilege)


def test_a_draft_is_gone_from_sight_when_the_case_is(world, acting, sign_in, add):
    keep(sign_in(world.caseworker), add, KEEP)
    with acting(world.officer):
        assignment = world.case.caseassignment_set.get(user=world.caseworker)
        services.end_assignment(assignment=assignment, by=world.officer)
    assert drafts_of(world.caseworker) == []
    assert keep(sign_in(world.caseworker), add, KEEP).status_code == 404


def test_a_draft_moved_to_another_row_is_refused(world, acting, superuser):
    with acting(world.caseworker):
        for address in ("/one/", "/other/"):
            services.keep_draft(case=world.case, address=address, typed={"x": [address]}, by=world.caseworker)
    with superuser.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute(
            "update victims_draft set typed = (select typed from victims_draft where address = '/one/')"
        )
        cursor.execute("set session_replication_role = origin")
    read = {draft.address: draft for draft in drafts_of(world.caseworker)}
    with acting(world.caseworker):
        assert "/one/" in read["/one/"].typed
        with pytest.raises(SealBroken):
            assert read["/other/"].typed


def test_too_long_a_text_says_so_and_stays_on_the_page(world, sign_in, add):
    answer = keep(sign_in(world.caseworker), add, KEEP | {"details": "x" * MOST_CHARACTERS})
    assert "too long to be kept" in answer.content.decode()
    assert drafts_of(world.caseworker) == []


def test_secret_values_are_not_kept(world, sign_in):
    address = reverse("contact-add", args=[world.case.pk])
    client = sign_in(world.caseworker)
    assert keep(client, address, {"code_word": "heron"}).content == b""
    keep(client, address, {"kind": "mobile", "rule": "not at noon", "code_word": "heron"})
    (draft,) = drafts_of(world.caseworker)
    with factories.acting_as(world.caseworker):
        assert "heron" not in draft.typed and "not at noon" in draft.typed
    assert not client.get(address).context["form"]["code_word"].value()


def test_my_day_lists_drafts_to_finish_without_their_text(world, sign_in, acting, add):
    client = sign_in(world.caseworker)
    keep(client, add, KEEP)
    with acting(world.caseworker):
        services.keep_draft(case=world.case, address="/gone/", typed={"x": ["y"]}, by=world.caseworker)
        assert [one.title for one in unfinished(world.caseworker)] == ["Connected organisation"]
    text = client.get("/").content.decode()
    assert "Drafts to finish" in text and add in text and "half a sent" not in text
    assert "Drafts to finish" not in sign_in(world.officer).get("/").content.decode()


@pytest.mark.parametrize(
    "name",
    ["case-person-edit", "case-edit", "experience-edit", "contact-add", "claim-add", "note-add", "task-add"],
)
def test_a_form_sent_as_it_was_shown_keeps_no_draft(world, sign_in, name):
    client = sign_in(world.caseworker)
    address = reverse(name, args=[world.case.pk])
    assert keep(client, address, as_shown(client, address)).content == b""
    assert drafts_of(world.caseworker) == []
