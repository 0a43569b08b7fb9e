"""Finding by reference or by name, and saying why something was found."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.sealing.keyring import keyring
from casework.standards.dates import PartialDate
from casework.victims.lists import holders_and_stages
from casework.victims.models import Case
from casework.victims.search import find_alike, find_people

MOST = 20
REFERENCE = re.compile(r"\s*(?:([^\W\d_]+)[\s\-_]*)?(\d{1,5})\s*")
LETTERS_NEEDED = 3
WHY: dict[str, Promise] = {
    "same": _("same name"),
    "spelling": _("name spelt alike"),
    "sound": _("name sounds alike"),
    "script": _("name alike in another script"),
    "part": _("part of the name"),
}
AGE_MAY_DIFFER = 2
# Below this likeness two names are of different people nearly always: advice must not become noise.
LIKE_ENOUGH = 0.6
# Somebody who searches looks further, but not at everybody.
WORTH_SHOWING = 0.3


@dataclass(frozen=True)
class Hit:
    """A case that was found, and why in words."""

    case: Case
    why: list[Promise]


def find(sought: str, user) -> list[Hit]:
    """The cases whose reference or person's name is like what was asked, best first."""
    hits = {case.pk: Hit(case, [_("the reference")]) for case in by_reference(sought, user)}
    if not REFERENCE.fullmatch(sought):
        for found in find_people(sought, user, limit=MOST):
            if found.match.score >= WORTH_SHOWING:
                hits.setdefault(found.case.pk, Hit(found.case, [WHY[found.match.reason]]))
    return _with_holders(list(hits.values()))


def by_reference(sought: str, user) -> list[Case]:
    """Cases by "Acacia 417", "acacia417" or "417"."""
    match = REFERENCE.fullmatch(sought)
    if match is None:
        return []
    word, number = match.groups()
    rows = Case.objects.visible_to(user)
    rows = (
        rows.filter(reference__iexact=f"{word} {int(number)}")
        if word
        else rows.filter(reference__endswith=f" {int(number)}")
    )
    return list(rows.order_by("reference")[:MOST])


def find_possible_same(
    names: list[str], birth: PartialDate | None, user, told_apart: frozenset[str] = frozenset(), most: int = 5
) -> list[Hit]:
    """People already known who may be the one being registered, and what is alike, in words."""
    names = [name for name in names if sum(letter.isalpha() for letter in name) >= LETTERS_NEEDED]
    if not names:
        return []
    found = [
        one
        for one in find_alike(names, user, limit=most + len(told_apart))
        if one.match.score >= LIKE_ENOUGH and str(one.case.pk) not in told_apart
    ][:most]
    keyring().load(one.case.victim_id for one in found)
    hits = [
        Hit(one.case, [WHY[one.match.reason], *births_alike(birth, one.case.victim.birth_date)])
        for one in found
    ]
    return _with_holders(hits)


def births_alike(one: PartialDate | None, other: PartialDate | None) -> list[Promise]:
    """What two dates of birth have in common, in words; nothing when they have not."""
    if one is None or other is None:
        return []
    if one == other and one.precision == "day":
        return [_("same date of birth")]
    if one.year == other.year:
        return [_("same year of birth")]
    today: date = timezone.localdate()
    (youngest, oldest), (least, most) = one.age_on(today), other.age_on(today)
    if least - AGE_MAY_DIFFER <= oldest and youngest <= most + AGE_MAY_DIFFER:
        return [_("about the same age")]
    return []


def _with_holders(hits: list[Hit]) -> list[Hit]:
    """The same cases with stages and holders, in two queries however many they are."""
    prefetch_related_objects([hit.case for hit in hits], *holders_and_stages())
    return hits
