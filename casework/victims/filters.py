"""Narrowing a list of cases. What says something about a person travels by POST and stays on the server."""

from typing import Any
from uuid import UUID

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from casework.access.models import StaffUser
from casework.access.roles import Role
from casework.standards.fields import coded_choices
from casework.standards.forms import DayField
from casework.victims.attention import UNDER_WAY
from casework.victims.forms.records import DayInput
from casework.victims.lists import current_risk
from casework.victims.models import Case, CaseAssignment, CaseStage, TraffickingExperience

# What may stand in the address; everything else goes by POST.
IN_THE_ADDRESS = ("stage", "status", "risk")
NOBODY = "nobody"
NOT_ASSESSED = "not_assessed"


class CodesFilter(filters.MultipleChoiceFilter):
    """Any of several codes of a list."""

    def __init__(self, code_list: str, *args: Any, answers: bool = True, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        kwargs["distinct"] = False
        super().__init__(*args, choices=lambda: coded_choices(code_list, answers), **kwargs)


class DayFilter(filters.Filter):
    field_class = DayField


class FilterForm(forms.Form):
    """Nothing here is required, so nothing says "(optional)"."""

    hides_optional = True


class CaseFilter(filters.FilterSet):
    """Stage, status, risk, danger, holder, days of opening, and what is known of the person."""

    stage = CodesFilter("case_stage", answers=False, label=_("Stage"), method="in_stage")
    status = CodesFilter("case_status", answers=False, label=_("Status"))
    risk = filters.MultipleChoiceFilter(
        choices=lambda: [*coded_choices("risk_level", False), (NOT_ASSESSED, _("Not assessed"))],
        label=_("Risk"), widget=forms.CheckboxSelectMultiple, method="at_risk",
    )  # fmt: skip
    danger = CodesFilter("yes_no", field_name="is_in_danger", label=_("In danger now"))
    holder = filters.ChoiceFilter(label=_("Holder"), empty_label=_("Everybody"), method="held_by")
    opened_from = DayFilter(
        field_name="opened_on",
        lookup_expr="gte",
        label=_("Opened from"),
        widget=DayInput(),
    )
    opened_to = DayFilter(
        field_name="opened_on",
        lookup_expr="lte",
        label=_("Opened until"),
        widget=DayInput(),
    )
    gender = CodesFilter("gender", field_name="victim__gender", label=_("Gender"))
    citizenship = filters.ChoiceFilter(
        choices=lambda: coded_choices("country"),
        label=_("Citizenship"),
        empty_label=_("All"),
        method="citizen_of",
    )
    exploitation = CodesFilter("type_of_exploitation", label=_("Exploitation"), method="exploited_by")

    class Meta:
        model = Case
        form = FilterForm
        fields: list[str] = []

    def __init__(self, data: MultiValueDict | None, queryset: QuerySet[Case], *, user) -> None:
        super().__init__(data, queryset)
        if user.role == Role.PROTECTION_OFFICER:
            self.filters["holder"].extra["choices"] = holders_of(user)
        else:
            del self.filters["holder"]

    def in_stage(self, cases: QuerySet[Case], _name: str, stages: list[str]) -> QuerySet[Case]:
        """Cases with one of these stages in progress or paused."""
        rows = CaseStage.objects.filter(case=OuterRef("pk"), stage__in=stages, state__in=UNDER_WAY)
        return cases.filter(Exists(rows))

    def at_risk(self, cases: QuerySet[Case], _name: str, levels: list[str]) -> QuerySet[Case]:
        """Cases of which the assessment that counts now has one of these levels, or that have none."""
        found = Q(Exists(current_risk().filter(level__in=levels)))
        if NOT_ASSESSED in levels:
            found |= ~Q(Exists(current_risk()))
        return cases.filter(found)

    def held_by(self, cases: QuerySet[Case], _name: str, holder: str) -> QuerySet[Case]:
        """Cases of one holder, or of nobody."""
        live = CaseAssignment.objects.filter(case=OuterRef("pk"), kind="holder", ended_at=None)
        return cases.filter(~Exists(live) if holder == NOBODY else Exists(live.filter(user_id=UUID(holder))))

    def citizen_of(self, cases: QuerySet[Case], _name: str, country: str) -> QuerySet[Case]:
        return cases.filter(victim__citizenships__contains=[country])

    def exploited_by(self, cases: QuerySet[Case], _name: str, codes: list[str]) -> QuerySet[Case]:
        """Cases in which one of these forms of exploitation is recorded."""
        rows = TraffickingExperience.objects.live().filter(
            case=OuterRef("pk"), exploitation_types__overlap=codes
        )
        return cases.filter(Exists(rows))

    def chips(self) -> list[dict[str, str]]:
        """What is on, in words, each with the value that takes it away."""
        found: list[dict[str, str]] = []
        for name, field in self.form.fields.items():
            words = {str(code): label for code, label in getattr(field, "choices", [])}
            found.extend(
                {"field": field.label, "value": words.get(value, value), "remove": f"{name}:{value}"}
                for value in self.data.getlist(name)
                if value
            )
        return found


def holders_of(user) -> list[tuple[str, Any]]:
    """The people of the officer's organisation who can hold a case."""
    staff = StaffUser.objects.active().filter(
        organisation_id=user.organisation_id, role__in=(Role.CASEWORKER, Role.PROTECTION_OFFICER)
    )
    return [(NOBODY, _("Nobody")), *((str(one.pk), one.name) for one in staff)]


def without_blanks(data: MultiValueDict, names: list[str]) -> dict[str, list[str]]:
    """The values of these filters that say something, as they are remembered."""
    given = {name: [value for value in data.getlist(name) if value] for name in names}
    return {name: values for name, values in given.items() if values}
