"""A hearing moved twice, asylum with an appeal, compensation that comes in parts: through the pages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.assistance.models import CompensationClaim, Hearing, LegalDecision, LegalProceeding
from tests import factories

DAY = timedelta(days=1)


@pytest.fixture
def legal(world, sign_in):
    return Legal(world, sign_in(world.caseworker))


class Legal:
    """The legal pages of a case, in the browser of its caseworker."""

    def __init__(self, world, client) -> None:
        self.case, self.by, self.client = world.case, world.caseworker, client

    def send(self, name, record=None, **data) -> str:
        address = reverse(name, args=[self.case.pk, *([record.pk] if record else [])])
        response = self.client.post(address, data, follow=True)
        assert response.status_code == 200
        html = response.content.decode()
        assert "There is a problem" not in html, html
        return html

    def page(self, name, *args) -> str:
        return self.client.get(reverse(name, args=[self.case.pk, *args])).content.decode()

    def day(self) -> str:
        return self.client.get(reverse("my-day")).content.decode()

    def told(self) -> list[str]:
        """The titles on the timeline of the case."""
        page = self.client.get(reverse("case-detail", args=[self.case.pk]))
        return [event.title for event in page.context["timeline"].events]

    def only(self, model):
        with factories.acting_as(self.by):
            return model.objects.get(case=self.case, entered_in_error=False)


def typed(day) -> str:
    return f"{day:%d/%m/%Y}"


def test_a_hearing_is_moved_twice_and_every_time_stays_in_sight(legal):
    today = timezone.localdate()
    legal.send(
        "proceeding-add", kind="criminal", roles=["witness", "injured_party"], court="Court of Exemple"
    )
    proceeding = legal.only(LegalProceeding)
    assert "was not asked" in legal.page("case-legal")

    # She does not want to take part, then changes her mind: nothing else depends on it.
    legal.send("proceeding-participation", proceeding, participation="does_not", knows_may_change="yes")
    first = today + 20 * DAY
    legal.send(
        "hearing-add", proceeding, kind="court", day=typed(first), hour="09:30", time_zone="Europe/Zurich",
        place="Court room 3", companion="A. Colleague", protection=["screen", "breaks"],
    )  # fmt: skip
    legal.send("proceeding-participation", proceeding, participation="takes_part", wish="I want to be heard.")
    html = legal.page("proceeding-detail", proceeding.pk)
    assert "I want to be heard." in html
    assert "may change her or his mind" in html
    hearing = legal.only(Hearing)
    assert "A hearing takes place" not in legal.day()

    # Moved nearer, then away again.
    legal.send("hearing-move", hearing, day=typed(today + 5 * DAY), hour="14:00", reason="court")
    day = legal.day()
    assert "A hearing takes place within a week" in day
    assert "Nothing is planned this week." not in day
    legal.send("hearing-move", hearing, day=typed(today + 6 * DAY), hour="", reason="no_interpreter")
    html = legal.page("proceeding-detail", proceeding.pk)
    assert html.count("<s>") == 2
    assert "hour not known yet" in html
    assert "No interpreter" in html
    assert legal.told().count("Hearing moved") == 2
    assert "Court room 3" not in legal.page("case-detail")
    assert "Court room 3" not in legal.day()

    # It is cancelled, planned again, and held without her: a normal answer.
    legal.send("hearing-cancel", hearing)
    assert "Nothing is planned this week." in legal.day()
    legal.send("hearing-reinstate", hearing)
    legal.send("hearing-held", hearing, attended="no", outcome="Heard by video.")
    assert "Heard by video." in legal.page("proceeding-detail", proceeding.pk)

    # She stops, and may begin again.
    legal.send("proceeding-status", proceeding, status="under_way", on="today")
    legal.send("proceeding-status", proceeding, status="stopped", on="today")
    assert "Stopped at the person’s wish" in legal.page("case-legal")
    legal.send("proceeding-status", proceeding, status="under_way", on="today")


def test_asylum_is_refused_appealed_and_granted(legal):
    today = timezone.localdate()
    legal.send("proceeding-add", kind="asylum", roles=["applicant"], country="CH")
    proceeding = legal.only(LegalProceeding)
    legal.send("proceeding-status", proceeding, status="filed", on="today")
    legal.send(
        "decision-add", proceeding, kind="asylum", outcome="refused", decided_on="today",
        appeal_until=typed(today + 10 * DAY), is_final="on",
    )  # fmt: skip
    assert "A period for appeal ends" in legal.day()
    assert "10 days left" in legal.page("case-legal")
    decision = legal.only(LegalDecision)
    legal.send("decision-appeal", decision, answer="filed", on="today")
    assert "A period for appeal ends" not in legal.day()
    assert legal.only(LegalProceeding).status == "appealed"
    legal.send(
        "decision-add", proceeding, kind="asylum", outcome="granted", decided_on="today", is_final="on"
    )
    assert legal.only(LegalProceeding).status == "decided"
    legal.send(
        "permit-add", kind="refugee", country="CH", ground="protection", issued_on="today",
        expires_on=typed(today + 30 * DAY),
    )  # fmt: skip
    assert "A residence permit expires" in legal.day()
    assert "30 days left" in legal.page("case-legal")
    assert "Residence permit" in legal.told()


def test_compensation_comes_in_parts_and_in_two_currencies(legal):
    legal.send(
        "compensation-add", kind="wages", sought_from="The former employer", claimed_on="today",
        claimed="12000", claimed_currency="CHF",
    )  # fmt: skip
    claim = legal.only(CompensationClaim)
    legal.send(
        "compensation-edit", claim, kind="wages", claimed_on="today", claimed="12000", claimed_currency="CHF",
        awarded_on="today", awarded="9500.50", awarded_currency="CHF",
    )  # fmt: skip
    legal.send("payment-add", claim, received_on="h", received="3000", received_currency="CHF")
    legal.send("payment-add", claim, received_on="today", received="1500.25", received_currency="CHF")
    legal.send("payment-add", claim, received_on="today", received="700", received_currency="EUR")
    html = legal.page("case-legal").replace("\xa0", " ")
    for amount in ("12,000 CHF", "9,500.50 CHF", "4,500.25 CHF", "700 EUR"):
        assert amount in html
    assert "5,200" not in html
    assert legal.told().count("Compensation received") == 3
