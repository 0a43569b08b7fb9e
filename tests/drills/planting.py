"""Words that exist nowhere else, put into every sealed field through the services and the pages."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from casework.access.database import acting_as
from casework.assistance.models import Incident, ShelterStay
from casework.records import CaseRecord
from casework.sealing.fields import SealedDateField, SealedField, SealedTextField
from casework.victims import services
from casework.victims.models import Case, Victim
from tests import factories

# Two scripts, since an index or a log may keep one and spoil the other.
WORDS = ("Quvixorn", "Жувиксорн")
DAY = "1907-10-23"


def sealed_fields(model: type[models.Model]) -> list[SealedField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]


def case_records() -> Iterator[type[CaseRecord]]:
    """Every kind of record that hangs on a case."""
    for model in apps.get_models():
        if issubclass(model, CaseRecord):
            yield model


def planted(model: type[models.Model], word: str) -> dict[str, str]:
    """A value for each sealed field of a model, every text beginning with the word."""
    values = {}
    for number, field in enumerate(sealed_fields(model)):
        if isinstance(field, SealedTextField):
            values[field.name] = f"{word}{number}"
        elif isinstance(field, SealedDateField):
            values[field.name] = DAY
    return values


def plant(world) -> list[Case]:
    """A case for each word, person and records full of it; changed once, so that history holds it too."""
    cases = []
    for word in WORDS:
        person = planted(Victim, word)
        case = factories.make_case(world.caseworker, person=person)
        with acting_as(world.caseworker):
            for model in case_records():
                values = planted(model, word)
                if values and model in (ShelterStay, Incident):
                    record = factories.record(model, case)
                    for name, value in values.items():
                        setattr(record, name, value)
                elif values:
                    record = model(case=case, **required(model), **values)
                if values:
                    services.record_for_case(record=record, by=world.caseworker)
                    changes = {name: f"{value} changed" for name, value in values.items() if value != DAY}
                    services.change_record(record=record, changes=changes, by=world.caseworker)
            services.change_person(case=case, changes={"family_name": f"{word} changed"}, by=world.caseworker)
            services.change_case_status(
                case=case, status="Closed", reason=f"{word} closed", by=world.caseworker
            )
        cases.append(case)
    return cases


def required(model: type[models.Model]) -> dict[str, str]:
    """The first code for every coded field that may not be empty in a sensible record."""
    codes = {
        "StatusClaim": {"status": "PossibleVictimOfTrafficking", "deciding_organisation": "NGO"},
        "ContactPoint": {"kind": "mobile", "safety": "safe"},
        "Consent": {"purpose": "interview", "status": "given", "form": "written"},
        "ConnectedOrganisation": {"part": "referring"},
        "TraffickingEvent": {"kind": "Recruitment"},
        "AssistanceService": {"service": "counselling"},
    }
    return codes.get(model.__name__, {})


def type_into_pages(client, caseworker, case: Case) -> None:
    """The same words as a browser sends them: searched for, registered, logged, shown on pages."""
    client.force_login(caseworker)
    for word in WORDS:
        answers = [
            client.post("/people/find/", {"q": f"{word} searched"}),
            client.post("/people/alike/", {"given_names": word, "family_name": f"{word} alike"}),
            client.post("/people/register/", {"given_names": word, "family_name": f"{word} typed"}),
            client.post(
                f"/cases/{case.pk}/assistance/log/", {"service": "counselling", "note": f"{word} typed"}
            ),
            client.get(f"/cases/{case.pk}/"),
            client.get("/cases/"),
        ]
        assert {answer.status_code for answer in answers} <= {200, 302, 422}
