"""Words that exist nowhere else, put into every sealed field through the services and the pages."""

from collections.abc import Callable, Iterator

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.urls import reverse

from casework.access.database import acting_as
from casework.access.walls import NEVER
from casework.exchange.models import WorkbookImport
from casework.records import CaseRecord
from casework.sealing.fields import SealedBytesField, SealedDateField, SealedField, SealedTextField
from casework.victims import services
from casework.victims.models import Case, ConflictOfInterest, SuspectedPerson, Victim
from tests import factories
from tests.exchange.workbooks import PERSON, template

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


def planted(model: type[models.Model], word: str) -> dict[str, str | bytes]:
    """A value for each sealed field of a model, every text beginning with the word."""
    values = {}
    for number, field in enumerate(sealed_fields(model)):
        if isinstance(field, SealedTextField):
            values[field.name] = f"{word}{number}"
        elif isinstance(field, SealedDateField):
            values[field.name] = DAY
        elif isinstance(field, SealedBytesField):
            values[field.name] = f"{word}{number}".encode()
    return values


def plant(world) -> list[Case]:
    """A case for each word, person and records full of it; changed once, so that history holds it too."""
    cases = []
    for word in WORDS:
        person = planted(Victim, word)
        case = factories.make_case(world.caseworker, person=person)
        for model in case_records():
            if model is not ConflictOfInterest:
                plant_record(model, case, planted(model, word))
        with acting_as(world.caseworker):
            services.record_suspect(
                suspect=SuspectedPerson(case=case, names=f"{word} compared"), by=world.caseworker
            )
            services.change_person(case=case, changes={"family_name": f"{word} changed"}, by=world.caseworker)
            services.change_case_status(
                case=case, status="Closed", reason=f"{word} closed", by=world.caseworker
            )
        # Whoever is kept out sees no more of the case, so this is said of a colleague.
        with acting_as(world.officer):
            services.record_conflict(
                case=case, staff=world.colleague, kind="other", explanation=f"{word} explained",
                by=world.officer,
            )  # fmt: skip
        cases.append(case)
    return cases


def plant_record(model: type[CaseRecord], case: Case, values: dict[str, str | bytes]) -> None:
    """A record of a case with these sealed values, its texts changed once."""
    if not values:
        return
    maker = factories.maker_of(model, case)
    with acting_as(maker):
        record = factories.record(model, case, **factories.FOR_SEALED_VALUES.get(model.__name__, {}))
        for name, value in values.items():
            setattr(record, name, value)
        services.record_for_case(record=record, by=maker)
        if model.Wall.changed == NEVER:
            return
        texts = {name: value for name, value in values.items() if isinstance(value, str)}
        changes = {name: f"{text} changed" for name, text in texts.items() if text != DAY}
        services.change_record(record=record, changes=changes, by=maker)


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


def workbook() -> bytes:
    """A filled HTCDS template: for each word a person who comes in, and one who is refused."""
    rows = []
    for word in WORDS:
        person = {
            **PERSON, "First Name": word, "Second Name": f"{word} imported", "Birthdate": "23/10/1907",
            "Mobile Phone": f"+243 {word}", "Mailing Street": f"{word} street",
            "Incoming Referral Details": f"{word} was referred", "Location of Recruitment": f"{word} town",
        }  # fmt: skip
        rows += [person, {**person, "Gender": f"{word} is no gender", "Birthdate": f"31/02/1907 {word}"}]
    return template(rows)


def bring_in_workbook(client, caseworker, content: bytes, work: Callable[[], None]) -> WorkbookImport:
    """The whole way of a workbook through its pages; `work` lets the worker do what is waiting."""
    client.force_login(caseworker)
    file = SimpleUploadedFile(f"{WORDS[0]}.xlsx", content)
    uploaded = client.post(reverse("workbook-upload"), {"workbook": file, "purpose": "drill"})
    with acting_as(caseworker):
        run = WorkbookImport.objects.get()
    assert uploaded["Location"] == reverse("workbook-columns", args=[run.pk])
    for name, chosen in (("workbook-columns", {"address_meaning": "label"}), ("workbook-trial", {})):
        client.get(reverse(name, args=[run.pk]))
        started = client.post(reverse(name, args=[run.pk]), chosen)
        assert started["Location"] == reverse("workbook-progress", args=[run.pk])
        work()
    for name in ("workbook-report", "workbook-refusals", "workbook-list"):
        assert client.get(reverse(name, args=[run.pk] * (name != "workbook-list"))).status_code == 200
    with acting_as(caseworker):
        run.refresh_from_db()
    return run


def write_out_workbook(client, officer) -> None:
    """The cases of the organisation written into a workbook, as its page does it."""
    client.logout()
    client.post(reverse("account_login"), {"login": officer.email, "password": factories.PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    written = client.post(reverse("workbook-export"), {"reason": "office", "cases": "all"})
    assert written.content.startswith(b"PK")
