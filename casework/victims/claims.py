"""What organisations said of a person's status, beside each other: they may disagree, and help goes on."""

from collections.abc import Iterable

from casework.victims.models import StatusClaim


def are_at_odds(claims: Iterable[StatusClaim]) -> bool:
    """Whether the latest word of one organisation differs from that of another."""
    latest: dict[tuple[str, str], StatusClaim] = {}
    for claim in claims:
        by = (claim.deciding_organisation, claim.organisation_name.strip().casefold())
        known = latest.get(by)
        if known is None or (claim.decided_on, claim.created_at) > (known.decided_on, known.created_at):
            latest[by] = claim
    return len({claim.status for claim in latest.values()}) > 1
