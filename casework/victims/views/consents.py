"""What the person agreed to: the answers, asking, the text to read out and to sign, taking it back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from casework.standards import consent_texts
from casework.standards.dates import format_date
from casework.standards.lists import label
from casework.victims import consents, services
from casework.victims.attention import CONSENT_SOON
from casework.victims.forms.consents import ConsentForm, ConsentSheetForm, ConsentTextForm
from casework.victims.models import Consent, Victim
from casework.victims.views.case import CasePageMixin
from casework.victims.views.confirm import ConfirmView
from casework.victims.views.printing import CasePrintView, direction
from casework.victims.views.records import RecordFormView
from casework.victims.wording import rows_of

HOW = (
    "given_by", "giver_name", "assent", "form", "certified_by", "kept_where", "language", "interpreter",
    "text_version", "legal_basis",
)  # fmt: skip
# What is asked again is asked of the same people in the same language.
KEPT_WHEN_ASKING_AGAIN = ("purpose", "recipient", "language", "interpreter", "given_by", "giver_name")


class CaseConsentsView(CasePageMixin, TemplateView):
    """For each purpose and recipient the answer that counts, and the earlier ones."""

    template_name = "victims/case_consents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = consents.asked_in(self.case, self.request.user)
        soon = timezone.localdate() + CONSENT_SOON
        return super().get_context_data(
            asked=[
                (
                    one,
                    [pair for pair in rows_of(one.now, HOW) if pair[1]],
                    [pair for pair in rows_of(one.now, Consent.QUESTIONS) if pair[1]],
                )
                for one in asked
            ],
            ending=[
                one.now
                for one in asked
                if one.now.is_in_force and one.now.expires_on and one.now.expires_on <= soon
            ],
            never_asked=consents.never_asked(asked),
            has_given=any(one.now.status == "given" for one in asked),
            **kwargs,
        )


class ConsentAddView(RecordFormView):
    """An answer for one purpose and one recipient; an earlier answer to the same question is replaced."""

    form_class = ConsentForm
    page = "case-consents"
    add_title = gettext_lazy("Record an answer about consent")
    lead = gettext_lazy("For one purpose and one recipient. A refusal is a normal answer.")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "purpose": self.request.GET.get("purpose", "")}

    def save(self, record, form, changes: dict[str, Any], seen) -> None:
        services.record_consent(consent=Consent(case=self.case, **changes), by=self.request.user)


class ConsentAgainView(ConsentAddView):
    """The same question once more: what was asked before is filled in, the answer is not."""

    add_title = gettext_lazy("Ask again")

    def find_record(self) -> Consent:
        earlier = self.get_record(Consent, self.kwargs["record"])
        kept = {name: getattr(earlier, name) for name in KEPT_WHEN_ASKING_AGAIN}
        if self.request.user.hide_names:
            kept |= {"giver_name": "", "interpreter": ""}
        return Consent(case=self.case, **kept)

    def get_initial(self) -> dict[str, Any]:
        return {}


class ConsentWithdrawView(ConfirmView):
    """The person takes consent back; no reason is asked."""

    page = "case-consents"
    model = Consent
    title = gettext_lazy("Withdraw consent")
    text = gettext_lazy("It counts from now. The person need not say why.")
    done = gettext_lazy("Consent withdrawn.")
    too_late = gettext_lazy("This consent is not in force any more.")
    danger = True

    def step(self, record) -> None:
        services.withdraw_consent(consent=record, by=self.request.user)

    def facts(self, record) -> list[tuple[Any, Any]]:
        return [
            (_("Purpose"), label("consent_purpose", record.purpose)),
            (_("Recipient"), record.recipient or _("your organisation")),
            (_("Given on"), format_date(record.given_on)),
        ]


class ConsentWithdrawAllView(ConfirmView):
    """The person takes everything back at once."""

    page = "case-consents"
    title = gettext_lazy("The person withdraws everything")
    text = gettext_lazy("Every consent of this case ends now. The person need not say why. Help goes on.")
    action_label = gettext_lazy("Withdraw every consent")
    danger = True

    def step(self, record) -> None:
        taken = len(services.withdraw_every_consent(case=record, by=self.request.user))
        if not taken:
            raise ValidationError(_("No consent was in force any more."))
        told = ngettext("%(number)s consent withdrawn.", "%(number)s consents withdrawn.", taken)
        self.done = told % {"number": taken}

    def facts(self, record) -> list[tuple[Any, Any]]:
        given = self.records(Consent).filter(status="given").order_by("given_on", "created_at")
        return [
            (label("consent_purpose", row.purpose), row.recipient or _("your organisation")) for row in given
        ]


def languages_of(victim: Victim) -> list[str]:
    """The languages of our texts that the person speaks, the first one first."""
    spoken = (victim.primary_language, victim.secondary_language)
    return [code for language in spoken if (code := consent_texts.language_of_texts(language))]


def first_language_of(victim: Victim) -> str:
    """The language to begin with: the person's, else that of the reader, else English."""
    reader = (translation.get_language() or "").partition("-")[0]
    return next(
        (code for code in (*languages_of(victim), reader) if code in consent_texts.LANGUAGES),
        next(iter(consent_texts.LANGUAGES)),
    )


class ConsentSheetView(CasePrintView):
    """A sheet to read with the person and to sign: by reference only, no name on it."""

    template_name = "victims/consent_sheet_ask.html"
    form_class = ConsentSheetForm
    subject = "consent_sheet"
    sheet_template = "victims/consent_sheet.html"
    page = "case-consents"
    lead = gettext_lazy("To read together and to sign. It carries the reference only, no name.")

    def key(self, form) -> str:
        return form.cleaned_data["purpose"]

    def languages(self) -> list[tuple[str, Any]]:
        return list(consent_texts.LANGUAGES.items())

    def first_language(self) -> str:
        return first_language_of(self.case.victim)

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "purpose": self.request.GET.get("purpose", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(has_own_language=bool(languages_of(self.case.victim)), **kwargs)

    def sheet_context(self, form) -> dict[str, Any]:
        language = form.cleaned_data["language"]
        return {
            "text": consent_texts.consent_text(form.cleaned_data["purpose"], language),
            "words": consent_texts.sheet_words(language),
            "recipient": form.cleaned_data["recipient"],
            "is_child": self.case.victim.is_treated_as_child,
        }


class ConsentReadView(CasePageMixin, TemplateView):
    """The text in big letters, to read out or to turn towards the person."""

    template_name = "victims/consent_read.html"
    page = "case-consents"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        victim = self.case.victim
        chosen = {"purpose": "case_record", "language": first_language_of(victim)}
        form = ConsentTextForm({**chosen, **self.request.GET.dict()})
        if form.is_valid():
            chosen = form.cleaned_data
        return super().get_context_data(
            choice=ConsentTextForm(initial=chosen),
            text=consent_texts.consent_text(chosen["purpose"], chosen["language"]),
            words=consent_texts.sheet_words(chosen["language"]),
            direction=direction(chosen["language"]),
            has_own_language=bool(languages_of(victim)),
            is_child=victim.is_treated_as_child,
            **kwargs,
        )
