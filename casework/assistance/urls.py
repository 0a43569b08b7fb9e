"""Addresses of help within one case, below /cases/<id>/assistance/."""

from django.urls import path

from casework.assistance.views import delivery

urlpatterns = [
    path("", delivery.CaseAssistanceView.as_view(), name="case-assistance"),
    path("log/", delivery.ServiceLogView.as_view(), name="service-log"),
    path("<uuid:record>/", delivery.ServiceChangeView.as_view(), name="service-edit"),
    path("<uuid:record>/undo/", delivery.ServiceUndoView.as_view(), name="service-undo"),
    path("<uuid:record>/error/", delivery.ServiceInErrorView.as_view(), name="service-in-error"),
]
