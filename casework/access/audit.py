"""Reading records: committed on a connection of their own before anything is shown."""

from django.db import DatabaseError, InterfaceError

from casework.access.models import AccessEvent, Action


class AuditUnavailable(Exception):
    """The reading cannot be recorded, so nothing may be shown (answered with 503)."""


def record(
    action: Action, *, by=None, case=None, page: str = "", detail: str = "", address: str | None = None
) -> None:
    """Commit one access event, or raise AuditUnavailable. `detail` holds a code, never content."""
    organisation = case.organisation_id if case is not None else getattr(by, "organisation_id", None)
    try:
        AccessEvent.objects.using("audit").create(
            user_id=getattr(by, "id", None),
            role=getattr(by, "role", ""),
            organisation_id=organisation,
            action=action,
            case_id=case.id if case is not None else None,
            page=page[:80],
            detail=detail[:120],
            address=address,
        )
    except (DatabaseError, InterfaceError) as error:
        raise AuditUnavailable from error


def record_cases(action: Action, *, by, cases, page: str = "", detail: str = "") -> None:
    """Commit one access event for each of many cases at once: an export, a list with names."""
    try:
        AccessEvent.objects.using("audit").bulk_create(
            [
                AccessEvent(
                    user_id=by.id,
                    role=by.role,
                    organisation_id=case.organisation_id,
                    action=action,
                    case_id=case.id,
                    page=page[:80],
                    detail=detail[:120],
                )
                for case in cases
            ],
            batch_size=500,
        )
    except (DatabaseError, InterfaceError) as error:
        raise AuditUnavailable from error


def record_request(request, action: Action, *, case=None, detail: str = "") -> None:
    """The access event of a request: who, from where, which page, which case."""
    match = request.resolver_match
    user = request.user if getattr(request, "user", None) and request.user.is_authenticated else None
    record(
        action,
        by=user,
        case=case,
        page=match.view_name if match else "",
        detail=detail,
        address=request.META.get("REMOTE_ADDR") or None,
    )
