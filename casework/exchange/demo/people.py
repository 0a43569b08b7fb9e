"""Invented people: names in the scripts of their cultures, dates known more or less exactly."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from anyascii import anyascii

from casework.exchange.demo.tables import Culture, cultures, drawn, names, script
from casework.standards.dates import PartialDate

GENDERS = {"Female": "Feminine", "Male": "Masculine"}
# Scripts whose Latin spelling can be derived letter by letter, as a passport office does.
SPELT_OUT = ("Cyrl", "Grek", "Hans")


@dataclass(frozen=True)
class Person:
    """What the story of a case needs to know of its person, and the fields of the record."""

    values: dict[str, Any]
    culture: Culture
    country: str
    destination: str
    exploitation: str
    age: int

    @property
    def is_child(self) -> bool:
        return self.age < 18


def invent_person(random: Random, today: date) -> Person:
    """A person drawn from the published shares of gender, age, exploitation and route."""
    gender, majority, exploitation = drawn(random, "profile")
    origin, destination, _none = drawn(random, "route")
    culture = random.choice(cultures(origin))
    country = random.choice(culture.countries)
    age = random.randint(11, 17) if majority == "Minor" else min(63, 18 + int(random.expovariate(1 / 12)))
    values = {
        **_names(random, culture, gender),
        **_age(random, age, today),
        **_circumstances(random, culture, country, age),
        "gender": _gender(random, gender),
    }
    return Person(values, culture, country, destination, exploitation, age)


def _names(random: Random, culture: Culture, gender: str) -> dict[str, str]:
    letter = gender[0].lower()
    given = random.choice(names(culture.name, "given", letter))
    family = random.choice(names(culture.name, "family", letter))
    middle = names(culture.name, "patronymic", letter)
    values = {
        "given_names": given,
        "middle_names": random.choice(middle) if middle and random.random() < 0.6 else "",
        "family_name": family if random.random() < 0.96 else "",
    }
    if script(culture.name) in SPELT_OUT:
        values["name_on_documents"] = f"{_latin(given)} {_latin(family)}"
    elif random.random() < 0.3:
        values["name_on_documents"] = f"{given} {family}"
    if random.random() < 0.25:
        values["name_to_use"] = random.choice(names(culture.name, "given", letter))
    if random.random() < 0.12:
        values["other_names"] = f"{random.choice(names(culture.name, 'given', letter))} {family}"
    if random.random() < 0.2:
        values["identity_number"] = f"{random.choice('ABCEFKPR')}{random.randrange(10**7):07d}"
    return values


def _latin(name: str) -> str:
    return anyascii(name).capitalize()


def _gender(random: Random, gender: str) -> str:
    if random.random() < 0.012:
        return random.choice(["TransgenderFeminine", "TransgenderMasculine", "NonConforming"])
    return "declined" if random.random() < 0.01 else GENDERS[gender]


def _age(random: Random, age: int, today: date) -> dict[str, Any]:
    """A date of birth known to the day, the month, the year, or not at all."""
    year, month, day = today.year - age - 1, random.randint(1, 12), random.randint(1, 28)
    known = random.random()
    if known < 0.07:
        return {"birth_date": None, "birth_date_answer": random.choice(["unknown", "declined"])}
    birth = PartialDate(year, month if known > 0.22 else None, day if known > 0.34 else None)
    return {"birth_date": birth, "age_is_uncertain": age < 20 and random.random() < 0.4}


def _circumstances(random: Random, culture: Culture, country: str, age: int) -> dict[str, Any]:
    children = random.choices([0, 1, 2, 3, 4, 5], [40, 22, 20, 11, 5, 2])[0] if age > 19 else 0
    married = ["Single", "Married", "Separated", "Divorced", "Widowed", "declined", ""]
    schooling = ["NoEducation", "PrimaryEducation", "LowerSecondaryEducation", "UpperSecondaryEducation",
                 "BachelorsOrEquivalentLevel", "unknown", ""]  # fmt: skip
    return {
        "citizenships": [country] if random.random() < 0.95 else ["unknown"],
        "primary_language": culture.language,
        "secondary_language": random.choice(culture.also) if random.random() < 0.5 else "",
        "needs_interpreter": random.choices(["yes", "no", ""], [60, 30, 10])[0],
        "marital_status": random.choices(married, [40, 22, 10, 6, 4, 8, 10])[0] if age > 17 else "Single",
        "number_of_children": children if random.random() < 0.8 else None,
        "education": random.choices(schooling, [8, 22, 26, 20, 6, 8, 10])[0],
    }
