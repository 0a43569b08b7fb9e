"""A best-interest procedure at each of its steps, by whoever takes them."""

from django.urls import reverse
from django.utils import timezone

from casework.victims import services
from casework.victims.models import BestInterest, PanelMember
from tests import factories

TODAY = timezone.localdate


def address(name, case, *more):
    return reverse(name, args=[case.pk, *more])


def begin(case, by, kind="determination", question="return", **values):
    with factories.acting_as(by):
        record = BestInterest(case=case, kind=kind, question=question, **values)
        return services.begin_best_interest(best_interest=record, by=by)


def submit(record, by):
    with factories.acting_as(by):
        return services.submit_best_interest(best_interest=record, by=by)


def on_panel(record, by, **changes):
    with factories.acting_as(by):
        member = PanelMember(case=record.case, best_interest=record)
        return services.keep_panel_member(member=member, changes=changes, by=by)


def full_panel(record, by):
    return [
        on_panel(record, by, name=name, is_chair=number == 0)
        for number, name in enumerate(("Chair Person", "Second", "Third"))
    ]


def before_panel(case, by, **values):
    record = submit(begin(case, by, child_view="stay", **values), by)
    full_panel(record, by)
    return record


def decide(record, by, **changes):
    values = {
        "outcome": "in_interest", "decision": "d", "decision_reasons": "r", "decided_on": TODAY(), **changes,
    }  # fmt: skip
    with factories.acting_as(by):
        return services.decide_best_interest(best_interest=record, changes=values, by=by)


def decided(world, **values):
    return decide(before_panel(world.case, world.caseworker), world.officer, **values)
