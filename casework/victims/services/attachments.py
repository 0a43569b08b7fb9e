"""Keeping files with a case."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casework.records import CaseRecord
from casework.victims import policies
from casework.victims.models import Attachment, Case
from casework.victims.uploads import CleanFile


@transaction.atomic
def attach_file(
    *, case: Case, file: CleanFile, kind: str, title: str = "", to: CaseRecord | None = None,
    to_kind: str = "", by,
) -> Attachment:  # fmt: skip
    """Keep a file with a case, or with one of its records; `to_kind` is the word of that record in addresses.

    The file comes from `uploads.clean_file`, which raises ValidationError for what may not be kept.
    """
    policies.check_can_change_case(by, case)
    if to is not None and to.is_kept_apart:
        # Whoever reads the case reads its files: what is kept apart would be among them.
        raise ValidationError(_("No file is kept with this record."))
    if to is not None and to.case_id != case.pk:
        raise ValidationError(_("This record belongs to another case."))
    attachment = Attachment(
        case=case, kind=kind, title=title, content=file.content, media_type=file.media_type,
        size=len(file.content), digest=file.digest, attached_to=to.pk if to else None,
        attached_to_kind=to_kind if to else "",
    )  # fmt: skip
    attachment.keep(by=by, reason="recorded")
    return attachment
