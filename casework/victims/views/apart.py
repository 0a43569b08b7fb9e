"""Suspected persons, conflicts of interest and cases that are held apart: each behind its own door."""

from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from casework.access import audit
from casework.access.models import Action
from casework.access.once import OnceFormView
from casework.records import Recorded
from casework.standards.lists import codes, label
from casework.victims import policies, services
from casework.victims.apart import pairs_of
from casework.victims.forms.apart import ConflictForm, DeclarationForm, SeparationForm, SuspectForm
from casework.victims.forms.records import RecordForm
from casework.victims.models import ConflictOfInterest, SeparatedCases, SuspectedPerson
from casework.victims.views.case import CasePageMixin, CaseWritingMixin
from casework.victims.views.confirm import ConfirmView
from casework.victims.views.records import RecordFormView
from casework.victims.wording import rows_of

SUSPECT_FIELDS = (
    "aliases", "role", "relationship", "description", "contact_details", "whereabouts",
)  # fmt: skip


class SuspectsMixin(CaseWritingMixin):
    """A page about suspected persons: reading it is recorded as such."""

    permission = "view_suspects"
    page = "case-identification"

    def _find_case(self, request, pk):
        case = super()._find_case(request, pk)
        audit.record_request(request, Action.REVEALED, case=case, detail="suspects")
        return case

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Never beside the name of the person of the case: whoever looks over a shoulder reads one of the two.
        return super().get_context_data(hides_person=True, **kwargs)


class CaseSuspectsView(SuspectsMixin, TemplateView):
    """Everybody suspected in this case."""

    template_name = "victims/case_suspects.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.records(SuspectedPerson).select_related("created_by", "case").order_by("created_at")
        suspects = [(row, [pair for pair in rows_of(row, SUSPECT_FIELDS) if pair[1]]) for row in rows]
        return super().get_context_data(suspects=suspects, **kwargs)


class SuspectFormView(SuspectsMixin, RecordFormView):
    form_class = SuspectForm
    page = "case-suspects"
    add_title = gettext_lazy("Record a suspected person")
    change_title = gettext_lazy("Change what is known of a suspected person")
    lead = gettext_lazy("Nothing of this is shown on any other page, in lists, in exports or in print.")

    def save(
        self, record: Recorded, form: RecordForm, changes: dict[str, Any], seen: datetime | None
    ) -> None:
        by = self.request.user
        if record._state.adding:
            services.record_suspect(suspect=SuspectedPerson(case=self.case, **changes), by=by)
        else:
            kept = cast(SuspectedPerson, record)
            services.change_suspect(suspect=kept, changes=changes, seen=seen, by=by)


class ConflictDeclareView(CaseWritingMixin, OnceFormView):
    """Somebody of staff says that they are related to the person, and loses the case at once."""

    template_name = "victims/conflict_declare.html"
    form_class = DeclarationForm
    page = "case-detail"
    done = gettext_lazy("Thank you for saying so. You are kept out of this case from now on.")

    def carry_out(self, form: DeclarationForm) -> None:
        values, by = form.cleaned_data, self.request.user
        services.record_conflict(
            case=self.case, staff=by, kind=values["kind"], explanation=values["explanation"], by=by
        )

    def get_success_url(self) -> str:
        return reverse("my-day")


class ApartMixin(CasePageMixin):
    """A page for the protection officer who keeps people and cases apart."""

    permission = "keep_apart"
    page = "case-detail"

    def _find_case(self, request, pk):
        case = super()._find_case(request, pk)
        policies.check_can_keep_apart(request.user, case)
        return case

    def get_success_url(self) -> str:
        return reverse("case-apart", args=[self.case.pk])

    def back(self) -> HttpResponse:
        return redirect(self.get_success_url())


class CaseApartView(ApartMixin, OnceFormView):
    """Who is kept out of this case, and from which other cases it is held apart."""

    template_name = "victims/case_apart.html"
    form_class = SeparationForm
    done = gettext_lazy("The two cases are kept apart from now on.")
    refused_status = 422

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "case": self.case, "by": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        conflicts = self.records(ConflictOfInterest).select_related("user", "created_by", "case")
        return super().get_context_data(
            conflicts=conflicts.order_by("ended_at", "-created_at"),
            pairs=pairs_of(self.case, self.request.user),
            **kwargs,
        )

    def carry_out(self, form: SeparationForm) -> None:
        """Hold this case apart from another."""
        other = form.cleaned_data["reference"]
        services.separate_cases(case=self.case, other=other, by=self.request.user)


class SeparationDecideView(ApartMixin, View):
    """Hold two cases apart, say that it is not needed, or end it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = SeparatedCases.objects.visible_to(request.user).of(self.case)
        separation = rows.select_related("first", "second").filter(pk=kwargs["record"]).first()
        status = request.POST.get("status", "")
        if separation is None or status not in codes("separation_status"):
            raise Http404
        try:
            services.decide_separation(separation=separation, status=status, by=self.request.user)
        except ValidationError as error:
            messages.warning(request, error.messages[0])
        else:
            messages.success(
                request, _("Saved: %(status)s.") % {"status": label("separation_status", status)}
            )
        return self.back()


class ConflictAddView(ApartMixin, OnceFormView):
    """Keep somebody of staff out of this case."""

    template_name = "victims/conflict_add.html"
    form_class = ConflictForm
    refused_field = "staff"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "case": self.case, "by": self.request.user}

    def carry_out(self, form: ConflictForm) -> None:
        values = form.cleaned_data
        services.record_conflict(
            case=self.case, staff=values["staff"], kind=values["kind"], explanation=values["explanation"],
            by=self.request.user,
        )  # fmt: skip

    def said(self, form: ConflictForm) -> str:
        name = form.cleaned_data["staff"].name
        return _("%(name)s is kept out of this case from now on.") % {"name": name}


class ConflictLiftView(ApartMixin, ConfirmView):
    """End a conflict of interest, after saying what that does and does not do."""

    model = ConflictOfInterest
    title = gettext_lazy("End a conflict of interest")
    text = gettext_lazy("This person of staff may be given the case again. Nothing is given back by itself.")
    action_label = gettext_lazy("End it")
    done = gettext_lazy("Ended. Assign the case if this person is to work on it again.")

    def step(self, record) -> None:
        services.lift_conflict(conflict=record, by=self.request.user)

    def facts(self, record) -> list[tuple[Any, Any]]:
        return [
            (_("Person of staff"), record.user.name), (_("Relation"), record.get_kind_display()),
            (_("Case"), self.case.reference),
        ]  # fmt: skip

    def get_home(self, record) -> str:
        return reverse("case-apart", args=[self.case.pk])
