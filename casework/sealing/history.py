"""History rows hold the same sealed bytes as the live row, so the same key opens both."""

from simple_history.models import HistoricalRecords

from casework.sealing.fields import kept_sealed


class SealedHistory(HistoricalRecords):
    """django-simple-history over sealed fields: nothing is opened in order to be remembered."""

    def fields_included(self, model):
        # A file is written once; its history would be a second copy of it.
        return [field for field in super().fields_included(model) if getattr(field, "is_remembered", True)]

    def create_historical_record(self, instance, history_type, using=None):
        with kept_sealed():
            return super().create_historical_record(instance, history_type, using=using)
