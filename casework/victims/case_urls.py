"""Addresses within one case, below /cases/<id>/."""

from django.urls import path

from casework.victims.views import (
    assign,
    best_interest,
    case,
    children,
    consents,
    contacts,
    history,
    records,
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
    path("consents/add/", consents.ConsentAddView.as_view(), name="consent-add"),
    path("consents/<uuid:record>/withdraw/", consents.ConsentWithdrawView.as_view(), name="consent-withdraw"),
    path("claims/add/", records.StatusClaimFormView.as_view(), name="claim-add"),
    path("claims/<uuid:record>/", records.StatusClaimFormView.as_view(), name="claim-edit"),
    path("experience/", records.ExperienceFormView.as_view(), name="experience-edit"),
    path("events/add/", records.EventFormView.as_view(), name="event-add"),
    path("events/<uuid:record>/", records.EventFormView.as_view(), name="event-edit"),
    path("organisations/add/", records.OrganisationFormView.as_view(), name="connected-organisation-add"),
    path(
        "organisations/<uuid:record>/",
        records.OrganisationFormView.as_view(),
        name="connected-organisation-edit",
    ),
    path("child/", children.CaseChildView.as_view(), name="case-child"),
    path("child/age/add/", children.AgeAssessmentFormView.as_view(), name="age-assessment-add"),
    path("child/age/<uuid:record>/", children.AgeAssessmentFormView.as_view(), name="age-assessment-edit"),
    path("child/age/<uuid:record>/decide/", children.AgeDecideView.as_view(), name="age-decide"),
    path(
        "child/age/<uuid:record>/error/",
        children.AgeAssessmentInErrorView.as_view(),
        name="age-assessment-in-error",
    ),
    path("child/guardians/add/", children.GuardianFormView.as_view(), name="guardian-add"),
    path("child/guardians/<uuid:record>/", children.GuardianFormView.as_view(), name="guardian-edit"),
    path("child/family/add/", children.FamilyTracingFormView.as_view(), name="family-tracing-add"),
    path("child/family/<uuid:record>/", children.FamilyTracingFormView.as_view(), name="family-tracing-edit"),
    path("child/family/<uuid:record>/contact/", children.FamilyContactView.as_view(), name="family-contact"),
    path(
        "child/family/<uuid:record>/assess/",
        children.FamilyAssessmentAddView.as_view(),
        name="family-assessment-add",
    ),
    path(
        "child/family/assessments/<uuid:record>/",
        children.FamilyAssessmentFormView.as_view(),
        name="family-assessment-edit",
    ),
    path("child/best-interest/add/", best_interest.BestInterestAddView.as_view(), name="best-interest-add"),
    path(
        "child/best-interest/<uuid:record>/", best_interest.BestInterestView.as_view(), name="best-interest"
    ),
    path(
        "child/best-interest/<uuid:record>/parts/<slug:part>/",
        best_interest.BestInterestPartView.as_view(),
        name="best-interest-part",
    ),
    path(
        "child/best-interest/<uuid:record>/hand-in/",
        best_interest.BestInterestSubmitView.as_view(),
        name="best-interest-submit",
    ),
    path(
        "child/best-interest/<uuid:record>/send-back/",
        best_interest.BestInterestSendBackView.as_view(),
        name="best-interest-send-back",
    ),
    path(
        "child/best-interest/<uuid:record>/decide/",
        best_interest.BestInterestDecideView.as_view(),
        name="best-interest-decide",
    ),
    path(
        "child/best-interest/<uuid:record>/follow-up/",
        best_interest.FollowUpView.as_view(),
        name="best-interest-follow-up",
    ),
    path(
        "child/best-interest/<uuid:record>/reopen/",
        best_interest.BestInterestReopenView.as_view(),
        name="best-interest-reopen",
    ),
    path(
        "child/best-interest/<uuid:record>/error/",
        best_interest.BestInterestInErrorView.as_view(),
        name="best-interest-in-error",
    ),
    path(
        "child/best-interest/<uuid:record>/panel/add/",
        best_interest.PanelMemberAddView.as_view(),
        name="panel-member-add",
    ),
    path("child/panel/<uuid:record>/", best_interest.PanelMemberFormView.as_view(), name="panel-member-edit"),
    path(
        "child/panel/<uuid:record>/remove/",
        best_interest.PanelMemberRemoveView.as_view(),
        name="panel-member-remove",
    ),
    path("<slug:kind>/<uuid:record>/error/", records.RecordInErrorView.as_view(), name="record-in-error"),
]
