"""Money for harm: what is asked for, what was awarded, and every part that came."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.assistance.models.legal import first_and_last
from casework.records import CaseRecord
from casework.sealing.fields import SealedTextField
from casework.standards.fields import CodedField


def amount(label: Any, **kwargs: Any) -> models.DecimalField:
    """A sum of money; its currency stands beside it."""
    least = MinValueValidator(kwargs.pop("least", Decimal("0.01")))
    return models.DecimalField(label, max_digits=14, decimal_places=2, validators=[least], **kwargs)


def has_its_currency(field: str) -> models.CheckConstraint:
    """An amount and its currency come together."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True, f"{field}_currency": ""})
        | (Q(**{f"{field}__isnull": False}) & ~Q(**{f"{field}_currency": ""})),
        name=f"compensation_{field}_has_its_currency",
    )


class CompensationClaim(CaseRecord):
    """Compensation asked for, from whom, and what was awarded. An award of nothing is recorded as nought."""

    kind = CodedField("compensation_kind", verbose_name=_("in what way"), answers=False)
    sought_from = SealedTextField(_("from whom"), max_length=300)
    claimed_on = models.DateField(_("asked for on"), null=True, blank=True)
    claimed = amount(_("amount asked for"), null=True, blank=True)
    claimed_currency = models.CharField(_("currency"), max_length=3, blank=True)
    awarded_on = models.DateField(_("awarded on"), null=True, blank=True)
    awarded = amount(_("amount awarded"), null=True, blank=True, least=0)
    awarded_currency = models.CharField(_("currency of the award"), max_length=3, blank=True)
    note = SealedTextField(_("note"), max_length=2000)

    class Meta(CaseRecord.Meta):
        verbose_name = _("compensation claim")
        constraints = [
            has_its_currency("claimed"), has_its_currency("awarded"),
            first_and_last("compensation_is_awarded_after_it_was_claimed", "claimed_on", "awarded_on"),
        ]  # fmt: skip

    class Privacy(CaseRecord.Privacy):
        identifying = ["sought_from"]
        sensitive = ["kind", "claimed", "awarded", "note"]
        ordinary = [
            *CaseRecord.Privacy.ordinary, "claimed_on", "claimed_currency", "awarded_on", "awarded_currency",
        ]  # fmt: skip


class CompensationPayment(CaseRecord):
    """One part of a compensation that the person received."""

    claim = models.ForeignKey(
        CompensationClaim, models.PROTECT, verbose_name=_("compensation claim"), editable=False
    )
    received_on = models.DateField(_("received on"), default=timezone.localdate)
    received = amount(_("amount"))
    received_currency = models.CharField(_("currency"), max_length=3)
    note = SealedTextField(_("note"), max_length=2000)

    class Meta(CaseRecord.Meta):
        verbose_name = _("compensation received")
        constraints = [
            models.CheckConstraint(
                condition=~Q(received_currency=""), name="compensation_received_has_its_currency"
            ),
        ]

    class Privacy(CaseRecord.Privacy):
        sensitive = ["received", "note"]
        ordinary = [*CaseRecord.Privacy.ordinary, "claim", "received_on", "received_currency"]
