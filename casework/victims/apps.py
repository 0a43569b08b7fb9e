from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class VictimsConfig(AppConfig):
    name = "casework.victims"
    label = "victims"

    def ready(self) -> None:
        # Each kind of record tells its own events and says what needs doing: one module each, found here.
        for package in ("timeline", "attention"):
            found = import_module(f"{self.name}.{package}")
            for module in iter_modules(found.__path__):
                import_module(f"{found.__name__}.{module.name}")
