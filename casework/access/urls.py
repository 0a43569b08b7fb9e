"""Addresses of the shell, of accounts, of staff administration and of the trail."""

from django.urls import path

from casework.access.views import shell

urlpatterns = [
    path("quick-exit/", shell.QuickExitView.as_view(), name="quick-exit"),
    path("hide-names/", shell.HideNamesView.as_view(), name="hide-names"),
    path("stay/", shell.SessionKeepView.as_view(), name="session-keep"),
    path("help/", shell.HelpView.as_view(), name="help"),
]
