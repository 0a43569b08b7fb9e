"""How a person came to us, and the name they give later, or take back."""

from datetime import datetime
from typing import Any, cast

from django.utils.translation import gettext_lazy

from casework.records import Recorded
from casework.victims import services
from casework.victims.forms.firstcontact import FirstContactForm, PersonNameForm
from casework.victims.forms.records import RecordForm
from casework.victims.models import FirstContact
from casework.victims.views.confirm import ConfirmView
from casework.victims.views.records import RecordFormView


class FirstContactFormView(RecordFormView):
    form_class = FirstContactForm
    add_title = gettext_lazy("Record a contact")
    change_title = gettext_lazy("Change a contact")
    lead = gettext_lazy("How the person came to us. Every question may be skipped.")

    def find_record(self) -> Recorded:
        """A new contact begins with what is known of how the person came."""
        record = cast(FirstContact, super().find_record())
        if record._state.adding and not self.records(FirstContact).exists():
            record.origin, record.language = self.case.origin, self.case.victim.primary_language
        return record


class PersonNameView(RecordFormView):
    """The person gave a name: found by it from now on, and compared with people known elsewhere."""

    form_class = PersonNameForm
    template_name = "victims/person_name.html"
    page = "case-detail"
    change_title = gettext_lazy("The person gave a name")

    def find_record(self) -> Recorded:
        return self.case.victim

    def save(
        self, record: Recorded, form: RecordForm, changes: dict[str, Any], seen: datetime | None
    ) -> None:
        services.name_person(case=self.case, names=changes, seen=seen, by=self.request.user)


class PersonAnonymousView(ConfirmView):
    """The person asks that no name is shown. It hides, and says that it does not erase."""

    page = "case-detail"
    title = gettext_lazy("Hide the name")
    text = gettext_lazy(
        "Our pages show the reference instead of the name, also to you. The name is not erased:"
        " it stays sealed, and the case can still be found by it. Help stays the same."
    )
    done = gettext_lazy("The case is shown by its reference only from now on.")

    def step(self, record) -> None:
        services.hide_person(case=record, by=self.request.user)
