"""Who may log help."""

from casework.access.policies import require
from casework.victims.policies import check_can_change_case


def check_can_log_service(user, case) -> None:
    """Whoever works on the case logs help. No approval, no status and no cooperation is asked for."""
    require(user, "log_assistance")
    check_can_change_case(user, case)
