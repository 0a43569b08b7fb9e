"""The result of a screening: what the answers say, what is missing, and that a person decides."""

import pytest
from django.urls import reverse

from casework.standards.dates import PartialDate
from casework.victims import services
from casework.victims.models import Screening, StatusClaim, TraffickingExperience
from casework.victims.services.screenings import Given
from tests import factories
from tests.factories import indicator_set


def screened(case, by, answers: dict[tuple[str, str], str], code="ilo_labour_adults") -> Screening:
    """A finished screening with these answers, by dimension and code."""
    with factories.acting_as(by):
        screening = Screening(
            case=case, indicator_set=indicator_set(code), language="eng", present=["lawyer"]
        )
        services.start_screening(screening=screening, by=by)
        asked = {(one.dimension, one.code): one for one in screening.indicator_set.indicators.all()}
        given = {asked[key]: Given(answer, own_words="as she said it") for key, answer in answers.items()}
        services.answer_questions(screening=screening, given=given, by=by)
        return services.finish_screening(screening=screening, by=by)


def every(code, dimensions, answer="yes"):
    return {
        (one.dimension, one.code): answer
        for one in indicator_set(code).indicators.all()
        if one.dimension in dimensions
    }


def result_page(client, screening) -> str:
    return client.get(reverse("screening-result", args=[screening.case_id, screening.pk])).content.decode()


TRAFFICKING = {
    ("deceptive_recruitment", "nature_of_job_location_or_employer"): "yes",
    ("deceptive_recruitment", "wages_earnings"): "yes",
    ("exploitation", "excessive_working_days_or_hours"): "yes",
    ("exploitation", "low_or_no_salary"): "yes",
    ("coercion_at_destination", "confiscation_of_documents"): "yes",
    ("coercion_at_destination", "debt_bondage"): "yes",
}


def test_dimensions_are_met_in_words_and_by_which_answers(world, sign_in):
    page = result_page(sign_in(world.caseworker), screened(world.case, world.caseworker, TRAFFICKING))
    assert "Indicators of trafficking in persons" in page
    assert "Coercion at destination: met by 2 strong indicators" in page
    assert "Deceptive recruitment: met by 1 strong indicator and 1 medium indicator" in page
    assert "as she said it" in page
    assert "Indicators, not a legal decision." in page
    assert "Adult rule" in page
    assert "The answers propose: Possible victim of trafficking." in page


def test_what_is_open_is_no_no_and_says_what_could_come_of_it(world, sign_in):
    answers = TRAFFICKING | {("coercion_at_destination", "debt_bondage"): "unknown"}
    page = result_page(sign_in(world.caseworker), screened(world.case, world.caseworker, answers))
    assert "Indicators of deception and exploitation" in page
    assert "it could become" in page
    assert "not met yet: 1 strong indicator so far. It could still be met with" in page
    assert "Debt bondage <span" in page
    assert "Does not know" in page
    assert "The answers propose: Migrant in a vulnerable situation." in page


def test_when_everything_was_answered_nothing_is_missing(world, sign_in, acting):
    with acting(world.caseworker):
        answers = every("palermo_elements", ("act", "means", "purpose"), "no")
    page = result_page(
        sign_in(world.caseworker), screened(world.case, world.caseworker, answers, "palermo_elements")
    )
    assert "it could become" not in page
    assert "the open questions could not change it" in page
    assert "8 answered no" in page
    assert "The answers propose" not in page


@pytest.mark.parametrize(
    ("person", "is_child"),
    [
        ({"birth_date": PartialDate.from_iso("2015-01-01")}, True),
        ({"birth_date": PartialDate.from_iso("1990-01-01")}, False),
        ({"birth_date": PartialDate.from_iso("1900-01-01")}, False),
        ({"birth_date": PartialDate.from_iso("1990"), "age_is_uncertain": True}, True),
        ({"age_is_uncertain": True}, True),
        ({}, False),
    ],
)
def test_no_means_are_needed_for_a_child_or_an_uncertain_age(world, sign_in, person, is_child):
    case = factories.make_case(world.caseworker, person={"given_names": "Ana", **person})
    answers = {("act", "transportation"): "yes", ("purpose", "forced_labour"): "yes"}
    page = result_page(
        sign_in(world.caseworker), screened(case, world.caseworker, answers, "palermo_elements")
    )
    assert ("Indicators of trafficking in persons, of a child" in page.split("could become")[0]) == is_child
    assert ("Not needed for a child" in page) == is_child
    assert ("Adult rule" in page) == (not is_child)


