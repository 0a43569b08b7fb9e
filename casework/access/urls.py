"""Addresses of the shell, of accounts, of staff administration and of the trail."""

from django.urls import path

from casework.access.views import account, organisations, shell, staff, trail

urlpatterns = [
    path("quick-exit/", shell.QuickExitView.as_view(), name="quick-exit"),
    path("hide-names/", shell.HideNamesView.as_view(), name="hide-names"),
    path("stay/", shell.SessionKeepView.as_view(), name="session-keep"),
    path("help/", shell.HelpView.as_view(), name="help"),
    path("account/", account.AccountView.as_view(), name="my-account"),
    path(
        "account/first-password/<str:uidb64>/<str:token>/",
        account.FirstPasswordView.as_view(),
        name="password-first",
    ),
    path("staff/", staff.StaffListView.as_view(), name="staff-list"),
    path("staff/invite/", staff.StaffInviteView.as_view(), name="staff-invite"),
    path("staff/<uuid:pk>/", staff.StaffDetailView.as_view(), name="staff-detail"),
    path("staff/<uuid:pk>/role/", staff.StaffRoleView.as_view(), name="staff-role"),
    path("staff/<uuid:pk>/undertaking/", staff.StaffUndertakingView.as_view(), name="staff-undertaking"),
    path("staff/<uuid:pk>/suspend/", staff.StaffSuspendView.as_view(), name="staff-suspend"),
    path("staff/<uuid:pk>/restore/", staff.StaffRestoreView.as_view(), name="staff-restore"),
    path("staff/<uuid:pk>/sessions/end/", staff.StaffSessionsEndView.as_view(), name="staff-sessions-end"),
    path("staff/<uuid:pk>/link/", staff.StaffLinkView.as_view(), name="staff-link"),
    path("staff/<uuid:pk>/factor/ask/", staff.StaffFactorRequestView.as_view(), name="staff-factor-request"),
    path(
        "staff/<uuid:pk>/factor/confirm/", staff.StaffFactorConfirmView.as_view(), name="staff-factor-confirm"
    ),
    path("organisations/", organisations.OrganisationListView.as_view(), name="organisation-list"),
    path("organisations/add/", organisations.OrganisationEditView.as_view(), name="organisation-add"),
    path("organisations/<uuid:pk>/", organisations.OrganisationEditView.as_view(), name="organisation-edit"),
    path("trail/", trail.TrailView.as_view(), name="trail"),
    path("trail/check/", trail.TrailCheckView.as_view(), name="trail-check"),
    path("trail/export/", trail.TrailExportView.as_view(), name="trail-export"),
]
