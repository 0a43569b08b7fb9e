"""Pages of the shell, of one's own account, of staff administration and of the trail."""

from casework.access.views.shell import csrf_failure

__all__ = ["csrf_failure"]
