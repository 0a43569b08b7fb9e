"""The fields of HTCDS 2.0 and ours beside them: their spellings, and where their values go."""

from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.db import models

from casework.sealing.fields import SealedField
from casework.standards import tables
from casework.standards.countries import resolve_country
from casework.standards.languages import languages, resolve_language, to_iso639_2
from casework.standards.lists import is_extension, resolve
from casework.victims.models import (
    Case,
    ConnectedOrganisation,
    Consent,
    ContactPoint,
    StatusClaim,
    TraffickingEvent,
    TraffickingExperience,
    Victim,
)

DATA = Path(__file__).parent / "data" / "htcds_columns.csv"

# The records a row is made of: the model, and what tells it from its siblings.
RECORDS: dict[str, tuple[type[models.Model], dict[str, str]]] = {
    "person": (Victim, {}),
    "case": (Case, {}),
    "mobile": (ContactPoint, {"kind": "mobile"}),
    "home_phone": (ContactPoint, {"kind": "home_phone"}),
    "messaging": (ContactPoint, {"kind": "messaging"}),
    "email": (ContactPoint, {"kind": "email"}),
    "postal": (ContactPoint, {"kind": "postal"}),
    "trusted_person": (ContactPoint, {"kind": "trusted_person"}),
    "claim": (StatusClaim, {}),
    "experience": (TraffickingExperience, {}),
    "event": (TraffickingEvent, {}),
    "consent": (Consent, {}),
    "referring": (ConnectedOrganisation, {"part": "referring"}),
    "referred": (ConnectedOrganisation, {"part": "referred"}),
}
CODED = ("code", "codes", "consent")
NON_ANSWERS = ("unknown", "declined")
# What the standard offers for codes of ours that it does not have; the rest has no place in it.
NEAREST = {
    ("method_of_control", "RestrictsMovement"): "Other",
    ("type_of_exploitation", "ForcedCriminality"): "Other",
    ("relationship_to_trafficker", "IntimatePartner"): "Familial",
}
CONSENT_WRITTEN = {"given": "TRUE", "refused": "FALSE", "withdrawn": "FALSE"}
EXACT = "loc_"


@dataclass(frozen=True)
class HtcdsField(tables.Entry):
    """A field of the standard, or one of ours beside it (`loc_`), and where its value is kept."""

    level: str = ""
    record: str = ""
    attribute: str = ""
    kind: str = ""
    list_name: str = ""
    exact_of: str = ""

    @property
    def is_kept(self) -> bool:
        return bool(self.record)

    @cached_property
    def model_field(self) -> Any:
        """The field of the model; None where the value decides something else, such as the holder."""
        if not self.record or self.kind == "owner":
            return None
        return RECORDS[self.record][0]._meta.get_field(self.attribute)

    @property
    def is_sealed(self) -> bool:
        """Whether its values may never be shown outside the case."""
        return self.kind == "owner" or isinstance(self.model_field, SealedField)

    @property
    def takes_answers(self) -> bool:
        return bool(getattr(self.model_field, "answers", False))

    @property
    def has_exact(self) -> bool:
        """Whether a column of ours stands beside it for what the standard has no word for."""
        return self.level != "local" and self.kind in CODED

    def code_for(self, text: str) -> str | None:
        """The code meant by a code, a label in English or French, or a known spelling."""
        if self.list_name == "country":
            code = resolve_country(text)
        elif self.list_name == "language":
            code = resolve_language(text)
        else:
            code = resolve(self.list_name, text)
        return code or (resolve("non_answer", text) if self.takes_answers else None)

    def written(self, code: str) -> str:
        """A code as the standard writes it; empty where the standard has nothing for it."""
        if self.kind == "consent":
            return CONSENT_WRITTEN.get(code, "")
        if self.level == "local":
            return code
        if code in NON_ANSWERS:
            return ""
        if self.list_name == "country":
            return code
        if self.list_name == "language":
            # A code for a whole group of languages leads back to none of them.
            known = to_iso639_2(code) if code in languages() else ""
            return known if resolve_language(known) else ""
        return NEAREST.get((self.list_name, code), "") if is_extension(self.list_name, code) else code


@cache
def fields() -> dict[str, HtcdsField]:
    """Every field by its machine name, in the order in which a workbook is written."""
    found: dict[str, HtcdsField] = {}
    for row in tables.rows(str(DATA)):
        field = HtcdsField(
            code=row["name"],
            label_en=row["label"],
            label_fr=row["label_fr"],
            aliases=tables.several(row["spellings"]),
            level=row["level"],
            record=row["record"],
            attribute=row["attribute"],
            kind=row["kind"],
            list_name=row["list"],
        )
        found[field.code] = field
    exact = [
        replace(
            field,
            code=EXACT + field.code,
            label_en=f"{field.label_en} (exact)",
            label_fr=f"{field.label_fr} (exact)",
            aliases=(),
            level="local",
            exact_of=field.code,
        )
        for field in found.values()
        if field.has_exact
    ]
    return found | {field.code: field for field in exact}
