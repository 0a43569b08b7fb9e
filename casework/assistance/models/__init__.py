"""What is done for people: help, and what surrounds it."""

from casework.assistance.models.delivery import AssistanceService

__all__ = ["AssistanceService"]
