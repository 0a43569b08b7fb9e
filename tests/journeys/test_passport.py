"""A passport: kept by the trafficker, got back, its zone read, a difference found, an expert asked."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from casework.standards.dates import PartialDate
from casework.victims.models import ExpertExamination, TravelDocument
from tests import factories
from tests.standards.test_mrz import TD3
from tests.victims import files


def test_passport_from_the_trafficker_to_the_expert(world, sign_in):
    case = factories.make_case(
        world.caseworker,
        person={"given_names": "Anna Maria", "family_name": "Eriksson", "birth_date": PartialDate(1976)},
    )
    client = sign_in(world.caseworker)

    def go(name, *keys, **values):
        address = reverse(name, args=[case.pk, *keys])
        answer = client.post(address, values) if values else client.get(address)
        assert answer.status_code in (200, 302), (name, answer.status_code)
        return answer.content.decode()

    def record(model):
        with factories.acting_as(world.caseworker):
            return model.objects.get(case=case)

    go("document-add", kind="passport", holder="withheld")
    assert "Withheld by the trafficker" in go("case-documents")
    assert "A document is withheld" in client.get(reverse("my-day")).content.decode()

    passport = record(TravelDocument)
    seen = passport.updated_at.isoformat()
    go(
        "document-edit",
        passport.pk,
        kind="passport",
        holder="with_us",
        holder_details="Envelope 12",
        seen=seen,
    )
    assert "A document is withheld" not in client.get(reverse("my-day")).content.decode()

    found = go("document-zone", passport.pk, machine_zone=TD3.replace("\n", " ").lower(), check="1")
    assert "All check digits fit" in found and "of the person" in found and "12 August 1974" in found
    seen = record(TravelDocument).updated_at.isoformat()
    go("document-zone", passport.pk, machine_zone=TD3, fills_gaps="on", seen=seen)
    passport = record(TravelDocument)
    assert (passport.number, passport.holder) == ("L898902C3", "with_us")
    with factories.acting_as(world.caseworker):
        assert type(case.victim).objects.get(pk=case.victim_id).birth_date == PartialDate(1976)
    assert "1 difference" in go("case-documents")

    scan = SimpleUploadedFile("eriksson.jpg", files.photo_with_place())
    go(
        "attachment-add",
        "document",
        passport.pk,
        file=scan,
        kind="document_scan",
        title="Page with the photo",
    )
    go("examination-add", passport.pk, examined_on="h", check_photo="does_not_fit", conclusion="doubt")
    due = timezone.localdate() - datetime.timedelta(days=1)
    go(
        "expert-add",
        passport.pk,
        asked_whom="Laboratory",
        asked_on=f"{due:%d/%m/%Y}",
        due_on=f"{due:%d/%m/%Y}",
    )
    assert "An expert’s answer is late" in client.get(reverse("my-day")).content.decode()
    go(
        "expert-answer",
        record(ExpertExamination).pk,
        answered_on="h",
        conclusion="no_doubt",
        answer="Genuine.",
    )

    page = go("case-documents")
    for words in ("Page with the photo", "Doubt", "Genuine.", "Envelope 12"):
        assert words in page
    events = client.get(reverse("case-detail", args=[case.pk])).content.decode()
    for words in ("Document recorded", "File added", "Document examined", "Expert answered"):
        assert words in events
    assert "L898902C3" not in page + events
