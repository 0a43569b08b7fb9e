"""Sealing: what is written about a person is unreadable without the keys."""

from django.apps import AppConfig


class SealingConfig(AppConfig):
    name = "casework.sealing"
    label = "sealing"
