"""Addresses within one case, below /cases/<id>/."""

from django.urls import path

from casework.victims.views import (
    assign,
    case,
    consents,
    contacts,
    history,
    letters,
    records,
    screening_results,
    screenings,
)

urlpatterns = [
    path("", case.CaseDetailView.as_view(), name="case-detail"),
    path("identification/", case.CaseIdentificationView.as_view(), name="case-identification"),
    path("safety/", case.CaseSafetyView.as_view(), name="case-safety"),
    path("consents/", case.CaseConsentsView.as_view(), name="case-consents"),
    path("history/", history.CaseHistoryView.as_view(), name="case-history"),
    path("readers/", history.CaseReadersView.as_view(), name="case-readers"),
    path("person/", records.PersonChangeView.as_view(), name="case-person-edit"),
    path("person/reveal/", contacts.IdentityRevealView.as_view(), name="case-identity-reveal"),
    path("change/", records.CaseChangeView.as_view(), name="case-edit"),
    path("status/", assign.CaseStatusView.as_view(), name="case-status"),
    path("stages/", assign.CaseStageView.as_view(), name="case-stage"),
    path("team/", assign.CaseAssignView.as_view(), name="case-assign"),
    path("team/<uuid:record>/end/", assign.AssignmentEndView.as_view(), name="assignment-end"),
    path("contacts/add/", contacts.ContactFormView.as_view(), name="contact-add"),
    path("contacts/<uuid:record>/", contacts.ContactFormView.as_view(), name="contact-edit"),
    path(
        "contacts/<uuid:record>/reveal/<slug:field>/",
        contacts.ContactRevealView.as_view(),
        name="contact-reveal",
    ),
    path("consents/sheet/", consents.ConsentSheetView.as_view(), name="consent-sheet"),
    path("consents/add/", consents.ConsentAddView.as_view(), name="consent-add"),
    path("consents/<uuid:record>/withdraw/", consents.ConsentWithdrawView.as_view(), name="consent-withdraw"),
    path("claims/add/", records.StatusClaimFormView.as_view(), name="claim-add"),
    path("claims/<uuid:record>/", records.StatusClaimFormView.as_view(), name="claim-edit"),
    path("claims/<uuid:record>/letter/", letters.ClaimLetterView.as_view(), name="claim-letter"),
    path("experience/", records.ExperienceFormView.as_view(), name="experience-edit"),
    path("events/add/", records.EventFormView.as_view(), name="event-add"),
    path("events/<uuid:record>/", records.EventFormView.as_view(), name="event-edit"),
    path("organisations/add/", records.OrganisationFormView.as_view(), name="connected-organisation-add"),
    path(
        "organisations/<uuid:record>/",
        records.OrganisationFormView.as_view(),
        name="connected-organisation-edit",
    ),
    path("screenings/", screenings.CaseScreeningsView.as_view(), name="case-screenings"),
    path("screenings/begin/", screenings.ScreeningStartView.as_view(), name="screening-start"),
    path("screenings/<uuid:record>/", screenings.ScreeningDetailView.as_view(), name="screening-detail"),
    path(
        "screenings/<uuid:record>/parts/<int:part>/",
        screenings.ScreeningPartView.as_view(),
        name="screening-part",
    ),
    path(
        "screenings/<uuid:record>/answers/<int:question>/",
        screenings.ScreeningAnswerView.as_view(),
        name="screening-answer",
    ),
    path(
        "screenings/<uuid:record>/resume/", screenings.ScreeningResumeView.as_view(), name="screening-resume"
    ),
    path("screenings/<uuid:record>/stop/", screenings.ScreeningStopView.as_view(), name="screening-stop"),
    path(
        "screenings/<uuid:record>/result/",
        screening_results.ScreeningResultView.as_view(),
        name="screening-result",
    ),
    path(
        "screenings/<uuid:record>/claim/",
        screening_results.ScreeningClaimView.as_view(),
        name="screening-claim",
    ),
    path("<slug:kind>/<uuid:record>/error/", records.RecordInErrorView.as_view(), name="record-in-error"),
]
