"""Workflow tables are sound: known statuses and permissions, every status reachable, all pairs checked."""

import itertools

import pytest

from casework.access.roles import PERMISSIONS
from casework.standards.lists import codes
from casework.victims.workflow import WORKFLOWS, InvalidTransition, check_transition

START = {"case": {"Active"}, "stage": {"to_come"}, "consent": {"given", "refused"}}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_statuses_and_permissions_are_known(name):
    code_list, table = WORKFLOWS[name]
    assert {status for step in table for status in step} <= codes(code_list)
    assert set(table.values()) <= set(PERMISSIONS)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_status_can_be_reached(name):
    code_list, table = WORKFLOWS[name]
    reached = set(START[name])
    for _round in table:
        reached |= {to for start, to in table if start in reached}
    assert reached == set(codes(code_list))


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_pair_outside_the_table_is_refused(name):
    code_list, table = WORKFLOWS[name]
    for now, wanted in itertools.product(codes(code_list), repeat=2):
        if (now, wanted) in table:
            assert check_transition(table, now, wanted) == table[now, wanted]
        else:
            with pytest.raises(InvalidTransition):
                check_transition(table, now, wanted)
