"""Addresses of My day, the case list, finding and registering people, and the pages of a case."""

from django.urls import path

from casework.victims.views import case_list, day, find, register

urlpatterns = [
    path("", day.DayView.as_view(), name="my-day"),
    path("welcome/", day.WelcomeSeenView.as_view(), name="welcome-seen"),
    path("cases/", case_list.CaseListView.as_view(), name="case-list"),
    path("cases/lists/<slug:saved>/", case_list.CaseListView.as_view(), name="case-list-saved"),
    path("cases/names/", case_list.CaseNamesView.as_view(), name="case-names"),
    path("cases/<uuid:pk>/name/", find.CaseNameView.as_view(), name="case-name"),
    path("people/find/", find.PersonFindView.as_view(), name="person-find"),
    path("people/register/", register.PersonRegisterView.as_view(), name="person-register"),
    path("people/alike/", register.PersonAlikeView.as_view(), name="person-alike"),
]
