"""Workflow tables are sound: known statuses and permissions, every status reachable, all pairs checked."""

import itertools
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps

from casework.access.roles import PERMISSIONS
from casework.victims.workflow import InvalidTransition, check_transition

WORKFLOWS = [
    pytest.param(workflow, id=name)
    for config in apps.get_app_configs()
    if config.name.startswith("casework.") and find_spec(f"{config.name}.workflow")
    for name, workflow in import_module(f"{config.name}.workflow").WORKFLOWS.items()
]


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_statuses_and_permissions_are_known(workflow):
    assert {status for step in workflow.steps for status in step} <= workflow.statuses
    assert set(workflow.steps.values()) <= set(PERMISSIONS)


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_every_status_can_be_reached(workflow):
    reached = set(workflow.start)
    for _round in workflow.steps:
        reached |= {wanted for now, wanted in workflow.steps if now in reached}
    assert reached == workflow.statuses


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_every_pair_outside_the_table_is_refused(workflow):
    for now, wanted in itertools.product(workflow.statuses, repeat=2):
        if (now, wanted) in workflow.steps:
            assert check_transition(workflow.steps, now, wanted) == workflow.steps[now, wanted]
        else:
            with pytest.raises(InvalidTransition):
                check_transition(workflow.steps, now, wanted)
