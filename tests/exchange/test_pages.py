"""The way of a workbook through the pages, and who may not go it."""

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework.access.database import acting_as
from casework.access.models import AccessEvent
from casework.exchange import exporting, jobs
from casework.exchange.models import WorkbookImport
from casework.victims.models import Case
from casework.victims.services import withdraw_consent
from tests import factories
from tests.exchange.workbooks import PERSON, table, template
from tests.factories import PASSWORD

ROWS = [PERSON, {**PERSON, "First Name": "Zyzzyva", "Birthdate": "31/02/2002"}, {"First Name": "Quokkamarsh"}]


def upload(client, content: bytes, purpose: str = "Cases of the south"):
    page = client.get(reverse("workbook-upload"))
    return client.post(
        reverse("workbook-upload"),
        {
            "workbook": SimpleUploadedFile("Mireille Kabongo.xlsx", content),
            "purpose": purpose,
            "once": page.context["form"]["once"].value(),
        },
    )


def only_run(user) -> WorkbookImport:
    with acting_as(user):
        return WorkbookImport.objects.get()


@pytest.fixture
def checked(world, sign_in):
    """A client of the caseworker whose workbook went through its trial run."""
    client = sign_in(world.caseworker)
    upload(client, template(ROWS))
    run = only_run(world.caseworker)
    client.post(reverse("workbook-columns", args=[run.pk]), {"address_meaning": "label"})
    jobs.go_through(run.pk, world.caseworker)
    return client


def test_a_workbook_goes_all_the_way(world, sign_in):
    client, user = sign_in(world.caseworker), world.caseworker
    answer = upload(client, template(ROWS))
    run = only_run(user)
    assert answer.url == reverse("workbook-columns", args=[run.pk])

    columns = client.get(answer.url).content.decode()
    assert "vic_TraffickinStatusDecisionMakingOrg" in columns
    assert "recognised by an old or other spelling" in columns
    answer = client.post(reverse("workbook-columns", args=[run.pk]), {"address_meaning": "label"})
    assert answer.url == reverse("workbook-progress", args=[run.pk])
    assert b"<progress" in client.get(answer.url).content

    jobs.go_through(run.pk, user)
    answer = client.get(reverse("workbook-progress", args=[run.pk]))
    assert answer.url == reverse("workbook-trial", args=[run.pk])
    trial = client.get(answer.url).content.decode()
    assert "Import 2 rows" in trial
    assert "G4" in trial
    with acting_as(user):
        assert Case.objects.visible_to(user).count() == 1

    client.post(reverse("workbook-trial", args=[run.pk]))
    jobs.go_through(run.pk, user)
    report = client.get(reverse("workbook-report", args=[run.pk]))
    counts = re.findall(r"<dd>(\d+)</dd>", report.content.decode())
    assert [int(number) for number in counts] == [1, 1, 1, 0]
    with acting_as(user):
        assert Case.objects.visible_to(user).count() == 3


def test_nothing_of_a_cell_and_no_file_name_is_shown(checked, world):
    run = only_run(world.caseworker)
    checked.post(reverse("workbook-trial", args=[run.pk]))
    jobs.go_through(run.pk, world.caseworker)
    for name in ("workbook-report", "workbook-refusals"):
        page = checked.get(reverse(name, args=[run.pk])).content.decode()
        for secret in ("Zyzzyva", "Quokkamarsh", "31/02/2002", "Mireille", "Kabongo"):
            assert secret not in page
    assert "Kabongo" not in checked.get(reverse("workbook-list")).content.decode()


def test_the_list_of_refusals_is_a_file_without_values(checked, world):
    answer = checked.get(reverse("workbook-refusals", args=[only_run(world.caseworker).pk]))
    assert answer["Content-Disposition"].startswith('attachment; filename="refused-rows-')
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("Case Sheet,4,G,G4,Birthdate,")


def test_the_address_must_be_chosen(world, sign_in):
    client = sign_in(world.caseworker)
    upload(client, template(ROWS))
    answer = client.post(reverse("workbook-columns", args=[only_run(world.caseworker).pk]), {})
    assert b"Choose what the columns of the mailing address hold." in answer.content
    assert only_run(world.caseworker).state == "read"


def test_a_broken_file_keeps_the_page_and_says_why(world, sign_in):
    answer = upload(sign_in(world.caseworker), b"no workbook")
    assert b"This is not a workbook." in answer.content
    with acting_as(world.caseworker):
        assert not WorkbookImport.objects.exists()


def test_pressing_twice_brings_in_once(world, sign_in):
    client = sign_in(world.caseworker)
    once = client.get(reverse("workbook-upload")).context["form"]["once"].value()
    for _press in range(2):
        workbook = SimpleUploadedFile("a.xlsx", template(ROWS))
        client.post(reverse("workbook-upload"), {"workbook": workbook, "purpose": "p", "once": once})
    only_run(world.caseworker)


def test_the_same_file_as_before_is_noticed(world, sign_in, bring_in):
    content = template(ROWS)
    bring_in(content, world.caseworker)
    client = sign_in(world.caseworker)
    answer = upload(client, content)
    assert b"You brought in this very file on" in client.get(answer.url).content


