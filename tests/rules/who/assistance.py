"""Who reaches help, stays and shelters."""

from casework.access.roles import Role
from tests.rules.who.words import (
    CASEWORK,
    CASEWORKER,
    CHANGES_CASE,
    HIDDEN,
    OFFICER,
    PARTNER,
    READS_CASE,
    Row,
    only,
)

# Stays and shelters: of our world, where our partner works.
SEES_SHELTERS = only(CASEWORKER, OFFICER, PARTNER, Role.ADMINISTRATOR)
TENDS = only(CASEWORKER, OFFICER, PARTNER)
WORKS_THERE = only(CASEWORKER, PARTNER, protection_officer=HIDDEN)
SETS_UP = only(OFFICER, Role.ADMINISTRATOR)

ASSISTANCE: dict[str, Row] = {
    "case-assistance": READS_CASE,
    "service-log": CHANGES_CASE,
    "service-edit": CHANGES_CASE,
    "service-undo": CHANGES_CASE,
    "service-in-error": CHANGES_CASE,
    "case-shelter": READS_CASE,
    "stay-request": only(CASEWORKER, OFFICER, shelter_partner=HIDDEN),
    "stay-edit": only(CASEWORKER, OFFICER, shelter_partner=HIDDEN),
    "stay-in-error": CHANGES_CASE,
    "incident-in-error": CHANGES_CASE,
    "shelter-board": SEES_SHELTERS,
    "shelter-detail": SEES_SHELTERS,
    "shelter-add": SETS_UP,
    "shelter-edit": SETS_UP,
    "shelter-rooms": SETS_UP,
    "bed-add": SETS_UP,
    "shelter-staff": SETS_UP,
    "shelter-staff-end": SETS_UP,
    "shelter-place-edit": WORKS_THERE,
    "shelter-place-reveal": only(CASEWORKER, PARTNER, protection_officer=HIDDEN, administrator=HIDDEN),
    "shelter-confirm": WORKS_THERE,
    "bed-use": SEES_SHELTERS,
    "bed-hold": CASEWORK,
    "stay-detail": TENDS,
    "stay-hold": TENDS,
    "stay-release": TENDS,
    "stay-decline": TENDS,
    "stay-admit": TENDS,
    "stay-leave": TENDS,
    "stay-return": TENDS,
    "stay-move": TENDS,
    "stay-discharge": TENDS,
    "stay-rules": TENDS,
    "incident-add": TENDS,
    "incident-follow": TENDS,
    "task-list": CASEWORK,
    "caseload-list": only(OFFICER),
    "handover": only(OFFICER),
    "case-tasks": READS_CASE,
    "task-add": CHANGES_CASE,
    "task-edit": CHANGES_CASE,
    "task-done": CHANGES_CASE,
    "task-reopen": CHANGES_CASE,
    "task-move": CHANGES_CASE,
    "task-drop": CHANGES_CASE,
    "task-in-error": CHANGES_CASE,
    "case-conferences": READS_CASE,
    "conference-add": CHANGES_CASE,
    "conference-edit": CHANGES_CASE,
    "conference-decide": CHANGES_CASE,
    "conference-in-error": CHANGES_CASE,
    "case-notes": READS_CASE,
    "note-add": CHANGES_CASE,
    # Of a caseworker: nobody else corrects it.
    "note-edit": only(CASEWORKER, protection_officer=HIDDEN),
    "note-in-error": CHANGES_CASE,
}
