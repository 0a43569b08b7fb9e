"""What can be done about help. Keyword arguments, `by` last, all or nothing."""

from casework.assistance.services.delivery import log_service, mark_service_in_error, undo_service

__all__ = ["log_service", "mark_service_in_error", "undo_service"]
