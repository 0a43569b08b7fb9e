"""Children, and what is recorded about their age and the people around them."""

from django.urls import reverse
from django.utils import timezone

from casework.standards.dates import PartialDate
from casework.victims import services
from casework.victims.models import AgeAssessment
from tests import factories

TODAY = timezone.localdate


def address(name, case, *more):
    return reverse(name, args=[case.pk, *more])


def add(model, case, by, **values):
    with factories.acting_as(by):
        return services.record_for_case(record=model(case=case, **values), by=by)


def begin(case, by, **values):
    with factories.acting_as(by):
        return services.begin_age_assessment(assessment=AgeAssessment(case=case, **values), by=by)


def decide(assessment, by, conclusion, **values):
    changes = {"conclusion": conclusion, "decided_on": TODAY(), **values}
    with factories.acting_as(by):
        return services.decide_age(assessment=assessment, changes=changes, by=by)


def make_child(world, birth="2012-05-06", **person):
    return factories.make_case(
        world.caseworker, person={"given_names": "Aya", "birth_date": PartialDate.from_iso(birth), **person}
    )
