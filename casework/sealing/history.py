"""History rows hold the same sealed bytes as the live row, so the same key opens both."""

from simple_history.models import HistoricalRecords

from casework.sealing.fields import kept_sealed


class SealedHistory(HistoricalRecords):
    """django-simple-history over sealed fields: nothing is opened in order to be remembered."""

    def create_historical_record(self, instance, history_type, using=None):
        with kept_sealed():
            return super().create_historical_record(instance, history_type, using=using)
