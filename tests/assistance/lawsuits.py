"""What the tests of legal help do: one criminal proceeding with a hearing, by its caseworker."""

from datetime import time, timedelta

from django.utils import timezone

from casework.assistance import services
from casework.assistance.models import Hearing, LegalProceeding
from casework.victims import services as cases
from tests import factories


class Lawsuit:
    """A criminal proceeding of a case, and the hand that writes it down."""

    def __init__(self, world, **values) -> None:
        self.case, self.by = world.case, world.caseworker
        self.proceeding = self.add(LegalProceeding, **{"kind": "criminal"} | values)

    def do(self, service, by=None, **words):
        """Let the case's caseworker, or somebody else, do something."""
        by = by or self.by
        with factories.acting_as(by):
            return service(by=by, **words)

    def add(self, model, **values):
        return self.do(cases.record_for_case, record=model(case=self.case, **values))

    def hearing(self, days: int = 3, **values) -> Hearing:
        day = timezone.localdate() + timedelta(days=days)
        values = {"day": day, "hour": time(9, 30), "time_zone": "Europe/Zurich"} | values
        return self.add(Hearing, proceeding=self.proceeding, **values)

    def decide(self, decision, is_final=True):
        decision.case, decision.proceeding = self.case, self.proceeding
        return self.do(services.record_decision, decision=decision, is_final=is_final)

    def step(self, status: str):
        return self.do(services.change_proceeding_status, proceeding=self.proceeding, status=status)

    def now(self, record=None):
        """The record as it stands in the database, the proceeding unless another is given."""
        record = record or self.proceeding
        with factories.acting_as(self.by):
            return type(record).objects.get(pk=record.pk)
