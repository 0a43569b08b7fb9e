"""History rows hold the same sealed bytes as the live row, so the same key opens both."""

from functools import cache

from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from casework.sealing.fields import kept_sealed


class HistoryRows(HistoryManager):
    """The manager of history rows, its class made once: every saved record asks for it."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class, class_name=None):
        return super().from_queryset(queryset_class, class_name)


class SealedHistory(HistoricalRecords):
    """django-simple-history over sealed fields: nothing is opened in order to be remembered."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, history_manager=HistoryRows, **kwargs)

    def fields_included(self, model):
        # A file is written once; its history would be a second copy of it.
        return [field for field in super().fields_included(model) if getattr(field, "is_remembered", True)]

    def create_historical_record(self, instance, history_type, using=None):
        with kept_sealed():
            return super().create_historical_record(instance, history_type, using=using)
