from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    name = "casework.assistance"
    label = "assistance"
