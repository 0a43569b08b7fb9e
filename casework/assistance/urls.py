"""Addresses of help within one case, below /cases/<id>/assistance/."""

from django.urls import path

from casework.assistance import views

urlpatterns = [
    path("", views.CaseAssistanceView.as_view(), name="case-assistance"),
    path("log/", views.ServiceLogView.as_view(), name="service-log"),
    path("<uuid:record>/", views.ServiceChangeView.as_view(), name="service-edit"),
    path("<uuid:record>/undo/", views.ServiceUndoView.as_view(), name="service-undo"),
    path("<uuid:record>/error/", views.ServiceInErrorView.as_view(), name="service-in-error"),
]
