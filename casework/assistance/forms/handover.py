"""Who takes which case of somebody who leaves: a list to look through, each with a suggestion."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casework.access.models import StaffUser
from casework.access.once import OnceForm
from casework.victims.models import Case


class HandoverForm(OnceForm):
    """One question for each case. Left empty, a case stays where it is."""

    hides_optional = True

    def __init__(
        self, *args: Any, cases: list[Case], people: list[StaffUser], forbidden: set[tuple[UUID, UUID]],
        suggested: dict[UUID, UUID], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.cases, self.people = cases, {str(one.pk): one for one in people}
        for case in cases:
            able = [(str(one.pk), one.name) for one in people if (one.pk, case.pk) not in forbidden]
            self.fields[str(case.pk)] = forms.ChoiceField(
                choices=[("", _("Stays as it is")), *able], required=False, label=case.reference,
                initial=str(suggested.get(case.pk, "")),
                error_messages={
                    "invalid_choice": _("%(case)s: choose somebody of the list.") % {"case": case.reference}
                },
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """At least one case goes to somebody."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.receivers:
            raise ValidationError(_("Choose a new holder for one case at least."))
        return cleaned

    @property
    def receivers(self) -> dict[Case, StaffUser]:
        """The cases that go, each with who holds it then."""
        chosen = ((case, self.cleaned_data.get(str(case.pk))) for case in self.cases)
        return {case: self.people[key] for case, key in chosen if key}
