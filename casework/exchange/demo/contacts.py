"""How the people of the demonstration came, who stays anonymous, and who is kept apart."""

from collections.abc import Sequence
from datetime import date, time
from random import Random
from typing import Any

from casework.access.database import acting_as
from casework.access.models import StaffUser
from casework.exchange.demo.cases import Story
from casework.exchange.demo.tables import text
from casework.standards.lists import entries
from casework.victims import services
from casework.victims.models import Case, SuspectedPerson, Victim

ANONYMOUS_PLACES = (9, 17)
CHANNELS = {
    "hotline": ("phone", "counsellor"), "police": ("in_person", "police_officer"),
    "border_point": ("in_person", "police_officer"), "health_worker": ("phone", "health_worker"),
    "shelter": ("phone", "shelter_staff"), "walk_in": ("in_person", "self"), "self": ("message", "self"),
    "outreach": ("in_person", "social_worker"), "family_or_friend": ("phone", "relative"),
    "online": ("online_form", "self"), "neighbour": ("phone", "passer_by"),
}  # fmt: skip


def first_contacts(story: Story, language: str) -> list[dict[str, Any]]:
    """One contact for most people, a further one for some; drawn apart, so that the rest stays as it was."""
    opened: date = story.case["opened_on"]
    random = Random(f"{opened} {sorted(story.person.values.items(), key=str)}")
    if random.random() < 0.15:
        return []
    origin = story.case["origin"]
    channel, informant = CHANNELS.get(origin, ("relayed", "other"))
    needs = random.sample(
        [code for code in entries("immediate_need") if code != "other"], random.randint(1, 4)
    )
    first = {
        "contacted_on": opened, "origin": origin, "channel": channel, "informant": informant,
        "contacted_at": time(random.randint(6, 22), random.choice([0, 15, 30, 45])),
        "place": random.choice(story.person.culture.cities) if random.random() < 0.3 else
        text(random, "place", language),
        "account": text(random, "first_contact", language),
        "immediate_needs": needs, "needs_met": needs[: random.randint(0, len(needs))],
        "language": story.person.culture.language,
        "interpreter": "N. Haddad" if story.person.values["needs_interpreter"] == "yes" else "",
        "wishes_anonymity": "yes" if story.person.values.get("is_anonymous") else random.choice(["no", ""]),
        "may_contact_again": random.choice(["yes", "yes", "declined", ""]),
    }  # fmt: skip
    return [first]


def without_name(story: Story) -> None:
    """The person of this story gave no name."""
    for name in (*Victim.NAME_FIELDS, "identity_number"):
        story.person.values.pop(name, None)
    story.person.values["is_anonymous"] = True


def keep_apart(
    cases: Sequence[Case], *, holder: StaffUser, colleague: StaffUser, officer: StaffUser, language: str
) -> None:
    """Somebody registered twice, a suspected person who is registered too, and a colleague kept out."""
    random = Random(str(cases[0].reference))
    known, exploited, related = cases[2], cases[4], cases[6]
    with acting_as(holder):
        again = {name: getattr(known.victim, name) for name in ("given_names", "family_name", "birth_date")}
    with acting_as(colleague):
        services.register_person(person=again, case={"origin": "health_worker"}, by=colleague)
        services.register_person(
            person={"given_names": "Silvester", "family_name": "Brankovan"}, case={}, by=colleague
        )
    with acting_as(holder):
        for case, names in ((exploited, "Silvester Brankovan"), (related, ""), (known, "Boss, «le grand»")):
            suspect = SuspectedPerson(
                case=case, names=names, role="Exploiter", relationship="Acquainted",
                description=text(random, "suspect", language),
            )  # fmt: skip
            services.record_suspect(suspect=suspect, by=holder)
    with acting_as(officer):
        services.record_conflict(
            case=related, staff=colleague, kind="acquaintance", by=officer,
            explanation=text(random, "conflict", language),
        )  # fmt: skip
        services.separate_cases(case=known, other=cases[8], by=officer)
