from importlib import import_module

from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    name = "casework.assistance"
    label = "assistance"

    def ready(self) -> None:
        # Help tells its own events on the timeline of a case.
        import_module("casework.assistance.timeline")
