"""Filters of the staff list. None of them says anything about a person who is helped."""

import datetime

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.access.models import Organisation, StaffUser
from casework.access.roles import Role

DORMANT = datetime.timedelta(days=60)
STATES = [
    ("active", _("Active")),
    ("closed", _("Not active")),
    ("dormant", _("No sign-in for 60 days")),
    ("bare", _("Without second factor")),
]


def dormant() -> Q:
    """Open accounts that nobody used for sixty days, or ever since they were made."""
    since = timezone.now() - DORMANT
    return Q(is_active=True) & (Q(last_login__lt=since) | Q(last_login=None, created_at__lt=since))


class StaffFilter(django_filters.FilterSet):
    organisation = django_filters.ModelChoiceFilter(
        label=_("Organisation"), queryset=Organisation.objects.all(), empty_label=_("All")
    )
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Role.choices, empty_label=_("All"))
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, empty_label=_("All"), method="in_state"
    )

    class Meta:
        model = StaffUser
        fields = ["organisation", "role"]

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(
            {
                "active": Q(is_active=True),
                "closed": Q(is_active=False),
                "dormant": dormant(),
                "bare": Q(is_active=True, has_factor=False),
            }[value]
        )