def test_the_poll_of_a_finished_passage_leads_on(checked, world):
    run = only_run(world.caseworker)
    answer = checked.get(reverse("workbook-progress", args=[run.pk]), headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == reverse("workbook-trial", args=[run.pk])


def test_cancelling_ends_it(checked, world):
    run = only_run(world.caseworker)
    answer = checked.post(reverse("workbook-cancel", args=[run.pk]), follow=True)
    assert b"Cancelled." in answer.content
    assert only_run(world.caseworker).state == "cancelled"
    # Once cancelled, nothing starts it again.
    checked.post(reverse("workbook-trial", args=[run.pk]))
    assert only_run(world.caseworker).state == "cancelled"


def test_ignored_columns_are_named(world, sign_in):
    client = sign_in(world.caseworker)
    answer = upload(client, table(["First Name", "Second Name", "Gender", "Shoe size"], ["A", "B", "F", 41]))
    page = client.get(answer.url).content.decode()
    assert "Shoe size" in page
    assert "1 column is ignored" in page


@pytest.mark.parametrize("name", ["columns", "progress", "trial", "report", "refusals"])
def test_other_peoples_workbooks_are_not_found(checked, world, sign_in, client, name):
    run = only_run(world.caseworker)
    for other in (world.colleague, world.officer, world.stranger):
        client.logout()
        assert sign_in(other).get(reverse(f"workbook-{name}", args=[run.pk])).status_code == 404


@pytest.mark.parametrize("role", ["shelter_partner", "researcher", "administrator", "auditor"])
@pytest.mark.parametrize("name", ["workbook-list", "workbook-upload"])
def test_other_roles_are_refused(world, sign_in, role, name):
    assert sign_in(world.staff[role]).get(reverse(name)).status_code == 403


def sign_in_with_password(client, user):
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_writing_asks_for_the_password_again(world, sign_in):
    answer = sign_in(world.officer).get(reverse("workbook-export"))
    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_only_protection_officers_write(world, client):
    assert sign_in_with_password(client, world.caseworker).get(reverse("workbook-export")).status_code == 403


def test_a_written_workbook_is_in_the_trail_of_every_case(world, client):
    factories.agree(world.case, "export", world.caseworker)
    client = sign_in_with_password(client, world.officer)
    assert b"Choose the reason" in client.post(reverse("workbook-export"), {"cases": "all"}).content
    answer = client.post(reverse("workbook-export"), {"reason": "partner", "cases": "all"})
    assert re.fullmatch(
        r'attachment; filename="workbook-\d{4}-\d\d-\d\d\.xlsx"', answer["Content-Disposition"]
    )
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["Case Sheet"]
    assert sheet["D3"].value == "Mireille"
    with acting_as(world.officer):
        events = AccessEvent.objects.filter(action="exported", user_id=world.officer.pk)
        assert set(events.values_list("case_id", flat=True)) == {None, world.case.pk}
        assert events.filter(detail__contains="partner").count() == 2


def test_cases_without_consent_are_left_out_and_counted(world, client):
    factories.make_case(world.caseworker, person={"given_names": "Silent"})
    factories.agree(world.case, "export", world.caseworker)
    client = sign_in_with_password(client, world.officer)
    page = client.get(reverse("workbook-export")).content.decode()
    assert "1 person agreed to an export." in page
    assert "1 case is left out." in page
    answer = client.post(reverse("workbook-export"), {"reason": "partner", "cases": "all"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["Case Sheet"]
    assert [row[0] for row in sheet.iter_rows(min_row=3, max_col=1, values_only=True)] == [1]
    assert "1 case was left out" in client.get(reverse("workbook-list")).content.decode()


def test_a_withdrawal_counts_for_an_export_page_that_is_open(world, client):
    consent = factories.agree(world.case, "export", world.caseworker)
    client = sign_in_with_password(client, world.officer)
    assert "1 person agreed" in client.get(reverse("workbook-export")).content.decode()
    with acting_as(world.caseworker):
        withdraw_consent(consent=consent, by=world.caseworker)
    answer = client.post(reverse("workbook-export"), {"reason": "partner", "cases": "all"})
    assert openpyxl.load_workbook(io.BytesIO(answer.content))["Case Sheet"]["D3"].value is None


def test_a_withdrawal_counts_for_an_export_that_is_running(world):
    second = factories.make_case(world.caseworker, person={"given_names": "Second"})
    factories.agree(world.case, "export", world.caseworker)
    consent = factories.agree(second, "export", world.caseworker)
    with acting_as(world.officer):
        running = exporting.agreeing_in_turn(exporting.cases_to_write(world.officer), at_once=1)
        assert next(running) == world.case
        withdraw_consent(consent=consent, by=world.officer)
        assert list(running) == []


@pytest.mark.parametrize(
    ("heading", "value", "rule"),
    [
        ("Consent: name of the giver", "A. Berset", "giver_and_name"),
        ("Consent: given by", "guardian", "giver_and_name"),
        ("Consent: form", "verbal_certified", "spoken_uncertified"),
    ],
)
def test_a_consent_whose_paired_fields_disagree_is_refused(world, bring_in, findings, heading, value, rule):
    sheet = table(["First Name", "Second Name", "Consent", heading], ["Mireille", "Kabongo", True, value])
    assert [found for _cell, found in findings(bring_in(sheet, world.caseworker))] == [rule]


def test_who_agrees_while_an_export_runs_does_not_leave_without_a_trace(world):
    """Each case that leaves stands in the trail beforehand."""
    factories.agree(world.case, "export", world.caseworker)
    second = factories.make_case(world.caseworker, person={"given_names": "Second"})

    class Meanwhile(type(exporting.cases_to_write(world.officer))):
        turns = 0

        def iterator(self, *args, **kwargs):
            Meanwhile.turns += 1
            if Meanwhile.turns == 2:
                factories.agree(second, "export", world.officer)
            return super().iterator(*args, **kwargs)

    with acting_as(world.officer):
        cases = exporting.cases_to_write(world.officer)
        cases.__class__ = Meanwhile
        written = exporting.export_workbook(cases=cases, reason="partner", by=world.officer)
        assert (Meanwhile.turns, written.cases, written.excluded) == (2, 1, 1)
