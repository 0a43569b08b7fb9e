"""Valid records. People and cases are made by the services, as a person of staff would make them."""

from casework.access.database import acting_as
from casework.assistance import services as assistance
from tests.factories.cases import add_records, agree, codes, make_case
from tests.factories.records import (
    COMPUTED,
    FOR_SEALED_VALUES,
    PARENTS,
    PIXEL,
    REQUIRED,
    finished_assessment,
    indicator_set,
    maker_of,
    record,
)
from tests.factories.shelters import beds_of, make_shelter, make_stay, unsaved_stay
from tests.factories.staff import PASSWORD, OrganisationFactory, StaffFactory, World, owner_connection

__all__ = [
    "COMPUTED", "FOR_SEALED_VALUES", "PARENTS", "PASSWORD", "PIXEL", "REQUIRED", "OrganisationFactory",
    "StaffFactory", "World", "acting_as", "add_records", "agree", "assistance", "beds_of", "codes",
    "finished_assessment", "indicator_set", "make_case", "make_shelter", "make_stay", "maker_of",
    "owner_connection", "record", "unsaved_stay",
]  # fmt: skip
