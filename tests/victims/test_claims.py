"""Status claims: dated statements that may disagree, decisions with their letter; help depends on none."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from casework.access.models import AccessEvent, Action
from casework.victims import services
from casework.victims.claims import are_at_odds
from casework.victims.models import Screening, StatusClaim
from tests import factories

POSSIBLE, ACTUAL, NOT = (
    "PossibleVictimOfTrafficking",
    "ActualVictimOfTrafficking",
    "NotAVictimOfTrafficking",
)


def claim(case, by, status=POSSIBLE, who="NGO", **values) -> StatusClaim:
    with factories.acting_as(by):
        made = StatusClaim(case=case, status=status, deciding_organisation=who, **values)
        return services.record_for_case(record=made, by=by)


def test_organisations_that_disagree_are_all_shown_with_a_calm_line(world, sign_in):
    client = sign_in(world.caseworker)
    address = reverse("case-identification", args=[world.case.pk])
    claim(world.case, world.caseworker, ACTUAL, "NGO", decided_on=date(2026, 5, 1))
    assert "do not say the same" not in client.get(address).content.decode()
    claim(world.case, world.caseworker, NOT, "CourtOrProsecution", decided_on=date(2026, 6, 1))
    page = client.get(address).content.decode()
    assert "do not say the same" in page
    assert "Help does not depend on them" in page
    table = page.split("<tbody")[1]
    assert table.index("Not a victim of trafficking") < table.index("Actual victim of trafficking")


def test_whoever_changes_their_mind_does_not_disagree_with_themselves(world):
    first = claim(world.case, world.caseworker, POSSIBLE, "NGO", decided_on=date(2026, 5, 1))
    second = claim(world.case, world.caseworker, ACTUAL, "NGO", decided_on=date(2026, 6, 1))
    police = claim(world.case, world.caseworker, ACTUAL, "Police", decided_on=date(2026, 4, 1))
    assert not are_at_odds([first, second, police])
    assert not are_at_odds([police, second, first])
    assert are_at_odds([first, police])
    assert not are_at_odds([])


def test_a_decision_has_its_number_its_days_and_its_effect(world, sign_in, acting):
    client = sign_in(world.caseworker)
    client.post(
        reverse("claim-add", args=[world.case.pk]),
        {
            "status": POSSIBLE, "deciding_organisation": "Police", "decided_on": "01/11/2026",
            "decision": "reasonable_grounds", "reference_number": "RG-77", "valid_until": "01/02/2027",
            "appeal_until": "15/12/2026", "legal_effect": "A recovery period of 45 days.",
        },
    )  # fmt: skip
    with acting(world.caseworker):
        made = StatusClaim.objects.get()
        assert (made.decision, made.reference_number, made.legal_effect) == (
            "reasonable_grounds", "RG-77", "A recovery period of 45 days.",
        )  # fmt: skip
    page = client.get(reverse("case-identification", args=[world.case.pk])).content.decode()
    assert "Reasonable grounds" in page
    assert "appeal possible until 15 Dec 2026" in page
    assert "RG-77" not in page


@pytest.mark.parametrize("field", ["valid_until", "appeal_until"])
def test_a_decision_does_not_end_before_its_day(world, field):
    with pytest.raises(ValidationError, match="before the day"):
        claim(world.case, world.caseworker, decided_on=date(2026, 5, 2), **{field: date(2026, 5, 1)})


def test_help_is_logged_whatever_was_said(world, sign_in):
    claim(world.case, world.caseworker, NOT, "CourtOrProsecution")
    page = sign_in(world.caseworker).get(reverse("case-assistance", args=[world.case.pk]))
    assert page.status_code == 200


# Letters --------------------------------------------------------------------------------------------------
WORDS = {
    (POSSIBLE, "reasonable_grounds"): "reasons to believe that you are a victim",
    (ACTUAL, "conclusive"): "You are recognised as a victim",
    (NOT, "reasonable_grounds"): "does not see enough reasons today",
    (NOT, "conclusive"): "does not recognise you",
    ("MigrantInVulnerableSituation", "conclusive"): "Migrant in a vulnerable situation",
}


@pytest.mark.parametrize(("status", "decision"), WORDS)
def test_the_letter_says_the_decision_in_plain_words_and_no_name(world, sign_in, status, decision):
    made = claim(
        world.case, world.caseworker, status, "Police", decision=decision, organisation_name="City police",
        reference_number="RG-77", valid_until=date(2030, 1, 2), appeal_until=date(2030, 2, 3),
        legal_effect="A recovery period.",
    )  # fmt: skip
    client = sign_in(world.caseworker)
    address = reverse("claim-letter", args=[world.case.pk, made.pk])
    assert address in client.get(reverse("case-identification", args=[world.case.pk])).content.decode()
    assert "Why is it printed?" in client.get(address).content.decode()
    page = client.post(address, {"reason": "for_person", "language": "en"}).content.decode()
    sheet = page.split('<article class="sheet"')[1]
    assert WORDS[status, decision] in sheet
    for part in ("City police", "RG-77", "2 January 2030", "3 February 2030", "A recovery period."):
        assert part in sheet
    assert "does not depend on this decision" in sheet
    assert "Kabongo" not in page
    assert "Mireille" not in page
    with factories.acting_as(world.caseworker):
        detail = AccessEvent.objects.of_case(world.case).get(action=Action.PRINTED).detail
    assert detail == f"decision_letter:{made.pk} for_person"


def test_a_letter_with_nothing_but_the_decision(world, sign_in):
    made = claim(world.case, world.caseworker, ACTUAL, "CourtOrProsecution", decision="conclusive")
    page = sign_in(world.caseworker).post(
        reverse("claim-letter", args=[world.case.pk, made.pk]), {"reason": "for_person", "language": "fr"}
    )
    html = page.content.decode()
    assert "Tribunal ou parquet" in html
    assert 'lang="fr"' in html


@pytest.mark.parametrize("decision", ["", "screening", "statement"])
def test_what_is_no_decision_has_no_letter(world, sign_in, decision):
    made = claim(world.case, world.caseworker, decision=decision)
    client = sign_in(world.caseworker)
    address = reverse("claim-letter", args=[world.case.pk, made.pk])
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("case-identification", args=[world.case.pk])).content.decode()


def test_no_letter_of_what_was_entered_in_error(world, sign_in, acting):
    made = claim(world.case, world.caseworker, decision="conclusive")
    with acting(world.caseworker):
        services.change_record(record=made, changes={"entered_in_error": True}, by=world.caseworker)
    address = reverse("claim-letter", args=[world.case.pk, made.pk])
    assert sign_in(world.caseworker).get(address).status_code == 404


def test_a_claim_from_a_screening_keeps_its_kind_of_decision(world, sign_in, acting):
    with acting(world.caseworker):
        screening = Screening(case=world.case, indicator_set=factories.indicator_set())
        services.start_screening(screening=screening, by=world.caseworker)
        made = StatusClaim(case=world.case, status=POSSIBLE, deciding_organisation="NGO")
        services.claim_from_screening(claim=made, screening=screening, by=world.caseworker)
    page = sign_in(world.caseworker).post(
        reverse("claim-edit", args=[world.case.pk, made.pk]),
        {
            "status": POSSIBLE, "deciding_organisation": "NGO", "decision": "conclusive",
            "decided_on": "12/11/2026",
        },
    )  # fmt: skip
    assert "its kind of decision stays" in page.content.decode()
