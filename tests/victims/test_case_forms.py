"""Changing a case: what is typed is saved by the services, once, and nothing of two versions is lost."""

import uuid

import pytest
from django.urls import reverse

from casework.victims import services
from casework.victims.models import (
    Case,
    CaseAssignment,
    CaseStage,
    ConnectedOrganisation,
    Consent,
    ContactPoint,
    StatusClaim,
    TraffickingExperience,
    Victim,
)
from tests import factories


def address(name, case, *more):
    return reverse(name, args=[case.pk, *more])


def person_of(case, by, acting):
    with acting(by):
        victim = Victim.objects.get(pk=case.victim_id)
        return victim, {name: getattr(victim, name) for name in ("name_to_use", "family_name", "other_names")}


@pytest.mark.parametrize(
    ("name", "model", "values"),
    [
        ("contact-add", ContactPoint, {"kind": "mobile", "safety": "safe", "value": "079", "rule": "text"}),
        (
            "claim-add", StatusClaim,
            {"status": "ActualVictimOfTrafficking", "deciding_organisation": "NGO", "decided_on": "1/2/2025"},
        ),
        ("consent-add", Consent, {"purpose": "referral", "status": "refused", "given_on": "21/10/2025"}),
        ("connected-organisation-add", ConnectedOrganisation, {"part": "referring", "name": "Refuge"}),
        ("experience-edit", TraffickingExperience, {"control_methods": ["DebtBondage"]}),
    ],
)  # fmt: skip
def test_record_is_added_once_however_often_the_button_is_pressed(
    world, sign_in, acting, name, model, values
):
    client = sign_in(world.caseworker)
    values = {**values, "once": str(uuid.uuid4())}
    for _press in range(2):
        answer = client.post(address(name, world.case), values)
        assert answer.status_code == 302
    with acting(world.caseworker):
        rows = list(model.objects.visible_to(world.caseworker).filter(case=world.case))
        assert len(rows) == 1
        assert rows[0].created_by_id == world.caseworker.pk


def test_experience_is_changed_the_second_time(world, sign_in, acting):
    client = sign_in(world.caseworker)
    client.post(address("experience-edit", world.case), {"recruitment_location": "Goma"})
    with acting(world.caseworker):
        seen = TraffickingExperience.objects.get(case=world.case).updated_at.isoformat()
    answer = client.post(
        address("experience-edit", world.case), {"recruitment_location": "Bukavu", "seen": seen}
    )
    assert answer.status_code == 302
    with acting(world.caseworker):
        assert TraffickingExperience.objects.get(case=world.case).recruitment_location == "Bukavu"


def test_error_names_the_field_and_keeps_what_was_typed(world, sign_in):
    client = sign_in(world.caseworker)
    html = client.post(
        address("claim-add", world.case), {"reasons": "typed words", "decided_on": "1/1/2099"}
    ).content.decode()
    assert "<title>Error:" in html
    assert "“Status” is empty: choose an answer." in html
    assert "Date: This date is in the future" in html
    assert "typed words" in html


def test_conflict_shows_only_what_differs_and_loses_nothing(world, sign_in, acting):
    victim, _values = person_of(world.case, world.caseworker, acting)
    seen = victim.updated_at.isoformat()
    with acting(world.officer):
        services.change_person(
            case=world.case, changes={"name_to_use": "Theirs", "other_names": "One"}, by=world.officer
        )
    client = sign_in(world.caseworker)
    mine = {
        "given_names": "Mireille", "family_name": "Kabongo", "name_to_use": "Mine", "other_names": "Two",
        "birth_date": "4/3/2002", "gender": "Feminine", "citizenships": ["CD"], "primary_language": "lin",
        "marital_status": "", "seen": seen,
    }  # fmt: skip
    answer = client.post(address("case-person-edit", world.case), mine)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert html.count('name="differs"') == 2
    assert "Theirs" in html
    assert "Mine" in html
    assert world.officer.short_name in html
    _victim, values = person_of(world.case, world.caseworker, acting)
    assert values["name_to_use"] == "Theirs"

    now, _values = person_of(world.case, world.caseworker, acting)
    again = {**mine, "seen": now.updated_at.isoformat(), "differs": ["name_to_use", "other_names"]}
    unsettled = client.post(address("case-person-edit", world.case), {**again, "choose-name_to_use": "mine"})
    assert unsettled.status_code == 409
    assert "choose one of the two versions" in unsettled.content.decode()
    chosen = {**again, "choose-name_to_use": "mine", "choose-other_names": "both"}
    assert client.post(address("case-person-edit", world.case), chosen).status_code == 302
    _victim, values = person_of(world.case, world.caseworker, acting)
    assert values["name_to_use"] == "Mine"
    assert values["other_names"] == "One\nTwo"


