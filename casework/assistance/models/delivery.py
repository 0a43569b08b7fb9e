"""Help that was given, refused, put off or not to be had."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.records import CaseRecord
from casework.sealing.fields import SealedTextField
from casework.standards.fields import CodedField


class AssistanceService(CaseRecord):
    """One service to one person on one day. A refusal by the person is a normal outcome, not an error."""

    service = CodedField("service_type", verbose_name=_("what help"), answers=False)
    delivered_on = models.DateField(_("when"), default=timezone.localdate)
    outcome = CodedField("service_outcome", verbose_name=_("outcome"), answers=False, default="given")
    provider = models.CharField(_("provider"), max_length=200, blank=True)
    quantity = models.DecimalField(
        _("quantity"), max_digits=9, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )  # fmt: skip
    unit = CodedField("service_unit", verbose_name=_("unit"), answers=False)
    cost = models.DecimalField(
        _("cost"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    budget_line = models.CharField(_("budget line"), max_length=60, blank=True)
    beneficiary = CodedField(
        "service_beneficiary", verbose_name=_("for whom"), answers=False, default="person"
    )
    satisfaction = CodedField("service_satisfaction", verbose_name=_("what the person thinks of it"))
    note = SealedTextField(_("note"), max_length=8000)

    # What help of the same kind has in common with help before it.
    REPEATED = ("service", "provider", "quantity", "unit", "cost", "currency", "budget_line", "beneficiary")

    class Meta(CaseRecord.Meta):
        verbose_name = _("service")
        indexes = [models.Index(fields=["case", "-delivered_on"], name="service_by_case")]
        constraints = [
            models.CheckConstraint(
                condition=Q(cost__isnull=True, currency="") | (Q(cost__isnull=False) & ~Q(currency="")),
                name="service_cost_has_its_currency",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["given", "refused_by_person", "not_available", "put_off"]),
                name="service_outcome_is_known",
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        sensitive = ["service", "outcome", "beneficiary", "satisfaction", "note"]
        ordinary = [
            *CaseRecord.Privacy.ordinary, "delivered_on", "provider", "quantity", "unit", "cost", "currency",
            "budget_line",
        ]  # fmt: skip
