"""Addresses of daily work outside a single case."""

from django.urls import path

from casework.assistance.views import delivery

urlpatterns = [
    path("assistance/together/", delivery.GroupServiceView.as_view(), name="service-group"),
]
