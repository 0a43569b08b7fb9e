"""Addresses of help within one case, below /cases/<id>/assistance/."""

from django.urls import path

from casework.assistance.views import case_stay, conference, delivery, note, task

urlpatterns = [
    path("", delivery.CaseAssistanceView.as_view(), name="case-assistance"),
    path("log/", delivery.ServiceLogView.as_view(), name="service-log"),
    path("<uuid:record>/", delivery.ServiceChangeView.as_view(), name="service-edit"),
    path("<uuid:record>/undo/", delivery.ServiceUndoView.as_view(), name="service-undo"),
    path("<uuid:record>/error/", delivery.ServiceInErrorView.as_view(), name="service-in-error"),
    path("shelter/", case_stay.CaseShelterView.as_view(), name="case-shelter"),
    path("shelter/ask/", case_stay.StayRequestView.as_view(), name="stay-request"),
    path("shelter/<uuid:record>/", case_stay.StayChangeView.as_view(), name="stay-edit"),
    path("shelter/<uuid:record>/error/", case_stay.StayInErrorView.as_view(), name="stay-in-error"),
    path(
        "shelter/incident/<uuid:record>/error/",
        case_stay.IncidentInErrorView.as_view(),
        name="incident-in-error",
    ),
    path("tasks/", task.CaseTasksView.as_view(), name="case-tasks"),
    path("tasks/add/", task.TaskFormView.as_view(), name="task-add"),
    path("tasks/<uuid:record>/", task.TaskFormView.as_view(), name="task-edit"),
    path("tasks/<uuid:record>/done/", task.TaskDoneView.as_view(), name="task-done"),
    path("tasks/<uuid:record>/again/", task.TaskReopenView.as_view(), name="task-reopen"),
    path("tasks/<uuid:record>/move/", task.TaskMoveView.as_view(), name="task-move"),
    path("tasks/<uuid:record>/drop/", task.TaskDropView.as_view(), name="task-drop"),
    path("tasks/<uuid:record>/error/", task.TaskInErrorView.as_view(), name="task-in-error"),
    path("conferences/", conference.CaseConferencesView.as_view(), name="case-conferences"),
    path("conferences/add/", conference.ConferenceFormView.as_view(), name="conference-add"),
    path("conferences/<uuid:record>/", conference.ConferenceFormView.as_view(), name="conference-edit"),
    path(
        "conferences/<uuid:record>/decide/",
        conference.ConferenceDecideView.as_view(),
        name="conference-decide",
    ),
    path(
        "conferences/<uuid:record>/error/",
        conference.ConferenceInErrorView.as_view(),
        name="conference-in-error",
    ),
    path("notes/", note.CaseNotesView.as_view(), name="case-notes"),
    path("notes/add/", note.NoteFormView.as_view(), name="note-add"),
    path("notes/<uuid:record>/", note.NoteFormView.as_view(), name="note-edit"),
    path("notes/<uuid:record>/error/", note.NoteInErrorView.as_view(), name="note-in-error"),
]
