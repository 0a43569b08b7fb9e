"""Risk as the people of a case assess it."""

from django.urls import reverse
from django.utils import timezone

from casework.victims import services
from casework.victims.models import RiskFactor
from tests.factories import finished_assessment

TODAY = timezone.localdate
EMPTY = {"answer": "", "note": ""}


def at(name, case, **kwargs):
    return reverse(name, kwargs={"pk": case.pk, **kwargs})


def part(assessment, section="individual", name="risk-section"):
    kwargs = {"pk": assessment.case_id, "record": assessment.pk, "section": section}
    return reverse(name, kwargs=kwargs)


def seen_in(answer) -> str:
    return answer.context["form"].initial["seen"]


def finish(case, by, **values):
    """A finished assessment, kept by somebody."""
    row = finished_assessment(case, by=by, **values)
    row.keep(by=by, reason="finished")
    return row


def save(assessment, by, section="individual", seen=None, **factors):
    values = {code: {**EMPTY, **answers} for code, answers in factors.items()}
    return services.save_risk_section(
        assessment=assessment, section=section, values=values, seen=seen or {}, by=by
    )


def conclude(assessment, by, **values):
    return services.save_risk_section(
        assessment=assessment, section="conclusion", values={"": values},
        seen={"": assessment.updated_at}, by=by,
    )  # fmt: skip


def row_of(assessment, code):
    return RiskFactor.objects.get(assessment=assessment, code=code)
