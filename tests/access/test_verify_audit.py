"""P7: the administrator of the database tampers with the trail, and the verifier names the place."""

import json

import pytest
from django.core.management import CommandError, call_command

from casework.access import audit, heads
from casework.access.models import Action
from casework.access.trail import examine

HISTORY = "victims_historicalcase"


@pytest.fixture
def trail(world):
    """Two registered people make history; five readings stand after it."""
    for _number in range(5):
        audit.record(Action.VIEWED, by=world.caseworker, case=world.case, page="case-detail")
    assert examine()[1] is None
    return world


@pytest.fixture
def head_file(trail, tmp_path):
    path = tmp_path / "heads.jsonl"
    call_command("sign_audit_head", out=path)
    return path


def tamper(superuser, *statements):
    """Every trigger and wall is out of the way for whoever owns the machine."""
    with superuser.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("set session_replication_role = origin")


REWRITE = """
do $$
declare c record; previous bytea := sha256('casework');
begin
    for c in select * from sec.chain order by seq loop
        if c.table_name = 'access_accessevent' then
            c.digest := coalesce((select sec.row_digest(to_jsonb(t)) from access_accessevent t
                                  where t.id = c.row_id), c.digest);
        end if;
        previous := sec.link(previous, c.seq, c.table_name, c.row_id, c.digest);
        update sec.chain set digest = c.digest, link = previous where seq = c.seq;
    end loop;
    update sec.chain_head set link = previous;
end $$
"""
IN_UTC = "set timezone = 'UTC'"


def refusal(**options) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("verify_audit", **options)
    assert refused.value.returncode == 1
    return str(refused.value)


def test_a_whole_trail_is_whole(trail, head_file, capsys):
    call_command("verify_audit", head=[head_file])
    last, place = examine()
    assert place is None
    assert f"whole up to event {last}. Signed heads checked: 1." in capsys.readouterr().out


def test_an_edited_history_row_is_named(trail, superuser):
    tamper(superuser, f"update {HISTORY} set status = 'FollowUp' where id = '{trail.case.pk}'")
    last, place = examine()
    assert (place.table, place.problem) == (HISTORY, "row_changed")
    assert 0 < place.seq < last
    assert f"event {place.seq}, table {HISTORY}" in refusal()


def test_an_edited_reading_is_named(trail, superuser):
    tamper(
        superuser, f"update access_accessevent set user_id = '{trail.stranger.pk}' where action = 'viewed'"
    )
    assert examine()[1].problem == "row_changed"


def test_a_deleted_row_is_named(trail, superuser):
    tamper(superuser, f"delete from {HISTORY} where id = '{trail.case.pk}'")
    place = examine()[1]
    assert (place.table, place.problem) == (HISTORY, "row_gone")


def test_a_row_put_in_without_a_link_is_named(trail, superuser):
    tamper(
        superuser,
        "insert into access_accessevent (id, at, role, action, page, detail)"
        " values (gen_random_uuid(), now(), '', 'viewed', '', '')",
    )
    place = examine()[1]
    assert (place.table, place.problem) == ("access_accessevent", "row_unlinked")


def test_swapped_links_are_named(trail, superuser):
    last = examine()[0]
    tamper(
        superuser,
        f"update sec.chain set seq = -1 where seq = {last - 1}",
        f"update sec.chain set seq = {last - 1} where seq = {last}",
        f"update sec.chain set seq = {last} where seq = -1",
    )
    place = examine()[1]
    assert (place.seq, place.problem) == (last - 1, "link_altered")


def test_a_missing_link_is_named(trail, superuser):
    tamper(superuser, "delete from sec.chain where seq = 2")
    place = examine()[1]
    assert (place.seq, place.problem) == (3, "links_missing")


def cut_the_tail(superuser, last, *more):
    tamper(
        superuser,
        f"delete from access_accessevent where id in (select row_id from sec.chain where seq > {last - 2})",
        f"delete from sec.chain where seq > {last - 2}",
        *more,
    )


def test_a_cut_tail_is_named(trail, superuser):
    cut_the_tail(superuser, examine()[0])
    assert examine()[1].problem == "end_cut"
    assert "the end of the chain is cut off" in refusal()


def test_a_cut_tail_with_a_mended_head_is_caught_by_the_signed_head(trail, superuser, head_file):
    last = examine()[0]
    link = f"(select link from sec.chain where seq = {last - 2})"
    cut_the_tail(superuser, last, f"update sec.chain_head set seq = {last - 2}, link = {link}")
    assert examine()[1] is None
    said = refusal(head=[head_file])
    assert f"event {last} was there" in said
    assert f"the last one now is {last - 2}" in said


def test_a_chain_rewritten_from_end_to_end_is_caught_by_the_signed_head(trail, superuser, head_file):
    tamper(superuser, IN_UTC, "update access_accessevent set page = 'somewhere-else'", REWRITE)
    assert examine()[1] is None, "the rewriting itself is consistent"
    assert "the chain was rewritten" in refusal(head=[head_file])


def test_a_changed_head_file_is_refused(trail, head_file):
    head = json.loads(head_file.read_text())
    head["seq"] -= 1
    assert "the signature" in heads.problem_with(head, examine()[0])
    head_file.write_text("not a head\n")
    assert "cannot be read" in refusal(head=[head_file])
    assert "not a signed head" in heads.problem_with({"seq": 1}, 1)


def test_a_table_that_is_no_longer_watched_is_named(trail, superuser):
    with superuser.cursor() as cursor:
        cursor.execute(f"alter table {HISTORY} disable trigger append_to_chain")
        try:
            place = examine()[1]
        finally:
            cursor.execute(f"alter table {HISTORY} enable trigger append_to_chain")
    assert (place.table, place.problem) == (HISTORY, "unwatched")


def test_edits_are_named_even_when_the_trigger_is_gone(trail, superuser):
    with superuser.cursor() as cursor:
        cursor.execute("begin")
        cursor.execute(f"drop trigger append_to_chain on {HISTORY}")
        cursor.execute(f"update {HISTORY} set status = 'FollowUp'")
        cursor.execute("select table_name, problem from sec.first_break()")
        assert cursor.fetchone() == (HISTORY, "row_changed")
        cursor.execute("rollback")


def test_a_verifier_that_was_replaced_is_named(trail, superuser):
    with superuser.cursor() as cursor:
        cursor.execute("select pg_get_functiondef('sec.first_break'::regproc)")
        before = cursor.fetchone()[0]
        cursor.execute(
            "create or replace function sec.first_break()"
            " returns table (seq bigint, table_name text, row_id uuid, problem text)"
            " language sql as $$ select 1::bigint, '', null::uuid, '' where false $$"
        )
        try:
            assert "sec.first_break" in refusal()
        finally:
            cursor.execute(before)
    call_command("verify_audit")


def test_a_head_is_printed_for_whoever_keeps_it_elsewhere(trail, capsys):
    call_command("sign_audit_head")
    head = json.loads(capsys.readouterr().out)
    last, _break = examine()
    assert (head["seq"], heads.problem_with(head, last)) == (last, "")
