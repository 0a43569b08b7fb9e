"""Sums of compensation: each currency by itself, because amounts of two currencies cannot be added."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from casework.assistance.models import CompensationClaim, CompensationPayment


@dataclass
class Total:
    """What was asked for, awarded and received in one currency; None where nothing was recorded."""

    currency: str
    claimed: Decimal | None = None
    awarded: Decimal | None = None
    received: Decimal | None = None


def totals(claims: Iterable[CompensationClaim], payments: Iterable[CompensationPayment]) -> list[Total]:
    """The sums, one line for each currency, in the order of their codes."""
    found: dict[str, Total] = {}
    parts = [(claim, name) for claim in claims for name in ("claimed", "awarded")]
    for row, name in [*parts, *((payment, "received") for payment in payments)]:
        amount, currency = getattr(row, name), getattr(row, f"{name}_currency")
        if amount is not None:
            total = found.setdefault(currency, Total(currency))
            setattr(total, name, (getattr(total, name) or Decimal(0)) + amount)
    return [found[currency] for currency in sorted(found)]