def test_who_was_exploited_under_age_needs_no_means_either(world, sign_in, acting):
    with acting(world.caseworker):
        services.record_for_case(
            record=TraffickingExperience(case=world.case, age_when_trafficked=16), by=world.caseworker
        )
    answers = {("act", "receipt"): "yes", ("purpose", "servitude"): "yes"}
    screening = screened(world.case, world.caseworker, answers, "palermo_elements")
    assert "of a child" in result_page(sign_in(world.caseworker), screening)


def test_several_screenings_stand_beside_each_other(world, sign_in):
    first = screened(world.case, world.caseworker, TRAFFICKING)
    client = sign_in(world.caseworker)
    assert "All screenings of this case" not in result_page(client, first)
    second = screened(world.case, world.caseworker, {("act", "receipt"): "yes"}, "palermo_elements")
    page = result_page(client, second)
    assert "All screenings of this case" in page
    assert reverse("screening-result", args=[world.case.pk, first.pk]) in page


def test_the_outcome_proposes_and_a_person_decides(world, sign_in, acting):
    screening = screened(world.case, world.caseworker, TRAFFICKING)
    client = sign_in(world.caseworker)
    with acting(world.caseworker):
        assert not StatusClaim.objects.exists()
    address = reverse("screening-claim", args=[world.case.pk, screening.pk])
    page = client.get(address).content.decode()
    assert '<option value="PossibleVictimOfTrafficking" selected' in page
    assert "met by 2 strong indicators" in page
    assert 'value="Ours"' in page
    assert '<option value="NGO" selected' in page
    client.post(
        address,
        {
            "status": "SmuggledMigrantInNeedOfProtection", "deciding_organisation": "NGO",
            "organisation_name": "Ours", "decided_on": "20/11/2026", "reasons": "Another reading.",
        },
    )  # fmt: skip
    with acting(world.caseworker):
        claim = StatusClaim.objects.get()
        assert (claim.status, claim.decision, claim.screening_id) == (
            "SmuggledMigrantInNeedOfProtection", "screening", screening.pk,
        )  # fmt: skip
    assert "Decided after this screening" in result_page(client, screening)
    page = client.get(reverse("case-identification", args=[world.case.pk])).content.decode()
    assert "Smuggled migrant in need of protection" in page
    assert reverse("screening-result", args=[world.case.pk, screening.pk]) in page


def test_without_a_proposal_nothing_is_chosen(world, sign_in):
    screening = screened(world.case, world.caseworker, {})
    page = (
        sign_in(world.caseworker)
        .get(reverse("screening-claim", args=[world.case.pk, screening.pk]))
        .content.decode()
    )
    assert "The answers propose no status." in page
    assert '<option value="" selected' in page


def test_the_result_is_for_staff_who_see_the_case(world, sign_in):
    screening = screened(world.case, world.caseworker, TRAFFICKING)
    address = reverse("screening-result", args=[world.case.pk, screening.pk])
    for person in (world.colleague, world.stranger, world.partner):
        assert sign_in(person).get(address).status_code == 404
    assert sign_in(world.officer).get(address).status_code == 200
    other = reverse("screening-result", args=[world.other_case.pk, screening.pk])
    assert sign_in(world.stranger).get(other).status_code == 404


def test_the_result_speaks_french(world, sign_in, settings):
    screening = screened(world.case, world.caseworker, TRAFFICKING)
    client = sign_in(world.caseworker)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    page = result_page(client, screening)
    assert "Indicateurs de traite des personnes" in page
    assert "Rétention des documents" in page
