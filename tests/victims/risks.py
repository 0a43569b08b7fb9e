"""Risk as the people of a case assess it."""

from django.urls import reverse
from django.utils import timezone

TODAY = timezone.localdate


def at(name, case, **kwargs):
    return reverse(name, kwargs={"pk": case.pk, **kwargs})


def part(assessment, section="individual", name="risk-section"):
    kwargs = {"pk": assessment.case_id, "record": assessment.pk, "section": section}
    return reverse(name, kwargs=kwargs)


def seen_in(answer) -> str:
    return answer.context["form"].initial["seen"]
