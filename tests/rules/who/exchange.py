"""Who reaches workbooks."""

from tests.rules.who.words import CASEWORK, CASEWORKER, HIDDEN, OFFICER, Row, only

OWN_WORKBOOK = only(CASEWORKER, protection_officer=HIDDEN)

EXCHANGE: dict[str, Row] = {
    "workbook-list": CASEWORK,
    "workbook-upload": CASEWORK,
    "workbook-export": only(OFFICER),
    "workbook-columns": OWN_WORKBOOK,
    "workbook-progress": OWN_WORKBOOK,
    "workbook-trial": OWN_WORKBOOK,
    "workbook-report": OWN_WORKBOOK,
    "workbook-refusals": OWN_WORKBOOK,
    "workbook-cancel": OWN_WORKBOOK,
}
