"""Who may reach which address: for each app one table, a row for each address."""

from tests.rules.who.access import ACCESS, PUBLIC
from tests.rules.who.assistance import ASSISTANCE, LEGAL
from tests.rules.who.exchange import EXCHANGE
from tests.rules.who.victims import VICTIMS
from tests.rules.who.words import CASEWORKER, HIDDEN, OFFICER, OK, PARTNER, REFUSED, Row, only

WHO: dict[str, Row] = ACCESS | VICTIMS | ASSISTANCE | LEGAL | EXCHANGE

__all__ = ["CASEWORKER", "HIDDEN", "OFFICER", "OK", "PARTNER", "PUBLIC", "REFUSED", "WHO", "Row", "only"]


def first_to_open(name: str) -> str | None:
    """The first role that may open a page: what is the same for all of them is looked at as this one."""
    return next((role for role, word in WHO[name].items() if word == OK), None)
