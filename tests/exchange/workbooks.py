"""Workbooks for tests, made by us in the structure of IOM's template."""

import io
from typing import Any

import openpyxl

from casework.victims.models import Case

# The machine row and the label row of IOM's templates, defects included (standards.md 1.3 and 1.4).
NAMES = [
    "cas_CaseOwner",
    "prs_Salutation",
    "prs_FirstName",
    "prs_SecondName",
    "con_Consent",
    "prs_Birthdate",
    "prs_Gender",
    "prs_Citizenship",
    "prs_Title",
    "prs_Email",
    "prs_HomePhone",
    "prs_MobilePhone",
    "prs_MailingCity",
    "prs_MailingCountry",
    "prs_MailingState",
    "prs_MailingStreet",
    "prs_MailingPostalCode",
    "vic_TraffickingStatus",
    "vic_TraffickinStatusDecisionMakingOrg",
    "vic_MethodOfRecruitment",
    "vic_LocationOfRecruitment",
    "vic_MethodsOfControl",
    "vic_TypeOfExploitation",
    "vic_ForcedLabourIndustry",
    "vic_TypeOfSexExploitation",
    "vic_LocationOfExploitation",
    "cas_Status",
    "cas_ReferringOrganisation",
    "cas_IncomingReferralDate",
    "cas_ReferringPrimaryCaseWorker",
    "cas_ReasonForIncomingReferral",
    "cas_IncomingReferralDetails",
    "cas_ReferredOrganisation",
    "cas_ReferredPrimaryCaseWorker",
    "",
    "cas_OutgoingReferralDate",
    "cas_OutgoingReferralDetails",
    "cas_ReasonForCaseClosure",
]
LABELS = [
    "Case Owner",
    "Salutation",
    "First Name",
    "Second Name",
    "Consent",
    "Birthdate",
    "Gender",
    "Citizenship",
    "Title",
    "Email",
    "Home Phone",
    "Mobile Phone",
    "Mailing Street",
    "Mailing City",
    "Mailing State/Province",
    "Mailing Zip/Postal Code",
    "Mailing Country",
    "Trafficking Status",
    "Trafficking Status Decision Making Organization",
    "Method of Recruitment",
    "Location of Recruitment",
    "Methods of Control",
    "Type of Exploitation",
    "Forced Labour Industry",
    "Type of Sex Exploitation",
    "Location of Exploitation",
    "Status",
    "Referring Organisation",
    "Incoming Referral Date",
    "Referring Primary Case Worker",
    "Reason for Incoming Referral",
    "Incoming Referral Details",
    "Referred Organisation",
    "Referred Primary Case Worker",
    "Reason for Outgoing Referral",
    "Outgoing Referral Date",
    "Outgoing Referral Details",
    "Reason for Case Closure",
]

PERSON = {
    "First Name": "Mireille", "Second Name": "Kabongo", "Birthdate": "04/03/2002", "Gender": "Feminine",
    "Citizenship": "CD", "Consent": True, "Mobile Phone": "+243810000000", "Mailing Street": "12 rue du Port",
    "Mailing City": "Goma", "Mailing Country": "Congo - Kinshasa",
    "Trafficking Status": "Possible victim of trafficking",
    "Methods of Control": "DebtBondage ; Physical abuse", "Type of Exploitation": "Forced labour",
    "Forced Labour Industry": "Water supply; sewerage, waste management and remediation; Construction",
    "Referring Organisation": "Maison Azur", "Incoming Referral Date": "12/01/2026",
}  # fmt: skip


def template(rows: list[dict[str, Any]], *, sheet: str = "Case Sheet", headings: str = "both") -> bytes:
    """A filled template; `headings` is both, names or labels. Rows name their cells by label."""
    book = openpyxl.Workbook()
    cases = book.active
    cases.title = sheet
    if headings in ("both", "names"):
        cases.append([None, *(name or None for name in NAMES)])
        cases.row_dimensions[1].hidden = headings == "both"
    if headings in ("both", "labels"):
        cases.append([None, *LABELS])
    for number, row in enumerate(rows, start=1):
        assert row.keys() <= set(LABELS), row.keys() - set(LABELS)
        cases.append([number, *(row.get(label) for label in LABELS)])
    return saved(book)


def table(headings: list[str], *rows: list[Any]) -> bytes:
    """A workbook with one row of headings of its own."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def new_cases(world, by) -> list[Case]:
    """The cases this person sees beside those the world began with, oldest first."""
    known = {world.case.pk, world.other_case.pk}
    return list(Case.objects.visible_to(by).exclude(pk__in=known).order_by("created_at"))
