"""Pages of a best-interest procedure: its parts, its panel, the decision and what follows."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from casework.access.policies import allowed
from casework.standards.lists import label
from casework.victims import children, policies, services
from casework.victims.forms.children import (
    PART_FORMS,
    BestInterestDecisionForm,
    BestInterestForm,
    FollowUpForm,
    PanelMemberForm,
    ReopenForm,
)
from casework.victims.models import BestInterest, PanelMember
from casework.victims.views.case import CasePageMixin
from casework.victims.views.children import ChildRecordFormView, written
from casework.victims.views.confirm import ConfirmView

PART_TITLES = {
    "child": gettext_lazy("The child’s own view"),
    "question": gettext_lazy("The question"),
    "family": gettext_lazy("Views of the family and the guardian"),
    "safety": gettext_lazy("Safety and care"),
    "wellbeing": gettext_lazy("Health and education"),
    "identity": gettext_lazy("Identity"),
    "options": gettext_lazy("Options and recommendation"),
}


def refusal_of(check, *args) -> str:
    """The sentence with which a check refuses; empty when it passes."""
    try:
        check(*args)
    except PermissionDenied as refused:
        return str(refused)
    return ""


class BestInterestView(CasePageMixin, TemplateView):
    """One procedure: where it stands, its parts, the panel, the decision."""

    template_name = "victims/best_interest_detail.html"
    page = "case-child"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, hides = self.request.user, self.request.user.hide_names
        record = self.get_record(BestInterest, self.kwargs["record"])
        can_change = allowed(policies.check_can_change_case, user, self.case)
        kwargs["record"] = record
        return super().get_context_data(
            parts=[
                (part, PART_TITLES[part], len(names) == 1, list(written(record, names, hides)))
                for part, names in BestInterest.PARTS.items()
            ],
            decision=list(written(record, (*BestInterest.DECISION, "follow_up_on"), hides)),
            follow_up=list(written(record, ("followed_up_on", "follow_up_note"), hides)),
            reopening=list(written(record, ("reopening_reason",), hides)),
            panel=children.panel_of(record),
            can_write=allowed(policies.check_can_change_best_interest, user, record),
            can_change=can_change,
            can_set_panel=can_change and record.needs_panel and record.status != "decided",
            can_oversee=allowed(policies.check_can_oversee_best_interest, user, record),
            deciding_refusal=refusal_of(policies.check_can_decide_best_interest, user, record),
            **kwargs,
        )


class BestInterestFormView(ChildRecordFormView):
    """A form about one procedure; saving leads back to its page."""

    def find_record(self) -> BestInterest:
        return self.get_record(BestInterest, self.kwargs["record"])

    def get_success_url(self) -> str:
        return reverse("best-interest", args=[self.case.pk, self.kwargs["record"]])


class BestInterestAddView(ChildRecordFormView):
    """Begin: an assessment or a determination, and the question."""

    form_class = BestInterestForm
    add_title = gettext_lazy("Begin a best-interest procedure")
    lead = gettext_lazy("Each part is written on a page of its own, at any time and in any order.")
    made: BestInterest | None = None

    def save(self, record, form, changes, seen) -> None:
        self.made = services.begin_best_interest(
            best_interest=BestInterest(case=self.case, **changes), by=self.request.user
        )

    def get_success_url(self) -> str:
        if self.made is None:
            return super().get_success_url()
        return reverse("best-interest", args=[self.case.pk, self.made.pk])


class BestInterestPartView(BestInterestFormView):
    """One part of the text."""

    @property
    def change_title(self) -> Promise:  # type: ignore[override]  # here the address says it
        return PART_TITLES[self.kwargs["part"]]

    def find_record(self) -> BestInterest:
        if self.kwargs["part"] not in PART_FORMS:
            raise Http404
        record = super().find_record()
        policies.check_can_change_best_interest(self.request.user, record)
        return record

    def get_form_class(self):
        return PART_FORMS[self.kwargs["part"]]

    def save(self, record, form, changes, seen) -> None:
        services.change_best_interest(best_interest=record, changes=changes, seen=seen, by=self.request.user)


class BestInterestDecideView(BestInterestFormView):
    """What the panel decided, approved by somebody who did not write the text."""

    permission = "decide_best_interest"
    form_class = BestInterestDecisionForm
    change_title = gettext_lazy("Record the decision of the panel")

    @property
    def lead(self) -> str:  # type: ignore[override]  # why it cannot be decided, where it cannot
        if cast(BestInterest, self.record).status != "before_panel":
            return _("This text is not before the panel.")
        refusal = refusal_of(policies.check_can_decide_best_interest, self.request.user, self.record)
        return refusal or _("The decision stands once it is saved. It can be reopened, with a reason.")

    def save(self, record, form, changes, seen) -> None:
        try:
            services.decide_best_interest(
                best_interest=record, changes=changes, seen=seen, by=self.request.user
            )
        except PermissionDenied as refused:
            # What was typed stays on the page.
            raise ValidationError(str(refused)) from refused


class FollowUpView(BestInterestFormView):
    form_class = FollowUpForm
    change_title = gettext_lazy("Follow up the decision")
    lead = gettext_lazy("Does the decision still serve the child? Ask the child too.")

    def save(self, record, form, changes, seen) -> None:
        services.follow_up_best_interest(
            best_interest=record, changes=changes, seen=seen, by=self.request.user
        )


class BestInterestReopenView(BestInterestFormView):
    permission = "decide_best_interest"
    form_class = ReopenForm
    change_title = gettext_lazy("Reopen the decision")
    lead = gettext_lazy("The text can be changed again and goes back to the panel. The history keeps all.")

    def save(self, record, form, changes, seen) -> None:
        services.reopen_best_interest(best_interest=record, **changes, seen=seen, by=self.request.user)


class BestInterestStepView(ConfirmView):
    """A step that needs no more words: handing in, sending back, taking out a draft."""

    page = "case-child"
    model = BestInterest

    def get_home(self, record: BestInterest) -> str:
        return reverse("best-interest", args=[self.case.pk, record.pk])

    def facts(self, record: BestInterest) -> list[tuple[Any, Any]]:
        return [
            (_("Kind"), label("best_interest_kind", record.kind)),
            (_("Question"), label("best_interest_question", record.question)),
            (_("Status"), label("best_interest_status", record.status)),
        ]


class BestInterestSubmitView(BestInterestStepView):
    title = gettext_lazy("Hand in")
    text = gettext_lazy("The text cannot be changed after that. A determination goes before the panel.")
    done = gettext_lazy("Handed in.")

    def step(self, record: BestInterest) -> None:
        services.submit_best_interest(best_interest=record, by=self.request.user)


class BestInterestSendBackView(BestInterestStepView):
    permission = "decide_best_interest"
    title = gettext_lazy("Send back")
    text = gettext_lazy("The text can be changed again, and is handed in again.")
    done = gettext_lazy("Sent back.")

    def step(self, record: BestInterest) -> None:
        services.send_back_best_interest(best_interest=record, by=self.request.user)


class BestInterestInErrorView(BestInterestStepView):
    title = gettext_lazy("Mark as entered in error")
    text = gettext_lazy("It leaves the pages and the timeline. The history keeps what was written.")
    done = gettext_lazy("Marked as entered in error. The history keeps it.")

    def step(self, record: BestInterest) -> None:
        services.discard_best_interest(best_interest=record, by=self.request.user)

    def get_next_url(self, record: BestInterest) -> str:
        return reverse("case-child", args=[self.case.pk])


class PanelMemberFormView(ChildRecordFormView):
    """Somebody on the panel of a determination."""

    form_class = PanelMemberForm
    add_title = gettext_lazy("Add a panel member")
    change_title = gettext_lazy("Change a panel member")
    lead = gettext_lazy("At least three, from several organisations. The author of the text does not chair.")

    def find_record(self) -> PanelMember:
        return self.get_record(PanelMember, self.kwargs["record"])

    def save(self, record, form, changes, seen) -> None:
        services.keep_panel_member(member=record, changes=changes, seen=seen, by=self.request.user)

    def get_success_url(self) -> str:
        member: Any = self.record
        return reverse("best-interest", args=[self.case.pk, member.best_interest_id])

    def get_in_error_url(self) -> str:
        return ""


class PanelMemberAddView(PanelMemberFormView):
    """A new member; the address names the determination."""

    def find_record(self) -> PanelMember:
        best_interest = self.get_record(BestInterest, self.kwargs["record"])
        return PanelMember(case=self.case, best_interest=best_interest)


class PanelMemberRemoveView(ConfirmView):
    """Take somebody off the panel."""

    page = "case-child"
    model = PanelMember
    title = gettext_lazy("Take off the panel")
    text = gettext_lazy("The history keeps who was on it.")
    done = gettext_lazy("Taken off the panel. The history keeps who was on it.")

    def step(self, record: PanelMember) -> None:
        services.remove_panel_member(member=record, by=self.request.user)

    def facts(self, record: PanelMember) -> list[tuple[Any, Any]]:
        return [(_("Name"), _("hidden") if self.request.user.hide_names else record.called)]

    def get_home(self, record: PanelMember) -> str:
        return reverse("best-interest", args=[self.case.pk, record.best_interest_id])
