"""Who may bring workbooks in, and who may write them."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from casework.access.policies import require


def check_can_import_workbook(user, run=None) -> None:
    """Whoever registers people brings workbooks in, each person their own."""
    require(user, "import_workbook")
    require(user, "register_person")
    if run is not None and run.created_by_id != user.pk:
        raise PermissionDenied(_("This workbook was brought in by somebody else."))


def check_can_export_workbook(user) -> None:
    """Protection officers write the cases of their organisation into a workbook."""
    require(user, "export_workbook")
