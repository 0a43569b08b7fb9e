from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class VictimsConfig(AppConfig):
    name = "casework.victims"
    label = "victims"

    def ready(self) -> None:
        from casework.victims.indicator_sets import load_built_in_sets

        post_migrate.connect(load_built_in_sets, sender=self, dispatch_uid="casework.victims.indicator_sets")
        # Each kind of record tells its own events and says what needs doing: one module each, found here.
        for package in ("timeline", "attention"):
            found = import_module(f"{self.name}.{package}")
            for module in iter_modules(found.__path__):
                import_module(f"{found.__name__}.{module.name}")
