"""What was typed and not saved: kept for its author alone, until it is saved or discarded."""

import json
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from casework.access.models import UsedToken
from casework.victims import policies
from casework.victims.models import Case, Draft

MOST_CHARACTERS = 200_000


@transaction.atomic
def keep_draft(
    *, case: Case, address: str, typed: Mapping[str, list[str]], token: str = "", by
) -> Draft | None:
    """Keep what was typed into the form at an address; what was kept of it before goes.

    None when the form of this token was saved already: a draft that arrives late is none any more.
    """
    policies.check_can_change_case(by, case)
    text = json.dumps(typed, ensure_ascii=False)
    if len(text) > MOST_CHARACTERS:
        raise ValidationError(_("This text is too long to be kept as a draft. Save it."))
    _one_at_a_time(address, by)
    if token and UsedToken.objects.filter(token=token, user=by).exists():
        return None
    draft = Draft.objects.filter(created_by=by, address=address).first()
    draft = draft or Draft(created_by=by, case=case, address=address)
    draft.typed = text
    draft.save()
    return draft


@transaction.atomic
def discard_draft(*, address: str, by) -> None:
    """Forget what one typed into a form and did not save, or has saved now."""
    _one_at_a_time(address, by)
    Draft.objects.filter(created_by=by, address=address).delete()


def _one_at_a_time(address: str, by) -> None:
    # A page keeps its draft while its button is pressed: whichever comes second sees what the first did.
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"draft {by.pk} {address}"])
