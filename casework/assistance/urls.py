"""Addresses of help within one case, below /cases/<id>/assistance/."""

from django.urls import include, path

from casework.assistance.views import case_stay, delivery, legal, proceeding

LEGAL = [
    path("", legal.CaseLegalView.as_view(), name="case-legal"),
    path("counsel/add/", legal.CounselFormView.as_view(), name="counsel-add"),
    path("counsel/<uuid:record>/", legal.CounselFormView.as_view(), name="counsel-edit"),
    path("protection/add/", legal.ProtectionFormView.as_view(), name="protection-add"),
    path("protection/<uuid:record>/", legal.ProtectionFormView.as_view(), name="protection-edit"),
    path("permit/add/", legal.PermitFormView.as_view(), name="permit-add"),
    path("permit/<uuid:record>/", legal.PermitFormView.as_view(), name="permit-edit"),
    path("compensation/add/", legal.CompensationFormView.as_view(), name="compensation-add"),
    path("compensation/<uuid:record>/", legal.CompensationFormView.as_view(), name="compensation-edit"),
    path("compensation/<uuid:record>/received/", proceeding.PaymentAddView.as_view(), name="payment-add"),
    path("received/<uuid:record>/", proceeding.PaymentChangeView.as_view(), name="payment-edit"),
    path("proceeding/add/", proceeding.ProceedingFormView.as_view(), name="proceeding-add"),
    path("proceeding/<uuid:record>/", proceeding.ProceedingDetailView.as_view(), name="proceeding-detail"),
    path("proceeding/<uuid:record>/edit/", proceeding.ProceedingFormView.as_view(), name="proceeding-edit"),
    path(
        "proceeding/<uuid:record>/wish/",
        proceeding.ParticipationChangeView.as_view(),
        name="proceeding-participation",
    ),
    path(
        "proceeding/<uuid:record>/status/",
        proceeding.ProceedingStatusView.as_view(),
        name="proceeding-status",
    ),
    path("proceeding/<uuid:record>/hearing/", proceeding.HearingAddView.as_view(), name="hearing-add"),
    path("proceeding/<uuid:record>/decision/", proceeding.DecisionAddView.as_view(), name="decision-add"),
    path("hearing/<uuid:record>/", proceeding.HearingChangeView.as_view(), name="hearing-edit"),
    path("hearing/<uuid:record>/move/", proceeding.HearingMoveView.as_view(), name="hearing-move"),
    path("hearing/<uuid:record>/held/", proceeding.HearingHeldView.as_view(), name="hearing-held"),
    path("hearing/<uuid:record>/cancel/", proceeding.HearingCancelView.as_view(), name="hearing-cancel"),
    path("hearing/<uuid:record>/again/", proceeding.HearingReinstateView.as_view(), name="hearing-reinstate"),
    path("decision/<uuid:record>/", proceeding.DecisionChangeView.as_view(), name="decision-edit"),
    path("decision/<uuid:record>/appeal/", proceeding.DecisionAppealView.as_view(), name="decision-appeal"),
]

urlpatterns = [
    path("", delivery.CaseAssistanceView.as_view(), name="case-assistance"),
    path("log/", delivery.ServiceLogView.as_view(), name="service-log"),
    path("<uuid:record>/", delivery.ServiceChangeView.as_view(), name="service-edit"),
    path("<uuid:record>/again/", delivery.ServiceAgainView.as_view(), name="service-again"),
    path("<uuid:record>/undo/", delivery.ServiceUndoView.as_view(), name="service-undo"),
    path("<uuid:record>/error/", delivery.ServiceInErrorView.as_view(), name="service-in-error"),
    path("shelter/", case_stay.CaseShelterView.as_view(), name="case-shelter"),
    path("shelter/ask/", case_stay.StayRequestView.as_view(), name="stay-request"),
    path("shelter/<uuid:record>/", case_stay.StayChangeView.as_view(), name="stay-edit"),
    path("shelter/<uuid:record>/error/", case_stay.StayInErrorView.as_view(), name="stay-in-error"),
    path(
        "shelter/incident/<uuid:record>/error/",
        case_stay.IncidentInErrorView.as_view(),
        name="incident-in-error",
    ),
    path("legal/", include(LEGAL)),
]
