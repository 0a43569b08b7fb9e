"""Every address of the application. Addresses hold ids, never names."""

from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from casework.access.views.account import SignOutView

urlpatterns = [
    path("", include("casework.access.urls")),
    path("cases/<uuid:pk>/assistance/", include("casework.assistance.urls")),
    path("cases/<uuid:pk>/", include("casework.victims.case_urls")),
    path("", include("casework.victims.urls")),
    path("", include("casework.assistance.shelter_urls")),
    path("", include("casework.assistance.work_urls")),
    path("", include("casework.exchange.urls")),
    path("account/sign-in/", account.login, name="account_login"),
    path("account/sign-out/", SignOutView.as_view(), name="account_logout"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/inactive/", login_not_required(account.account_inactive), name="account_inactive"),
    path("account/factors/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
]
