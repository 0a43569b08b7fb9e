"""The story of an invented case: what is recorded about it, from the first meeting to today."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from random import Random
from typing import Any

from casework.exchange.demo.people import Person, invent_person
from casework.exchange.demo.tables import drawn, shares, text
from casework.standards.dates import PartialDate
from casework.standards.lists import entries
from casework.standards.recovery import length_in

STAGES = ("identification", "protection", "assistance", "return_or_integration", "reintegration", "closure")
MEANS = {
    "Debt Bondage Earnings": ("DebtBondage", "TakesEarnings"), "Threats": ("PhysicalThreats",),
    "Abuse": ("PsychologicalAbuse", "PhysicalAbuse"), "False Promises": ("FalsePromises",),
    "Drugs Alcohol": ("PsychoactiveSubstance",), "Deny Basic Needs": ("WithholdsNecessities",),
    "Excessive Work Hours": ("ExcessiveWorkingHours",), "Withhold Docs": ("WithholdsDocuments",),
}  # fmt: skip
RELATIONS = {
    "FamilyIntimatePartner": ("Familial", "IntimatePartner"), "FriendAcquaintance": ("Acquainted",),
    "StrangerUnknownOther": ("Unaquainted",),
}  # fmt: skip
INDUSTRIES = (
    "A_AgricultureForestryAndFishing", "C_Manufacturing", "F_Construction",
    "I_AccommodationAndFoodServiceActivities", "T_ActivitiesOfHouseholdsAsEmployers",
)  # fmt: skip
DESTINATIONS = {
    "Europe": ("IT", "DE", "FR", "GB", "CH", "ES"), "Africa": ("ML", "ZA", "LY", "EG"),
    "Asia": ("AE", "LB", "MY", "QA"), "Americas/Oceania": ("AR", "CL", "MX"),
}  # fmt: skip
RECIPIENTS = ("", "Foyer Horizon", "Permanence juridique")
HOURS = ((9, 12), (10, 16), (14, 18), (18, 20))
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
        self._experience(story, opened)
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

    def _experience(self, story: Story, opened: date) -> None:
        random, person = self.random, story.person
        if random.random() < 0.08:
            return
        kinds = ("labour", "sexual") if person.exploitation == "both" else (person.exploitation,)
        controls = {
            method
            for kind in kinds
            for means, share in shares("means", kind).items()
            for method in MEANS[means]
            if random.random() < share
        }
        types = [{"labour": "ForcedLabour", "sexual": "SexualExploitation"}[kind] for kind in kinds]
        if "labour" in kinds and random.random() < 0.12:
            types.append(random.choice(["Servitude", "ForcedBegging", "ForcedCriminality"]))
        if person.is_child and "labour" in kinds:
            types.append("ChildLabour")
        recruited = random.choice(["ThroughFriendsOrSocialEvents", "ThroughAnOnlineAdvertisement", "AtWork",
                                   "ThroughOnlineSocialNetworks", "ThroughFamilyOrFamilyEvents"])  # fmt: skip
        years = random.randint(0, min(4, max(0, person.age - 9)))
        story.experience = {
            "relationship_to_trafficker": random.choice(RELATIONS[drawn(random, "relation")[0]]),
            "age_when_trafficked": person.age - years if random.random() < 0.85 else None,
            "recruitment_methods": [recruited],
            "recruitment_platforms": [random.choice(["Facebook", "WhatsApp", "TikTok"])]
            if "Online" in recruited
            else [],
            "recruitment_location": random.choice(person.culture.cities),
            "control_methods": sorted(controls),
            "exploitation_types": types,
            "labour_industries": [random.choice(INDUSTRIES)] if "labour" in kinds else [],
            "sexual_exploitation_types": ["Prostitution"] if "sexual" in kinds else [],
            "vulnerabilities": random.sample(["Poverty", "Migration", "Education", "Homelessness"], 2),
            "vulnerability_details": self.text("vulnerable") if random.random() < 0.5 else "",
        }
        self._events(story, opened, years)

    def _events(self, story: Story, opened: date, years: int) -> None:
        random, person = self.random, story.person
        country = random.choice([c for c in DESTINATIONS[person.destination] if c != person.country])
        year = opened.year - max(1, years)
        steps = [
            ("Recruitment", "recruited", person.country, PartialDate(year, random.randint(1, 12))),
            ("Transit", "travelled", random.choice(["TR", "LY", "RS", "AE"]), PartialDate(year)),
            ("Exploitation", "exploited", country, PartialDate(year, random.randint(1, 12), 15)),
        ]  # fmt: skip
        for kind, topic, where, when in steps:
            if kind != "Transit" or random.random() < 0.5:
                story.events.append(
                    {"kind": kind, "country": where, "occurred_on": when, "description": self.text(topic),
                     "city": random.choice(person.culture.cities) if kind == "Recruitment" else ""}
                )  # fmt: skip

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
            if given and entry.parent in COSTS:
                service |= {"cost": random.randint(*COSTS[entry.parent]), "currency": self.currency}
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
