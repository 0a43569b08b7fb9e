"""A talk that screens a person: begun, answered, and as it stands."""

from casework.victims import services
from casework.victims.models import Screening, ScreeningAnswer
from tests import factories
from tests.factories import indicator_set


def begin(case, by, code="palermo_elements", **values):
    with factories.acting_as(by):
        screening = Screening(case=case, indicator_set=indicator_set(code), **values)
        return services.start_screening(screening=screening, by=by)


def answers_of(screening, by):
    with factories.acting_as(by):
        rows = ScreeningAnswer.objects.filter(screening=screening)
        return {row.indicator.number: (row.answer, row.own_words) for row in rows}


def fresh(screening, by):
    with factories.acting_as(by):
        return Screening.objects.get(pk=screening.pk)


def part_address(screening, part=1):
    return f"/cases/{screening.case_id}/screenings/{screening.pk}/parts/{part}/"


def answer_address(screening, number=1):
    return f"/cases/{screening.case_id}/screenings/{screening.pk}/answers/{number}/"
