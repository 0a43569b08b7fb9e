"""What applications with records of cases do when Django starts."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import AppConfig


class CaseAppConfig(AppConfig):
    """Its records tell their events, appointments and what needs doing: a module of each package for each."""

    default = False  # a base: Django takes the one that inherits it

    def ready(self) -> None:
        for package in (f"{self.name}.{part}" for part in ("timeline", "attention", "agenda")):
            if find_spec(package):
                for module in iter_modules(import_module(package).__path__):
                    import_module(f"{package}.{module.name}")
