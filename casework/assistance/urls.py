"""Addresses of help within one case, below /cases/<id>/assistance/."""

from django.urls import path

from casework.assistance.views import case_stay, delivery

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
]
