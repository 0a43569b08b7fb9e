"""The story of an invented case: what is recorded about it, from the first meeting to today."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from random import Random
from typing import Any

from casework.exchange.demo.experience import experience_of
from casework.exchange.demo.people import Person, invent_person
from casework.exchange.demo.tables import text
from casework.standards.lists import entries
from casework.standards.recovery import length_in

STAGES = ("identification", "protection", "assistance", "return_or_integration", "reintegration", "closure")
RECIPIENTS = ("", "Foyer Horizon", "Permanence juridique")
HOURS = ((9, 12), (10, 16), (14, 18), (18, 20))
SATISFACTION = ("helped_much", "helped", "", "helped_little", "unknown", "helped")
COSTS = {"cash": (40, 320), "travel": (8, 90), "health": (30, 260), "basic_needs": (10, 80)}


@dataclass
class Story:
    """Everything that is going to be recorded about one case, as values by field."""

    person: Person
    case: dict[str, Any]
    status: str
    closed_on: date | None = None
    contacts: list[dict[str, Any]] = field(default_factory=list)
    consents: list[dict[str, Any]] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    recovery: dict[str, Any] | None = None
    experience: dict[str, Any] | None = None
    events: list[dict[str, Any]] = field(default_factory=list)
    organisations: list[dict[str, Any]] = field(default_factory=list)
    services: list[dict[str, Any]] = field(default_factory=list)
    stages: list[dict[str, Any]] = field(default_factory=list)
    has_later_case: bool = False


class Author:
    """Invents stories for one organisation, in the language its staff writes."""

    def __init__(self, random: Random, today: date, language: str, country: str, currency: str) -> None:
        self.random, self.today = random, today
        self.language, self.country, self.currency = language, country, currency

    def story(self, place: int | None = None) -> Story:
        """One story; `place` is its place in the caseload shown first, where days are full."""
        random, person = self.random, invent_person(self.random, self.today)
        age = min(540, 2 + int(random.expovariate(1 / 150)))
        status = random.choices(["Active", "FollowUp", "Closed", "ClosedReferred"], [62, 18, 15, 5])[0]
        if place is not None and place < 20:
            status = "Active" if place % 4 else "FollowUp"
        opened = self.today - timedelta(days=age)
        is_open = status in ("Active", "FollowUp")
        in_danger = is_open and (place in (0, 3, 7) if place is not None else random.random() < 0.06)
        story = Story(
            person=person,
            status="Active" if in_danger else status,
            case={
                "opened_on": opened,
                "origin": random.choice(list(entries("case_origin"))),
                "is_in_danger": "yes" if in_danger else random.choice(["no", "no", "no", "unknown", ""]),
            },
        )
        if not is_open:
            story.closed_on = opened + timedelta(days=random.randint(0, age))
        story.has_later_case = status == "Closed" and random.random() < 0.3
        last = story.closed_on or self.today
        self._contacts(story)
        self._consents(story, opened, place)
        self._claims(story, opened, last)
        self._recovery(story, opened, place)
        story.experience, story.events = experience_of(story.person, opened, random, self.language)
        self._organisations(story, opened)
        self._services(story, opened, last)
        self._stages(story, opened, last)
        return story

    def text(self, topic: str) -> str:
        return text(self.random, topic, self.language)

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.random.randint(0, max(0, (last - first).days)))

    def _contacts(self, story: Story) -> None:
        random = self.random
        hours = random.choice(HOURS) if random.random() < 0.6 else None
        number = f"+{random.choice([41, 44, 33, 221])} 79 000 {random.randrange(10**4):04d}"
        story.contacts.append(
            {
                "kind": random.choice(["mobile", "messaging"]), "value": number,
                "safety": random.choice(["safe", "safe", "not_known"]),
                "from_hour": time(hours[0]) if hours else None, "to_hour": time(hours[1]) if hours else None,
                "rule": self.text("rule") if random.random() < 0.7 else "",
                "code_word": self.text("code_word") if random.random() < 0.5 else "",
            }
        )  # fmt: skip
        if random.random() < 0.35:
            story.contacts.append({"kind": "home_phone", "value": f"{number[:-4]}9999", "safety": "not_safe"})
        if random.random() < 0.25:
            story.contacts.append(
                {
                    "kind": "trusted_person", "value": f"person{random.randrange(10**4)}@example.org",
                    "safety": "safe", "country": self.country,
                    "city": random.choice(story.person.culture.cities),
                }
            )  # fmt: skip

    def _consents(self, story: Story, opened: date, place: int | None) -> None:
        random = self.random
        others = [
            "referral", "health", "legal", "authorities", "statistics", "research", "family_contact",
            "export",
        ]  # fmt: skip
        purposes = ["interview", "case_record", *random.sample(others, 3)]
        values = story.person.values
        is_child = story.person.is_child or values.get("age_is_uncertain", False)
        for number, purpose in enumerate(purposes[: random.randint(2, 4)]):
            refused = number > 1 and random.random() < 0.2
            expires = opened + timedelta(days=365) if random.random() < 0.5 else None
            form = random.choice(["written", "written", "verbal_certified", "audio"])
            if place is not None and place % 5 == 1 and number == 1:
                expires = self.today + timedelta(days=2 + place)
            answers = dict.fromkeys(
                ("agrees_to_interview", "knows_purpose", "knows_use", "knows_withdrawal"), "yes"
            )
            story.consents.append(
                {
                    "purpose": purpose, "status": "refused" if refused else "given",
                    "recipient": random.choice(RECIPIENTS) if number > 1 else "",
                    "form": form, "certified_by": "L. Moreau" if form == "verbal_certified" else "",
                    "given_by": "guardian" if is_child else "self",
                    "giver_name": "A. Berset" if is_child else "",
                    "assent": random.choice(["yes", "yes", "yes", ""]) if is_child else "",
                    "interpreter": "N. Haddad" if values["needs_interpreter"] == "yes" else "",
                    "language": story.person.culture.language, "legal_basis": "consent",
                    "text_version": "2026-11", "given_on": opened, "expires_on": None if refused else expires,
                    **(answers if purpose == "interview" and not refused else {}),
                }
            )  # fmt: skip
            if not refused and number > 1 and random.random() < 0.12:
                story.withdrawn.append(purpose)

    def _claims(self, story: Story, opened: date, last: date) -> None:
        """Claims that may disagree: each stands beside the others with its day."""
        random = self.random
        story.claims.append(
            {"status": "PossibleVictimOfTrafficking", "deciding_organisation": "NGO", "decided_on": opened,
             "reasons": self.text("claim")}
        )  # fmt: skip
        decided = ["ActualVictimOfTrafficking", "PossibleVictimOfTrafficking", "NotAVictimOfTrafficking"]
        for maker in ("Police", "CourtOrProsecution", "NonPoliceGovernmentalOrganization"):
            if random.random() < 0.3:
                story.claims.append(
                    {"status": random.choices(decided, [60, 20, 20])[0], "deciding_organisation": maker,
                     "decided_on": self._day(opened, last), "reasons": self.text("claim")}
                )  # fmt: skip

    def _recovery(self, story: Story, opened: date, place: int | None) -> None:
        """A period for most people; in the caseload shown first some are about to end, and one just ended."""
        days = length_in(self.country).days
        starts = opened + timedelta(days=self.random.randint(0, 3))
        if place is not None and place in (2, 5, 9, 14):
            starts = self.today - timedelta(days=days) + timedelta(days={2: 4, 5: 17, 9: -2, 14: 1}[place])
        elif self.random.random() < 0.2:
            return
        story.recovery = {
            "country": self.country,
            "trigger": self.random.choice(["reasonable_grounds", "reasonable_grounds", "person_asked"]),
            "starts_on": starts,
            "ends_on": starts + timedelta(days=days),
            "note": self.text("recovery") if self.random.random() < 0.4 else "",
        }

    def _organisations(self, story: Story, opened: date) -> None:
        random = self.random
        names = {
            "NGO": "La Passerelle",
            "LegalService": "Permanence juridique",
            "LawEnforcement": "Police",
            "HealthServiceOrganisation": "Centre de santé des Tilleuls",
        }
        for part in ("referring", "referred"):
            if random.random() < 0.4:
                kind = random.choice(list(names))
                story.organisations.append(
                    {"part": part, "name": names[kind], "kind": kind,
                     "referred_on": self._day(opened, self.today),
                     "caseworker_name": random.choice(["C. Rey", "P. Diallo", "S. Martin", ""]),
                     "reason": "AdditionalServicesRequired", "details": self.text("referral")}
                )  # fmt: skip

    def _services(self, story: Story, opened: date, last: date) -> None:
        random = self.random
        catalogue = [entry for entry in entries("service_type").values() if entry.parent != "other"]
        months = (last - opened).days / 30
        for _number in range(min(14, 2 + int(random.expovariate(1 / (1.5 + months / 2))))):
            entry = random.choice(catalogue)
            outcome = random.choices(
                ["given", "refused_by_person", "not_available", "put_off"], [86, 7, 3, 4]
            )[0]
            given = outcome == "given"
            service = {
                "service": entry.code, "delivered_on": self._day(opened, last), "outcome": outcome,
                "provider": random.choice(["", "", "Foyer Horizon", "La Passerelle"]) if given else "",
                "note": self._note(entry.parent, outcome),
            }  # fmt: skip
            if given:
                service |= {"satisfaction": SATISFACTION[len(story.services) % len(SATISFACTION)]}
            if given and entry.parent in COSTS:
                service |= {"cost": random.randint(*COSTS[entry.parent]), "currency": self.currency}
                service |= {"budget_line": "AMIF-2"}
            elif given and random.random() < 0.4:
                service |= {"quantity": random.randint(1, 3), "unit": "session"}
            story.services.append(service)
        story.services.sort(key=lambda service: service["delivered_on"])

    def _note(self, group: str, outcome: str) -> str:
        if outcome == "not_available" or self.random.random() < 0.3:
            return ""
        return self.text(group if outcome == "given" else "refused")

    def _stages(self, story: Story, opened: date, last: date) -> None:
        """Stages done one after the other, the last begun still open, some paused or skipped."""
        random, months = self.random, (last - opened).days / 30
        reached = 5 if story.closed_on else min(4, int(months / 2.5) + (random.random() < 0.5))
        step = (last - opened) / (reached + 1)
        for number, stage in enumerate(STAGES[: reached + 1]):
            state = "done" if number < reached or story.closed_on else "open"
            if number in (1, 3, 4) and random.random() < 0.15:
                state = random.choice(["skipped", "paused"])
            story.stages.append({"stage": stage, "state": state, "since": opened + step * number})
