"""What invented people lived through: how they were recruited, controlled and exploited, and where."""

from datetime import date
from random import Random
from typing import Any

from casework.exchange.demo.people import Person
from casework.exchange.demo.tables import drawn, shares, text
from casework.standards.dates import PartialDate

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


def experience_of(
    person: Person, opened: date, random: Random, language: str
) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """What somebody lived through and the events of it; some have not told."""
    if random.random() < 0.08:
        return None, []
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
    experience = {
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
        "vulnerability_details": text(random, "vulnerable", language) if random.random() < 0.5 else "",
    }
    return experience, _events(person, opened, years, random, language)


def _events(person: Person, opened: date, years: int, random: Random, language: str) -> list[dict[str, Any]]:
    country = random.choice([c for c in DESTINATIONS[person.destination] if c != person.country])
    year = opened.year - max(1, years)
    events = []
    steps = [
        ("Recruitment", "recruited", person.country, PartialDate(year, random.randint(1, 12))),
        ("Transit", "travelled", random.choice(["TR", "LY", "RS", "AE"]), PartialDate(year)),
        ("Exploitation", "exploited", country, PartialDate(year, random.randint(1, 12), 15)),
    ]  # fmt: skip
    for kind, topic, where, when in steps:
        if kind != "Transit" or random.random() < 0.5:
            events.append(
                {"kind": kind, "country": where, "occurred_on": when,
                 "description": text(random, topic, language),
                 "city": random.choice(person.culture.cities) if kind == "Recruitment" else ""}
            )  # fmt: skip
    return events
