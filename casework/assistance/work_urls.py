"""Addresses of daily work outside a single case."""

from django.urls import path

from casework.assistance.views import caseload, delivery, task

urlpatterns = [
    path("tasks/", task.TaskListView.as_view(), name="task-list"),
    path("caseloads/", caseload.CaseloadListView.as_view(), name="caseload-list"),
    path("caseloads/<uuid:pk>/", caseload.HandoverView.as_view(), name="handover"),
    path("assistance/together/", delivery.GroupServiceView.as_view(), name="service-group"),
]
