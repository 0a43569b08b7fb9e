"""Every application of ours starts with its own settings: what it registers is there."""

from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.apps import apps

from casework.victims import attention, timeline

OURS = [config for config in apps.get_app_configs() if config.name.startswith("casework.")]


@pytest.mark.parametrize("config", OURS, ids=lambda config: config.label)
def test_settings_of_an_application_are_its_own(config):
    assert type(config).__module__ == f"{config.name}.apps"


@pytest.mark.parametrize("registry", [timeline, attention], ids=["timeline", "attention"])
def test_modules_of_every_application_are_found(registry):
    kind = registry.__name__.rpartition(".")[2]
    known = {tell.tell.__module__ for tell in timeline.SOURCES} | {
        rule.__module__
        for rules in (attention.OF_A_HOLDER, attention.OF_AN_OFFICER, attention.OF_A_ROW)
        for rule in rules
    }
    for config in OURS:
        try:
            package = import_module(f"{config.name}.{kind}")
        except ModuleNotFoundError:
            continue
        for module in iter_modules(package.__path__):
            assert f"{package.__name__}.{module.name}" in known
