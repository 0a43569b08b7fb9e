"""What a zone says, and what does not fit in it."""

import datetime
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from casework.standards.dates import PartialDate
from casework.standards.mrz.digits import ALIKE, DIGITS, check_digit
from casework.standards.mrz.shapes import FILLER, Finding, Shape, laid_out
from casework.standards.mrz.states import country_of, known_states

# A document that is valid for longer than this is not issued.
LONGEST_VALIDITY = 50
CENTURIES = (2000, 1900)


@dataclass
class Zone:
    """What a zone says, and what does not fit in it."""

    format: str
    lines: tuple[str, ...]
    code: str = ""
    state: str = ""
    surname: str = ""
    given_names: str = ""
    number: str = ""
    nationality: str = ""
    birth: PartialDate | None = None
    sex: str = ""
    expiry: PartialDate | None = None
    optional: str = ""
    is_cut: bool = False
    findings: list[Finding] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The zone as it stands on the document, line by line."""
        return "\n".join(self.lines)

    @property
    def issuing_country(self) -> str:
        """The alpha-2 code of the issuing state; empty for an organisation."""
        return country_of(self.state)

    @property
    def nationality_country(self) -> str:
        return country_of(self.nationality)


def parse(text: str, today: datetime.date) -> Zone:
    """Read a zone as it was typed or pasted; UnreadableZone when it has the shape of none.

    Spaces, small letters and missing line breaks do not matter.
    """
    shape, lines, findings = laid_out(text)
    zone = Zone(shape.name, lines, findings=findings)
    parts = {name: lines[line][start:end] for name, (line, start, end) in shape.fields.items()}
    zone.code = parts["code"].rstrip(FILLER)
    zone.state = parts["state"].rstrip(FILLER)
    zone.nationality = parts["nationality"].rstrip(FILLER)
    zone.surname, zone.given_names, zone.is_cut = _names(parts["names"])
    zone.sex = {"M": "M", "F": "F", FILLER: "X", "X": "X"}.get(parts["sex"], "")
    zone.birth = _birth(zone, parts["birth"], today)
    zone.expiry = _expiry(zone, parts["expiry"], today)
    number, spare = _number(zone, shape, parts)
    zone.number = number.replace(FILLER, "")
    zone.optional = " ".join(filter(None, (spare + FILLER + parts.get("optional_2", "")).split(FILLER)))
    _check_digits(zone, shape, parts)
    _check_rest(zone, shape, parts)
    return zone


# The fields ----------------------------------------------------------------------------------------------
def _names(part: str) -> tuple[str, str, bool]:
    """Surname, given names, and whether they fill the zone, so that they may be cut."""
    surname, _mark, given = part.partition(FILLER * 2)
    return _spaced(surname), _spaced(given), not part.endswith(FILLER)


def _spaced(part: str) -> str:
    return " ".join(part.replace(FILLER, " ").split())


def _number(zone: Zone, shape: Shape, parts: dict[str, str]) -> tuple[str, str]:
    """The document number, and what is left of the optional data.

    A number of more than nine signs (TD1 and TD2) goes on in the optional data, ended by its check digit
    and a filler; in the usual place of the check digit stands a filler then.
    """
    number, optional = parts["number"], parts["optional"]
    line, place = shape.digits["number"]
    rest, _mark, spare = optional.partition(FILLER)
    if shape.name not in ("TD1", "TD2") or zone.lines[line][place] != FILLER or len(rest) < 2:
        return number, optional
    parts["long_number"], parts["long_digit"] = number + rest[:-1], rest[-1]
    return number + rest[:-1], spare


def _birth(zone: Zone, part: str, today: datetime.date) -> PartialDate | None:
    """A date of birth lies in the past: the latest century in which it does."""
    found = _dates(zone, part, ("birth", _("Date of birth")))
    return next((day for day in found if day.earliest <= today), None)


def _expiry(zone: Zone, part: str, today: datetime.date) -> PartialDate | None:
    """A date of expiry may be past or to come: the century nearest to today."""
    found = _dates(zone, part, ("expiry", _("Date of expiry")))
    return next((day for day in found if day.year < today.year + LONGEST_VALIDITY), None)


def _dates(zone: Zone, part: str, what: tuple[str, str]) -> list[PartialDate]:
    """The dates that six signs may mean, the later century first; unknown months and days are fillers."""
    code, name = what
    if set(part) <= {FILLER}:
        return []
    if not re.fullmatch(r"\d{2}(\d{2}(\d{2}|<<)|<{4})", part, re.ASCII):
        zone.findings.append(Finding(f"{code}_unreadable", _unreadable(name, part)))
        return []
    year, *rest = (int(part[start : start + 2]) for start in (0, 2, 4) if part[start] != FILLER)
    found = [day for century in CENTURIES if (day := _date(century + year, *rest))]
    if not found:
        told = _("%(field)s: there is no such day (%(part)s).") % {"field": name, "part": part}
        zone.findings.append(Finding(f"{code}_unreadable", told))
    return found


def _date(year: int, *rest: int) -> PartialDate | None:
    """A date, when there is one: the 29th of February is not in every century."""
    try:
        return PartialDate(year, *rest)
    except ValueError:
        return None


def _unreadable(name: str, part: str) -> str:
    told = _("%(field)s: only digits belong here, year first (%(part)s).") % {"field": name, "part": part}
    swaps = {sign for sign in part if sign not in DIGITS and ALIKE.get(sign, "") in DIGITS}
    return " ".join([told, *(_perhaps(sign) for sign in sorted(swaps))])


def _perhaps(sign: str) -> str:
    return _("Perhaps %(sign)s is %(other)s.") % {"sign": sign, "other": ALIKE[sign]}


# What does not fit ---------------------------------------------------------------------------------------
def _check_digits(zone: Zone, shape: Shape, parts: dict[str, str]) -> None:
    names = {
        "number": _("document number"), "birth": _("date of birth"), "expiry": _("date of expiry"),
        "optional": _("personal number"), "composite": _("whole zone"),
    }  # fmt: skip
    for what, (line, place) in shape.digits.items():
        covered, found = parts.get(what, ""), zone.lines[line][place]
        if what == "number" and "long_number" in parts:
            covered, found = parts["long_number"], parts["long_digit"]
        if what == "composite":
            covered = "".join(zone.lines[row][start:end] for row, start, end in shape.composite)
        if found == check_digit(covered) or (found == FILLER and _may_be_open(what, covered)):
            continue
        told = _("The check digit of the %(field)s does not fit.") % {"field": names[what]}
        hints = [] if what == "composite" else _hints(covered, found)
        zone.findings.append(Finding(f"{what}_digit", " ".join([told, *hints])))


def _may_be_open(what: str, covered: str) -> bool:
    """A personal number that is not there needs no check digit."""
    return what == "optional" and set(covered) <= {FILLER}


def _hints(covered: str, found: str) -> list[str]:
    """Single misreadings that would make the check digit right: said, never done."""
    if found in ALIKE and found not in DIGITS:
        return [_perhaps(found)]
    return [
        _("With %(other)s instead of %(sign)s at character %(place)s it would fit.")
        % {"other": ALIKE[sign], "sign": sign, "place": place + 1}
        for place, sign in enumerate(covered)
        if sign in ALIKE and check_digit(covered[:place] + ALIKE[sign] + covered[place + 1 :]) == found
    ]


def _check_rest(zone: Zone, shape: Shape, parts: dict[str, str]) -> None:
    if zone.code[:1] not in shape.starts:
        told = _("A zone of this size does not begin with %(code)s.") % {"code": zone.code or FILLER}
        zone.findings.append(Finding("code_unusual", told))
    for code, state in (("state", zone.state), ("nationality", zone.nationality)):
        if state not in known_states():
            told = _("“%(code)s” is not the code of a state.") % {"code": state or FILLER}
            zone.findings.append(Finding(f"{code}_unknown", told))
    if not zone.sex:
        told = _("Sex: M, F or < belongs here, not %(sign)s.") % {"sign": parts["sex"]}
        zone.findings.append(Finding("sex_unreadable", told))
    digits = sorted(set(parts["names"]) & DIGITS)
    if digits:
        hints = [_perhaps(sign) for sign in digits if sign in ALIKE]
        told = _("There is a digit in the name.")
        zone.findings.append(Finding("name_has_digit", " ".join([told, *hints])))
    if zone.is_cut:
        zone.findings.append(Finding("name_cut", _("The name fills its line and may be cut.")))
