"""Register the code lists of the field with Django."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """Code lists, countries, languages and dates as the field writes them; no models."""

    name = "casework.standards"
    label = "standards"
