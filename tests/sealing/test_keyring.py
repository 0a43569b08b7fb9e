"""Sealed values open in their own place only; keys are wrapped, kept briefly, and gone when destroyed."""

import base64
import os
import uuid

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from casework.sealing import keyring
from casework.sealing.keyring import (
    KeyMissing,
    KeyRing,
    SealBroken,
    bound,
    duplicate_token,
    seal,
    sign,
    unseal,
    verify,
)

KEY, OTHER_KEY = os.urandom(32), os.urandom(32)
PERSON, ROW = uuid.uuid4(), uuid.uuid4()


@given(st.binary(max_size=300))
def test_a_value_comes_back_as_it_was(plain):
    assert unseal(KEY, "victim.name", PERSON, ROW, seal(KEY, "victim.name", PERSON, ROW, plain)) == plain


@given(st.binary(max_size=100))
def test_a_value_opens_nowhere_else(plain):
    sealed = seal(KEY, "victim.name", PERSON, ROW, plain)
    for key, domain, person, row in (
        (OTHER_KEY, "victim.name", PERSON, ROW),
        (KEY, "victim.other", PERSON, ROW),
        (KEY, "victim.name", ROW, ROW),
        (KEY, "victim.name", PERSON, PERSON),
    ):
        with pytest.raises(SealBroken):
            unseal(key, domain, person, row, sealed)


@given(st.binary(max_size=60), st.data())
def test_a_changed_or_cut_value_is_refused(plain, data):
    sealed = bytearray(seal(KEY, "victim.name", PERSON, ROW, plain))
    place = data.draw(st.integers(0, len(sealed) - 1))
    changed = (
        bytes(sealed[:place])
        + bytes([sealed[place] ^ data.draw(st.integers(1, 255))])
        + bytes(sealed[place + 1 :])
    )
    for forged in (changed, bytes(sealed[:place]), bytes(sealed) + b"\x00", b""):
        with pytest.raises(SealBroken):
            unseal(KEY, "victim.name", PERSON, ROW, forged)


def test_the_length_of_a_value_shows_in_steps_only():
    lengths = {len(seal(KEY, "d", PERSON, ROW, b"x" * size)) for size in range(32)}
    assert len(lengths) == 1


def test_the_same_value_never_looks_the_same():
    assert seal(KEY, "d", PERSON, ROW, b"x") != seal(KEY, "d", PERSON, ROW, b"x")


def test_an_unmarked_padding_is_refused():
    with pytest.raises(SealBroken):
        keyring.unpad(b"\x00" * 32)
    with pytest.raises(SealBroken):
        keyring.unpad(b"plain\x80junk")


def test_parts_of_a_place_do_not_run_together():
    assert bound(b"ab", b"c") != bound(b"a", b"bc")


def test_a_key_ring_needs_whole_keys():
    for setting in ("k1:", f"k1:{base64.b64encode(b'short').decode()}", base64.b64encode(KEY).decode()):
        with pytest.raises((ImproperlyConfigured, ValueError)):
            KeyRing(setting)


def ring(*names):
    return KeyRing(",".join(f"{name}:{base64.b64encode(name.encode() * 16).decode()}" for name in names))


def test_a_wrapped_key_opens_for_its_person_under_its_key_only():
    old, new, stranger = ring("k1"), ring("k2", "k1"), ring("k3")
    wrapped = old.wrap("k1", PERSON, KEY)
    assert new.current == "k2"
    assert new.unwrap("k1", PERSON, wrapped) == KEY
    with pytest.raises(KeyMissing):
        stranger.unwrap("k1", PERSON, wrapped)
    with pytest.raises(KeyMissing):
        old.unwrap("k1", PERSON, b"\x09" + wrapped[1:])
    with pytest.raises(SealBroken):
        old.unwrap("k1", ROW, wrapped)


def test_a_secret_of_the_installation_opens_in_its_domain_only():
    sealed = ring("k1").seal_secret("second-factor", "JBSWY3DP")
    assert "JBSWY3DP" not in sealed
    assert ring("k2", "k1").open_secret("second-factor", sealed) == "JBSWY3DP"
    with pytest.raises(KeyMissing):
        ring("k3").open_secret("second-factor", sealed)
    with pytest.raises(SealBroken):
        ring("k1").open_secret("other", sealed)


def test_a_destroyed_key_opens_nothing(world, acting, superuser):
    with acting(world.caseworker):
        assert world.case.victim.given_names
    with superuser.cursor() as cursor:
        cursor.execute("delete from sealing_datakey")
    keyring.keyring().forget()
    with acting(world.caseworker):
        victim = type(world.case.victim).objects.get()
        with pytest.raises(KeyMissing):
            _ = victim.given_names


def test_many_keys_open_with_one_query(world, acting, django_assert_num_queries):
    keyring.keyring().forget()
    with acting(world.caseworker), django_assert_num_queries(1):
        keyring.keyring().load([world.case.victim_id, world.other_case.victim_id])
        keyring.keyring().load([world.case.victim_id])


def test_the_ring_forgets_the_oldest_keys(monkeypatch):
    monkeypatch.setattr(keyring, "KEPT_KEYS", 3)
    full = ring("k1")
    people = [uuid.uuid4() for _ in range(5)]
    for person in people:
        full._keep(person, KEY)
    assert list(full._opened) == people[2:]


def test_a_duplicate_token_depends_on_every_part():
    tokens = {
        duplicate_token(*parts)
        for parts in (("a", "b", "c"), ("ab", "", "c"), ("a", "b", "d"), ("a", "x", "c"))
    }
    assert len(tokens) == 4
    assert duplicate_token("a", "b", "c") in tokens


def test_a_signature_is_ours_or_refused():
    signature = sign(b"head 7")
    assert verify(b"head 7", signature)
    assert not verify(b"head 8", signature)
    assert not verify(b"head 7", signature[:-1] + bytes([signature[-1] ^ 1]))
