"""Services: functions with keyword-only arguments, `by` last, all or nothing."""

import importlib
import inspect

import pytest
from django.apps import apps


def services():
    for config in apps.get_app_configs():
        if not config.name.startswith("casework."):
            continue
        try:
            module = importlib.import_module(f"{config.name}.services")
        except ModuleNotFoundError:
            continue
        names = getattr(module, "__all__", None) or [
            name for name, thing in vars(module).items()
            if inspect.isfunction(thing) and thing.__module__ == module.__name__ and not name.startswith("_")
        ]  # fmt: skip
        for name in names:
            thing = getattr(module, name)
            if inspect.isfunction(thing):
                yield pytest.param(thing, id=f"{config.label}.{name}")


# Run after migrating, by the owner of the tables: there is nobody to act.
WITHOUT_A_PERSON = {"after_migrate", "sync_roles"}


@pytest.mark.parametrize("service", list(services()))
def test_services_say_who_acts_and_are_atomic(service):
    if service.__name__ in WITHOUT_A_PERSON:
        return
    parameters = list(inspect.signature(service).parameters.values())
    assert all(one.kind is inspect.Parameter.KEYWORD_ONLY for one in parameters)
    assert "by" in [one.name for one in parameters]
    source = inspect.getsource(service)
    assert "@transaction.atomic" in source
    assert "_" in service.__name__, "a service is named verb_noun"
