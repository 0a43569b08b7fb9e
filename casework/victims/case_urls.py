"""Addresses within one case, below /cases/<id>/."""

from django.urls import path

from casework.victims.views import assign, attachments, case, consents, contacts, documents, history, records

urlpatterns = [
    path("", case.CaseDetailView.as_view(), name="case-detail"),
    path("identification/", case.CaseIdentificationView.as_view(), name="case-identification"),
    path("safety/", case.CaseSafetyView.as_view(), name="case-safety"),
    path("consents/", case.CaseConsentsView.as_view(), name="case-consents"),
    path("history/", history.CaseHistoryView.as_view(), name="case-history"),
    path("readers/", history.CaseReadersView.as_view(), name="case-readers"),
    path("person/", records.PersonChangeView.as_view(), name="case-person-edit"),
    path("person/reveal/", contacts.IdentityRevealView.as_view(), name="case-identity-reveal"),
    path("change/", records.CaseChangeView.as_view(), name="case-edit"),
    path("status/", assign.CaseStatusView.as_view(), name="case-status"),
    path("stages/", assign.CaseStageView.as_view(), name="case-stage"),
    path("team/", assign.CaseAssignView.as_view(), name="case-assign"),
    path("team/<uuid:record>/end/", assign.AssignmentEndView.as_view(), name="assignment-end"),
    path("contacts/add/", contacts.ContactFormView.as_view(), name="contact-add"),
    path("contacts/<uuid:record>/", contacts.ContactFormView.as_view(), name="contact-edit"),
    path(
        "contacts/<uuid:record>/reveal/<slug:field>/",
        contacts.ContactRevealView.as_view(),
        name="contact-reveal",
    ),
    path("contacts/<uuid:record>/override/", contacts.ContactOverrideView.as_view(), name="contact-override"),
    path("never-contact/add/", contacts.NeverContactFormView.as_view(), name="never-contact-add"),
    path("never-contact/<uuid:record>/", contacts.NeverContactFormView.as_view(), name="never-contact-edit"),
    path(
        "never-contact/<uuid:record>/reveal/", contacts.NeverRevealView.as_view(), name="never-contact-reveal"
    ),
    path("documents/", documents.CaseDocumentsView.as_view(), name="case-documents"),
    path("documents/add/", documents.DocumentFormView.as_view(), name="document-add"),
    path("documents/<uuid:record>/", documents.DocumentFormView.as_view(), name="document-edit"),
    path(
        "documents/<uuid:record>/reveal/",
        documents.DocumentNumberRevealView.as_view(),
        name="document-reveal",
    ),
    path("documents/<uuid:record>/zone/", documents.DocumentZoneView.as_view(), name="document-zone"),
    path(
        "documents/<uuid:record>/examinations/add/",
        documents.ExaminationFormView.as_view(adds=True),
        name="examination-add",
    ),
    path("examinations/<uuid:record>/", documents.ExaminationFormView.as_view(), name="examination-edit"),
    path(
        "documents/<uuid:record>/expert/add/",
        documents.ExpertFormView.as_view(adds=True),
        name="expert-add",
    ),
    path("expert/<uuid:record>/", documents.ExpertFormView.as_view(), name="expert-edit"),
    path("expert/<uuid:record>/answer/", documents.ExpertAnswerView.as_view(), name="expert-answer"),
    path("expert/<uuid:record>/cancel/", documents.ExpertCancelView.as_view(), name="expert-cancel"),
    path("consents/add/", consents.ConsentAddView.as_view(), name="consent-add"),
    path("consents/<uuid:record>/withdraw/", consents.ConsentWithdrawView.as_view(), name="consent-withdraw"),
    path("claims/add/", records.StatusClaimFormView.as_view(), name="claim-add"),
    path("claims/<uuid:record>/", records.StatusClaimFormView.as_view(), name="claim-edit"),
    path("experience/", records.ExperienceFormView.as_view(), name="experience-edit"),
    path("events/add/", records.EventFormView.as_view(), name="event-add"),
    path("events/<uuid:record>/", records.EventFormView.as_view(), name="event-edit"),
    path("organisations/add/", records.OrganisationFormView.as_view(), name="connected-organisation-add"),
    path(
        "organisations/<uuid:record>/",
        records.OrganisationFormView.as_view(),
        name="connected-organisation-edit",
    ),
    path(
        "attachments/<slug:kind>/<uuid:record>/add/",
        attachments.AttachmentAddView.as_view(),
        name="attachment-add",
    ),
    path("attachments/<uuid:record>/", attachments.AttachmentDetailView.as_view(), name="attachment-detail"),
    path(
        "attachments/<uuid:record>/image/", attachments.AttachmentImageView.as_view(), name="attachment-image"
    ),
    path(
        "attachments/<uuid:record>/download/",
        attachments.AttachmentDownloadView.as_view(),
        name="attachment-download",
    ),
    path("<slug:kind>/<uuid:record>/error/", records.RecordInErrorView.as_view(), name="record-in-error"),
]
