"""Addresses of shelters and of stays in them, which those who work there reach without a case."""

from django.urls import path

from casework.assistance.views import board, incident, place, shelter, stay

urlpatterns = [
    path("shelters/", board.BoardView.as_view(), name="shelter-board"),
    path("shelters/add/", shelter.ShelterAddView.as_view(), name="shelter-add"),
    path("shelters/<uuid:pk>/", shelter.ShelterDetailView.as_view(), name="shelter-detail"),
    path("shelters/<uuid:pk>/edit/", shelter.ShelterChangeView.as_view(), name="shelter-edit"),
    path("shelters/<uuid:pk>/rooms/", shelter.RoomsView.as_view(), name="shelter-rooms"),
    path("shelters/<uuid:pk>/rooms/<uuid:record>/bed/", shelter.BedAddView.as_view(), name="bed-add"),
    path("shelters/<uuid:pk>/staff/", shelter.ShelterStaffView.as_view(), name="shelter-staff"),
    path(
        "shelters/<uuid:pk>/staff/<uuid:record>/end/",
        shelter.ShelterStaffEndView.as_view(),
        name="shelter-staff-end",
    ),
    path("shelters/<uuid:pk>/place/", place.PlaceChangeView.as_view(), name="shelter-place-edit"),
    path("shelters/<uuid:pk>/place/show/", place.PlaceRevealView.as_view(), name="shelter-place-reveal"),
    path("shelters/<uuid:pk>/confirm/", board.FiguresConfirmView.as_view(), name="shelter-confirm"),
    path("shelters/<uuid:pk>/beds/<uuid:record>/use/", board.BedUseView.as_view(), name="bed-use"),
    path("shelters/<uuid:pk>/beds/<uuid:record>/hold/", board.BedHoldView.as_view(), name="bed-hold"),
    path("stays/<uuid:pk>/", stay.StayDetailView.as_view(), name="stay-detail"),
    path("stays/<uuid:pk>/hold/", stay.StayHoldView.as_view(), name="stay-hold"),
    path("stays/<uuid:pk>/release/", stay.StayReleaseView.as_view(), name="stay-release"),
    path("stays/<uuid:pk>/decline/", stay.StayDeclineView.as_view(), name="stay-decline"),
    path("stays/<uuid:pk>/admit/", stay.StayAdmitView.as_view(), name="stay-admit"),
    path("stays/<uuid:pk>/leave/", stay.StayLeaveView.as_view(), name="stay-leave"),
    path("stays/<uuid:pk>/return/", stay.StayReturnView.as_view(), name="stay-return"),
    path("stays/<uuid:pk>/move/", stay.StayMoveView.as_view(), name="stay-move"),
    path("stays/<uuid:pk>/discharge/", stay.StayDischargeView.as_view(), name="stay-discharge"),
    path("stays/<uuid:pk>/rules/", stay.StayRulesView.as_view(), name="stay-rules"),
    path("stays/<uuid:pk>/incident/", incident.IncidentAddView.as_view(), name="incident-add"),
    path(
        "stays/<uuid:pk>/incident/<uuid:record>/",
        incident.IncidentFollowUpView.as_view(),
        name="incident-follow",
    ),
]
