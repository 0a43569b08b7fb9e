"""Addresses of workbooks: bringing them in, writing them."""

from django.urls import path

from casework.exchange import views

urlpatterns = [
    path("workbooks/", views.WorkbookListView.as_view(), name="workbook-list"),
    path("workbooks/new/", views.WorkbookUploadView.as_view(), name="workbook-upload"),
    path("workbooks/write/", views.WorkbookExportView.as_view(), name="workbook-export"),
    path("workbooks/<uuid:pk>/columns/", views.WorkbookColumnsView.as_view(), name="workbook-columns"),
    path("workbooks/<uuid:pk>/progress/", views.WorkbookProgressView.as_view(), name="workbook-progress"),
    path("workbooks/<uuid:pk>/trial/", views.WorkbookTrialView.as_view(), name="workbook-trial"),
    path("workbooks/<uuid:pk>/report/", views.WorkbookReportView.as_view(), name="workbook-report"),
    path("workbooks/<uuid:pk>/refusals/", views.WorkbookRefusalsView.as_view(), name="workbook-refusals"),
    path("workbooks/<uuid:pk>/cancel/", views.WorkbookCancelView.as_view(), name="workbook-cancel"),
]
