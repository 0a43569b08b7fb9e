"""Addresses of daily work outside a single case."""

from django.urls import path

from casework.assistance.views import task

urlpatterns = [path("tasks/", task.TaskListView.as_view(), name="task-list")]
