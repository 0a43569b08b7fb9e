"""Stories of identification: an adult, a child, a talk that is interrupted, organisations that disagree."""

import re

from django.urls import reverse

from casework.standards.dates import PartialDate
from casework.victims.models import ScreeningAnswer, StatusClaim
from tests import factories
from tests.factories import indicator_set

CONSENT = {"agrees_to_interview": "yes", "knows_purpose": "yes", "consent_form": "verbal_certified"}


class Talk:
    """One person of staff who screens one case through the pages."""

    def __init__(self, client, case, by) -> None:
        self.client, self.case, self.by = client, case, by

    def enter(self) -> None:
        self.client.force_login(self.by)

    def begin(self, code: str) -> str:
        with factories.acting_as(self.by):
            chosen = indicator_set(code).pk
        data = {**CONSENT, "indicator_set": chosen, "language": "fra"}
        return self.client.post(reverse("screening-start", args=[self.case.pk]), data).url

    def answer_part(self, address: str, answer, action: str = "continue") -> str:
        """Answers every question of a part by `answer(number)`; gives where it leads."""
        page = self.client.get(address).content.decode()
        numbers = sorted({int(number) for number in re.findall(r'name="answer-(\d+)"', page)})
        data = {f"answer-{number}": answer(number) for number in numbers}
        return self.client.post(address, {**data, "action": action}).url

    def answer_all(self, address: str, answer) -> str:
        while "/parts/" in address:
            address = self.answer_part(address, answer)
        return address

    def read(self, address: str) -> str:
        return self.client.get(address).content.decode()


def test_an_adult_is_screened_and_a_person_decides(world, client):
    case = factories.make_case(
        world.caseworker, person={"given_names": "Adé", "birth_date": PartialDate.from_iso("1991-05-02")}
    )
    talk = Talk(client, case, world.caseworker)
    talk.enter()
    end = talk.answer_all(talk.begin("ilo_labour_adults"), lambda number: "yes" if number % 3 else "declined")
    assert "Thank you" in talk.read(end)
    result = talk.read(f"{end}result/")
    assert "Indicators of trafficking in persons" in result
    assert "Adult rule" in result
    form = talk.read(f"{end}claim/")
    assert "The answers propose: Possible victim of trafficking." in form
    with factories.acting_as(world.caseworker):
        assert not StatusClaim.objects.filter(case=case).exists()
    client.post(
        f"{end}claim/",
        {
            "status": "PossibleVictimOfTrafficking", "deciding_organisation": "NGO",
            "decided_on": "20/11/2026", "reasons": "Indicators in three dimensions.",
        },
    )  # fmt: skip
    page = talk.read(reverse("case-identification", args=[case.pk]))
    assert "Outcome of a screening" in page
    assert "Indicators in three dimensions." in page


def test_a_child_needs_no_means(world, client):
    case = factories.make_case(
        world.caseworker, person={"given_names": "Ana", "birth_date": PartialDate.from_iso("2012")}
    )
    talk = Talk(client, case, world.caseworker)
    talk.enter()
    assert "treated as a child" in talk.read(reverse("screening-start", args=[case.pk]))
    # Act and purpose are told; she does not want to speak of the means.
    end = talk.answer_all(
        talk.begin("palermo_elements"), lambda number: "declined" if 6 <= number <= 13 else "yes"
    )
    result = talk.read(f"{end}result/")
    assert "Indicators of trafficking in persons, of a child" in result
    assert "Not needed for a child" in result


def test_an_interrupted_talk_goes_on_where_it_was_with_everything_there(world, client):
    talk = Talk(client, world.case, world.caseworker)
    talk.enter()
    address = talk.answer_part(talk.begin("palermo_elements"), lambda _number: "yes")
    client.post(address.replace("parts/2/", "answers/6/"), {"answer-6": "no", "words-6": "half a sentence"})
    client.logout()
    assert "/account/sign-in/" in client.get(address).url
    talk.enter()
    listed = talk.read(reverse("case-screenings", args=[world.case.pk]))
    assert "In progress, part 2 of 5" in listed
    page = talk.read(address)
    assert page.count(" checked") == 1
    assert "half a sentence" in page
    with factories.acting_as(world.caseworker):
        assert ScreeningAnswer.objects.count() == 6
    end = talk.answer_all(address, lambda _number: "unknown")
    assert "Thank you" in talk.read(end)


def test_organisations_disagree_and_help_goes_on(world, client):
    talk = Talk(client, world.case, world.caseworker)
    talk.enter()
    for status, who, decision in (
        ("ActualVictimOfTrafficking", "NGO", "statement"),
        ("PossibleVictimOfTrafficking", "Police", "reasonable_grounds"),
        ("NotAVictimOfTrafficking", "CourtOrProsecution", "conclusive"),
    ):
        client.post(
            reverse("claim-add", args=[world.case.pk]),
            {
                "status": status, "deciding_organisation": who, "decision": decision,
                "decided_on": "12/11/2026",
            },
        )  # fmt: skip
    page = talk.read(reverse("case-identification", args=[world.case.pk]))
    for words in ("Actual victim", "Possible victim", "Not a victim", "do not say the same"):
        assert words in page
    assert page.count("Letter to the person") == 2
    with factories.acting_as(world.caseworker):
        service = factories.codes("service_type")[0]
    saved = client.post(reverse("service-log", args=[world.case.pk]), {"service": service})
    assert saved.status_code in (200, 302)
    assert talk.read(reverse("case-assistance", args=[world.case.pk]))
