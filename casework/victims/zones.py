"""A machine-readable zone beside what was recorded: differences in words, nothing overwritten."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from anyascii import anyascii
from django.utils.translation import gettext as _

from casework.standards.countries import country_label
from casework.standards.dates import PartialDate, format_date
from casework.standards.lists import label
from casework.standards.mrz import Zone, state_in_words
from casework.victims.models import TravelDocument, Victim

# Doc 9303 part 3, section 6: letters with more than their base letter. Some states write XX instead.
EXPANDED = {
    "Ä": "AE", "Æ": "AE", "Å": "AA", "Ö": "OE", "Ø": "OE", "Œ": "OE", "Ü": "UE", "Þ": "TH",
    "Ĳ": "IJ", "Ð": "D",
}  # fmt: skip
WITH_XX = {"Ü": "UXX", "Ñ": "NXX"}
CYRILLIC = {
    "А": "A", "Б": "B", "В": "V", "Г": "G", "Д": "D", "Е": "E", "Ё": "E", "Ж": "ZH", "З": "Z", "И": "I",
    "Й": "I", "К": "K", "Л": "L", "М": "M", "Н": "N", "О": "O", "П": "P", "Р": "R", "С": "S", "Т": "T",
    "У": "U", "Ф": "F", "Х": "KH", "Ц": "TS", "Ч": "CH", "Ш": "SH", "Щ": "SHCH", "Ъ": "IE", "Ы": "Y",
    "Ь": "", "Э": "E", "Ю": "IU", "Я": "IA", "І": "I", "Ї": "I", "Є": "IE", "Ґ": "G",
}  # fmt: skip
# Scripts whose letters do not stand for Latin ones one by one: such a name is compared by eye.
LATIN_LIKE = ("LATIN", "CYRILLIC", "GREEK")
GENDERS = {"F": "Feminine", "M": "Masculine"}


@dataclass(frozen=True)
class Difference:
    """One field in which the zone differs from the document, or, with `of_person`, from the person."""

    label: str
    in_zone: str
    recorded: str
    of_person: bool = False


def differences(zone: Zone, document: TravelDocument, victim: Victim) -> list[Difference]:
    """Every field in which a zone differs from what is recorded; what is not recorded does not differ."""
    return [*_of_document(zone, document), *_of_person(zone, victim)]


def fields_for_gaps(zone: Zone, document: TravelDocument) -> dict[str, Any]:
    """What a zone says of fields that are still empty; nothing from a part of the zone that does not fit."""
    doubted = {finding.code.partition("_")[0] for finding in zone.findings}
    expiry = zone.expiry.earliest if zone.expiry and zone.expiry.precision == "day" else None
    said = {
        "number": ("number", zone.number), "surname": ("name", zone.surname),
        "given_names": ("name", zone.given_names), "birth_date": ("birth", zone.birth),
        "sex": ("sex", zone.sex), "expires_on": ("expiry", expiry),
        "nationality": ("nationality", zone.nationality_country),
        "issuing_state": ("state", zone.issuing_country),
    }  # fmt: skip
    return {
        name: value
        for name, (part, value) in said.items()
        if value and part not in doubted and not getattr(document, name)
    }


def _of_document(zone: Zone, document: TravelDocument) -> list[Difference]:
    found = []
    if document.number and _signs(document.number) != zone.number:
        found.append(Difference(_("Document number"), _("another number"), _("not shown")))
    found += _names(zone, document.surname, document.given_names)
    found += _dates(_("Date of birth"), zone.birth, document.birth_date)
    expiry = PartialDate.from_day(document.expires_on) if document.expires_on else None
    found += _dates(_("Expires on"), zone.expiry, expiry)
    if document.sex and zone.sex and document.sex != zone.sex:
        sexes = (label("document_sex", zone.sex), label("document_sex", document.sex))
        found.append(Difference(_("Sex"), *sexes))
    for name, code, country, recorded in (
        (_("Issued by the state of"), zone.state, zone.issuing_country, document.issuing_state),
        (_("Nationality"), zone.nationality, zone.nationality_country, document.nationality),
    ):
        if len(recorded) == 2 and recorded != country:
            found.append(Difference(name, state_in_words(code), country_label(recorded)))
    return found


def _of_person(zone: Zone, victim: Victim) -> list[Difference]:
    given = f"{victim.given_names} {victim.middle_names}".strip()
    found = [] if _is_other_name(zone, victim) else _names(zone, victim.family_name, given)
    found += _dates(_("Date of birth"), zone.birth, victim.birth_date)
    wanted = GENDERS.get(zone.sex, "")
    if wanted and victim.gender in GENDERS.values() and victim.gender != wanted:
        sexes = (label("document_sex", zone.sex), label("gender", victim.gender))
        found.append(Difference(_("Sex or gender"), *sexes))
    citizen = [code for code in victim.citizenships if len(code) == 2]
    if citizen and zone.nationality and zone.nationality_country not in citizen:
        recorded = ", ".join(country_label(code) for code in citizen)
        found.append(Difference(_("Nationality"), state_in_words(zone.nationality), recorded))
    return [Difference(one.label, one.in_zone, one.recorded, of_person=True) for one in found]


def _names(zone: Zone, surname: str, given_names: str) -> list[Difference]:
    pairs = ((_("Surname"), zone.surname, surname), (_("Given names"), zone.given_names, given_names))
    return [
        Difference(name, in_zone or _("nothing"), recorded)
        for name, in_zone, recorded in pairs
        if recorded and not is_compared_by_eye(recorded) and not is_same_name(in_zone, recorded, zone.is_cut)
    ]


def _is_other_name(zone: Zone, victim: Victim) -> bool:
    """Whether the zone carries a name that is known as another name of the person, in whatever order."""
    whole = sorted(f"{zone.surname} {zone.given_names}".split())
    others = [victim.name_on_documents, *victim.other_names.splitlines()]
    return any(whole == sorted(words) for name in others for words in spellings(name))


def _dates(name: str, in_zone: PartialDate | None, recorded: PartialDate | None) -> list[Difference]:
    """Dates agree when they may be the same day, as far as each is known."""
    if in_zone is None or recorded is None:
        return []
    if in_zone.earliest <= recorded.latest and recorded.earliest <= in_zone.latest:
        return []
    return [Difference(name, format_date(in_zone), format_date(recorded))]


def is_same_name(in_zone: str, recorded: str, is_cut: bool = False) -> bool:
    """Whether a recorded name can have been written like this in a zone (transliterated, perhaps cut)."""
    wanted = in_zone.split()
    for words in spellings(recorded):
        if "".join(words) == "".join(wanted):
            return True
        if is_cut and len(wanted) <= len(words):
            pairs = zip(wanted, words, strict=False)
            if all(whole.startswith(part) for part, whole in pairs):
                return True
    return False


def spellings(name: str) -> list[list[str]]:
    """The ways in which states write a name in a zone: words in capital letters without marks."""
    # NFC: a letter and its mark are one sign of the tables.
    upper = unicodedata.normalize("NFC", name).upper()
    tables: tuple[dict[str, str], ...] = (EXPANDED, {}, EXPANDED | WITH_XX)
    found: list[list[str]] = []
    for table in tables:
        written = "".join((table | CYRILLIC).get(sign, sign) for sign in upper)
        words = re.sub(r"[^A-Z ]", "", re.sub(r"[\s,\-‐‑]+", " ", anyascii(written).upper())).split()
        if words and words not in found:
            found.append(words)
    return found


def is_compared_by_eye(name: str) -> bool:
    """Whether a name is in a script of which zones give no letter by letter spelling."""
    letters = [sign for sign in name if sign.isalpha()]
    return any(not unicodedata.name(sign, "").startswith(LATIN_LIKE) for sign in letters)


def _signs(number: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFKC", number).upper())
