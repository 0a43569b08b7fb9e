"""Addresses within one case, below /cases/<id>/."""

from django.urls import path

from casework.victims.views import assign, case, consents, contacts, history, records, risk, safety

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
    path("risk/begin/", risk.RiskBeginView.as_view(), name="risk-begin"),
    path("risk/<uuid:record>/", risk.RiskDetailView.as_view(), name="risk-detail"),
    path("risk/<uuid:record>/finish/", risk.RiskFinishView.as_view(), name="risk-finish"),
    path("risk/<uuid:record>/answer/", risk.RiskAcknowledgeView.as_view(), name="risk-acknowledge"),
    path("risk/<uuid:record>/part/<slug:section>/", risk.RiskSectionView.as_view(), name="risk-section"),
    path("risk/<uuid:record>/part/<slug:section>/draft/", risk.RiskDraftView.as_view(), name="risk-draft"),
    path("plan/", safety.SafetyPlanFormView.as_view(), name="safety-plan-edit"),
    path("plan/earlier/", safety.SafetyPlanEarlierView.as_view(), name="safety-plan-earlier"),
    path("plan/<uuid:record>/reveal/", safety.SafetyPlanRevealView.as_view(), name="safety-plan-reveal"),
    path("plan/steps/add/", safety.SafetyActionFormView.as_view(), name="safety-action-add"),
    path("plan/steps/<uuid:record>/", safety.SafetyActionFormView.as_view(), name="safety-action-edit"),
    path(
        "plan/steps/<uuid:record>/close/", safety.SafetyActionCloseView.as_view(), name="safety-action-close"
    ),
    path("<slug:kind>/<uuid:record>/error/", records.RecordInErrorView.as_view(), name="record-in-error"),
]