def test_conflict_suggests_whoever_changed_the_field(world, sign_in, acting):
    seen = world.case.updated_at.isoformat()
    with acting(world.officer):
        services.change_record(record=world.case, changes={"is_in_danger": "yes"}, by=world.officer)
    client = sign_in(world.caseworker)
    html = client.post(
        address("case-edit", world.case), {"origin": "police", "opened_on": "21/10/2025", "seen": seen}
    ).content.decode()
    assert (
        'id="choose-is_in_danger-theirs" name="choose-is_in_danger" value="theirs" autocomplete="off" checked'
        in html
    )
    assert 'id="choose-origin-mine" name="choose-origin" value="mine" autocomplete="off" checked' in html


def test_whoever_may_not_write_is_refused(world, sign_in, acting):
    client = sign_in(world.auditor)
    assert client.get(address("case-edit", world.case)).status_code == 403
    assert client.get(address("case-detail", world.case)).status_code == 403
    assert sign_in(world.caseworker).get(address("case-assign", world.case)).status_code == 403


def test_consent_is_withdrawn_once_and_stays_on_the_page(world, sign_in, acting):
    consent = factories.add_records(world.case, world.caseworker)[2]
    client = sign_in(world.caseworker)
    page = client.get(address("consent-withdraw", world.case, consent.pk)).content.decode()
    assert "The person need not say why" in page
    for _press in range(2):
        assert client.post(address("consent-withdraw", world.case, consent.pk)).status_code == 302
    with acting(world.caseworker):
        assert Consent.objects.get(pk=consent.pk).status == "withdrawn"
    assert "withdrawn" in client.get(address("case-consents", world.case)).content.decode()


def test_record_entered_in_error_leaves_the_pages_and_stays_in_history(world, sign_in, acting):
    claim = factories.add_records(world.case, world.caseworker)[3]
    client = sign_in(world.caseworker)
    error = address("record-in-error", world.case, "claim", claim.pk)
    assert client.get(error).status_code == 200
    assert client.post(error).status_code == 302
    with acting(world.caseworker):
        assert StatusClaim.objects.get(pk=claim.pk).entered_in_error
    assert client.get(address("claim-edit", world.case, claim.pk)).status_code in (200, 404)
    assert "Possible victim" not in client.get(address("case-identification", world.case)).content.decode()
    assert client.get(address("record-in-error", world.case, "case", claim.pk)).status_code == 404


def test_officer_assigns_and_ends(world, sign_in, acting):
    client = sign_in(world.officer)
    page = client.get(address("case-assign", world.case)).content.decode()
    assert world.colleague.name in page
    assert world.stranger.name not in page
    answer = client.post(address("case-assign", world.case), {"person": world.colleague.pk, "kind": "team"})
    assert answer.status_code == 302
    with acting(world.colleague):
        assert Case.objects.visible_to(world.colleague).filter(pk=world.case.pk).exists()
    with acting(world.officer):
        row = CaseAssignment.objects.get(case=world.case, user=world.colleague)
    client.post(address("assignment-end", world.case, row.pk))
    with acting(world.colleague):
        assert not Case.objects.visible_to(world.colleague).filter(pk=world.case.pk).exists()


def test_case_is_closed_with_a_reason_and_reopened_by_an_officer_only(world, sign_in, acting):
    client = sign_in(world.caseworker)
    closing = {"status": "Closed", "reason": "goals reached", "on": "21/11/2025"}
    assert client.post(address("case-status", world.case), closing).status_code == 302
    with acting(world.caseworker):
        case = Case.objects.get(pk=world.case.pk)
        assert (case.status, case.closure_reason) == ("Closed", "goals reached")
    assert "Closed on" in client.get(address("case-detail", world.case)).content.decode()
    page = client.get(address("case-status", world.case)).content.decode()
    assert "reopened by a protection officer" in page
    assert client.post(address("case-status", world.case), {"status": "Active"}).status_code == 200
    officer = sign_in(world.officer)
    assert officer.post(address("case-status", world.case), {"status": "Active"}).status_code == 302


def test_stages_open_side_by_side_and_refuse_what_the_table_lacks(world, sign_in, acting):
    client = sign_in(world.caseworker)
    stage = address("case-stage", world.case)
    client.post(stage, {"stage": "assistance", "state": "open"})
    client.post(stage, {"stage": "closure", "state": "done"})
    with acting(world.caseworker):
        rows = dict(CaseStage.objects.filter(case=world.case).values_list("stage", "state"))
    assert rows == {"identification": "open", "assistance": "open"}
    assert client.post(stage, {"stage": "nonsense", "state": "open"}).status_code == 404


def test_hidden_names_keep_a_form_about_a_person_closed(world, sign_in, acting):
    with acting(world.caseworker):
        world.caseworker.hide_names = True
        world.caseworker.save(update_fields=["hide_names"])
    html = sign_in(world.caseworker).get(address("case-person-edit", world.case)).content.decode()
    assert "Kabongo" not in html
    assert "Show names and notes" in html
