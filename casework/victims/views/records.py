"""Adding and changing the person, the case and its records; nothing anybody wrote is lost."""

import copy
from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar, cast

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy

from casework.records import CaseRecord, Recorded
from casework.victims import conflicts, services
from casework.victims.forms.person import CaseForm, PersonForm
from casework.victims.forms.records import (
    EventForm,
    ExperienceForm,
    OrganisationForm,
    RecordForm,
    StatusClaimForm,
)
from casework.victims.models import (
    Case,
    TraffickingExperience,
)
from casework.victims.views.drafts import DraftingFormView
from casework.victims.views.kinds import kind_of


class RecordFormView(DraftingFormView):
    """Adds a record, or changes it when the address names one. What is typed saves itself as a draft."""

    template_name = "victims/case_form.html"
    form_class: ClassVar[type[RecordForm]]
    page = "case-identification"
    add_title: ClassVar[Promise] = gettext_lazy("Add")
    change_title: ClassVar[Promise] = gettext_lazy("Change")
    lead: ClassVar[Promise | str] = ""

    def find_record(self) -> Recorded:
        """The record being changed, or a new one of this case."""
        model = self.form_class._meta.model
        if "record" in self.kwargs:
            return self.get_record(model, self.kwargs["record"])
        return model(case=self.case)

    def save(
        self, record: Recorded, form: RecordForm, changes: dict[str, Any], seen: datetime | None
    ) -> None:
        """Hand the values to the service."""
        by = self.request.user
        if record._state.adding:
            made = cast(CaseRecord, type(record)(case=self.case, **changes))
            services.record_for_case(record=made, by=by)
        else:
            kept = cast(CaseRecord | Case, record)
            services.change_record(record=kept, changes=changes, seen=seen, by=by)

    @cached_property
    def record(self) -> Recorded:
        return self.find_record()

    def get_form_kwargs(self) -> dict[str, Any]:
        # The form writes into its instance: it gets a copy, so that the page still shows what is saved.
        return {**super().get_form_kwargs(), "instance": copy.copy(self.record)}

    def choices(self, form: RecordForm) -> dict[str, str]:
        """What was chosen, field by field, where two versions stood side by side."""
        post = self.request.POST
        return {name: post[f"choose-{name}"] for name in form.changes if f"choose-{name}" in post}

    def form_valid(self, form: RecordForm) -> HttpResponse:
        unchosen = form.changes.keys() - self.choices(form).keys()
        unsettled = unchosen.intersection(self.request.POST.getlist("differs"))
        return self.show_conflict(form, unsettled) if unsettled else super().form_valid(form)

    def carry_out(self, form: RecordForm) -> None:
        changes = form.changes
        if choices := self.choices(form):
            changes = conflicts.settled(self.record, changes, choices)
        self.save(self.record, form, changes, read_moment(form.cleaned_data["seen"]))

    def refused(self, form: RecordForm, error: ValidationError) -> HttpResponse:
        is_conflict = isinstance(error, services.Conflict)
        return self.show_conflict(form) if is_conflict else super().refused(form, error)

    def show_conflict(self, form: RecordForm, unsettled: Collection[str] = ()) -> HttpResponse:
        """Both versions side by side. The page carries everything that was typed."""
        now = self.record
        now.refresh_from_db()
        seen = read_moment(form.cleaned_data["seen"]) or now.updated_at
        found = conflicts.differences(now, seen, form.changes, self.case)
        context = self.get_context_data(
            form=form, differences=found, unsettled=unsettled, saved=conflicts.last_saved(now),
            labels={name: form.fields[name].label for name in form.changes}, now=now,
            carried=[form[name] for name in form._meta.fields or () if name in form.fields],
        )  # fmt: skip
        return render(self.request, "victims/case_conflict.html", context, status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_new = self.record._state.adding
        return super().get_context_data(
            title=self.add_title if is_new else self.change_title, lead=self.lead, is_new=is_new,
            back_url=self.get_success_url(), in_error_url="" if is_new else self.get_in_error_url(), **kwargs,
        )  # fmt: skip

    def get_in_error_url(self) -> str:
        """Where the record can be marked as entered in error; empty where it cannot."""
        kind = kind_of(self.record)
        return reverse("record-in-error", args=[self.case.pk, kind, self.record.pk]) if kind else ""


def read_moment(text: str) -> datetime | None:
    """When the editor saw the record; a text nobody's form wrote is answered like an unknown page."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Http404 from None


class PersonChangeView(RecordFormView):
    form_class = PersonForm
    change_title = gettext_lazy("Change what is known about the person")
    lead = gettext_lazy("Every question may stay open.")

    def find_record(self) -> Recorded:
        return self.case.victim

    def save(self, record, form, changes, seen) -> None:
        services.change_person(case=self.case, changes=changes, seen=seen, by=self.request.user)


class CaseChangeView(RecordFormView):
    form_class = CaseForm
    page = "case-detail"
    change_title = gettext_lazy("Change the case")

    def find_record(self) -> Recorded:
        return self.case


class StatusClaimFormView(RecordFormView):
    form_class = StatusClaimForm
    add_title = gettext_lazy("Record a status claim")
    change_title = gettext_lazy("Change a status claim")
    lead = gettext_lazy("What one organisation said on one day. Several claims may stand side by side.")


class ExperienceFormView(RecordFormView):
    form_class = ExperienceForm
    add_title = change_title = gettext_lazy("What happened to the person")
    lead = gettext_lazy("Write down only what is needed to help. Every question may be skipped.")

    def find_record(self) -> Recorded:
        """There is one experience in a case."""
        return self.records(TraffickingExperience).first() or TraffickingExperience(case=self.case)


class EventFormView(RecordFormView):
    form_class = EventForm
    add_title = gettext_lazy("Add an event")
    change_title = gettext_lazy("Change an event")
    lead = gettext_lazy("A place and a time of recruitment, transit or exploitation.")


class OrganisationFormView(RecordFormView):
    form_class = OrganisationForm
    add_title = gettext_lazy("Add an organisation")
    change_title = gettext_lazy("Change an organisation")
    lead = gettext_lazy("An organisation that referred the person here, or received the person from us.")
