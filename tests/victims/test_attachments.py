"""Files of a case: kept sealed, looked at and taken out with a record of it, hidden from others."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from casework.access.models import AccessEvent, Action
from casework.victims import services, uploads
from casework.victims.models import Attachment, SuspectedPerson
from tests import factories
from tests.victims import files

NAME = "Zéphyrelle passport.jpg"


@pytest.fixture
def claim(world, acting):
    return factories.add_records(world.case, world.caseworker)[3]


@pytest.fixture
def page(world):
    return reverse("attachment-add", args=[world.case.pk, "case", world.case.pk])


def upload(content: bytes, **values):
    chosen = SimpleUploadedFile(NAME, content, content_type="image/jpeg")
    return {"file": chosen, "kind": "document_scan", "title": "عنوان 🛂 title", **values}


def kept(world, acting):
    with acting(world.caseworker):
        return Attachment.objects.filter(case=world.case).first()


def attached(world, content=None, **values):
    with factories.acting_as(world.caseworker):
        return services.attach_file(
            case=world.case, file=uploads.clean_file(content or files.image()), kind="other",
            by=world.caseworker, **values,
        )  # fmt: skip


def test_file_is_kept_with_the_case_under_a_neutral_name(world, sign_in, acting, page):
    client = sign_in(world.caseworker)
    assert client.get(page).status_code == 200
    answer = client.post(page, upload(files.photo_with_place()))
    assert answer.status_code == 302
    attachment = kept(world, acting)
    assert (attachment.media_type, attachment.attached_to) == ("image/jpeg", None)
    detail = client.get(reverse("attachment-detail", args=[world.case.pk, attachment.pk]))
    assert "عنوان 🛂 title" in detail.content.decode() and NAME not in detail.content.decode()
    taken = client.post(reverse("attachment-download", args=[world.case.pk, attachment.pk]))
    reference = world.case.reference.replace(" ", "-")
    assert taken["Content-Disposition"] == f'attachment; filename="{reference}-document-1.jpg"'
    assert taken["X-Content-Type-Options"] == "nosniff" and "no-store" in taken["Cache-Control"]
    assert taken["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert files.MARK not in taken.content
    assert Image.open(io.BytesIO(taken.content)).size == (60, 40)


def test_file_hangs_on_the_record_of_the_address(world, sign_in, acting, claim):
    address = reverse("attachment-add", args=[world.case.pk, "claim", claim.pk])
    answer = sign_in(world.caseworker).post(address, upload(files.pdf()))
    assert answer.status_code == 302
    attachment = kept(world, acting)
    assert (attachment.attached_to_kind, attachment.attached_to) == ("claim", claim.pk)


def test_image_is_shown_to_a_page_of_ours_only(world, sign_in):
    attachment = attached(world)
    address = reverse("attachment-image", args=[world.case.pk, attachment.pk])
    client = sign_in(world.caseworker)
    shown = client.get(address, headers={"Sec-Fetch-Dest": "image"})
    assert shown["Content-Type"] == "image/jpeg" and "sandbox" in shown["Content-Security-Policy"]
    assert "no-store" in shown["Cache-Control"]
    assert client.get(address, headers={"Sec-Fetch-Dest": "document"}).status_code == 404
    letter = attached(world, files.pdf())
    assert client.get(reverse("attachment-image", args=[world.case.pk, letter.pk])).status_code == 404
    page = client.get(reverse("attachment-detail", args=[world.case.pk, letter.pk])).content.decode()
    assert "A PDF is not shown here" in page and "<img" not in page


def test_looking_and_taking_out_are_recorded_before_anything_is_shown(world, sign_in):
    attachment = attached(world)
    client = sign_in(world.caseworker)
    client.get(reverse("attachment-image", args=[world.case.pk, attachment.pk]))
    client.post(reverse("attachment-download", args=[world.case.pk, attachment.pk]))
    with factories.acting_as(world.caseworker):
        recorded = set(AccessEvent.objects.values_list("action", "detail"))
    assert (Action.REVEALED, "attachment.image") in recorded
    assert (Action.EXPORTED, "attachment.file") in recorded
    readers = client.get(reverse("case-readers", args=[world.case.pk])).content.decode()
    assert "exported: a file" in readers


def test_hidden_names_hide_title_and_image(world, sign_in):
    attachment = attached(world, title="Zéphie passport")
    world.caseworker.hide_names = True
    world.caseworker.save(update_fields=["hide_names"])
    page = sign_in(world.caseworker).get(reverse("attachment-detail", args=[world.case.pk, attachment.pk]))
    assert "Zéphie" not in page.content.decode() and "<img" not in page.content.decode()


@pytest.mark.parametrize(
    "content", [b"MZ" + b"\x00" * 90, files.pdf(S="JavaScript"), b"<svg/>"], ids=["exe", "script", "svg"]
)
def test_refused_file_says_why_and_what_was_typed_stays(world, sign_in, acting, page, content):
    answer = sign_in(world.caseworker).post(page, upload(content, title="typed title"))
    html = answer.content.decode()
    assert "There is a problem" in html and "typed title" in html and "File: " in html
    assert kept(world, acting) is None


def test_too_big_and_missing_files_are_refused(world, sign_in, acting, page, settings):
    client = sign_in(world.caseworker)
    assert "choose a file" in client.post(page, {"kind": "other"}).content.decode()
    assert "this file is empty" in client.post(page, upload(b"")).content.decode()
    settings.ATTACHMENT_MAX_BYTES = 1000
    assert "larger than" in client.post(page, upload(b"x" * 1001)).content.decode()
    assert kept(world, acting) is None


def test_pressing_twice_keeps_one_file(world, sign_in, acting, page):
    client = sign_in(world.caseworker)
    once = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
    for _press in range(2):
        assert client.post(page, upload(files.image(), once=once)).status_code == 302
    with acting(world.caseworker):
        assert Attachment.objects.filter(case=world.case).count() == 1


def test_unknown_kinds_and_records_of_others_are_not_found(world, sign_in, claim):
    client = sign_in(world.caseworker)
    theirs = factories.add_records(world.other_case, world.stranger)[3]
    for kind, key in (
        ("claim", theirs.pk), ("nothing", claim.pk), ("event", claim.pk), ("case", world.other_case.pk),
        ("attachment", attached(world).pk),
    ):  # fmt: skip
        address = reverse("attachment-add", args=[world.case.pk, kind, key])
        assert client.get(address).status_code == 404
        assert client.post(address, upload(files.image())).status_code == 404


def test_other_organisation_finds_nothing(world, sign_in):
    attachment = attached(world)
    client = sign_in(world.stranger)
    for name in ("attachment-detail", "attachment-image"):
        assert client.get(reverse(name, args=[world.case.pk, attachment.pk])).status_code == 404
        assert client.get(reverse(name, args=[world.other_case.pk, attachment.pk])).status_code == 404
    assert client.post(reverse("attachment-download", args=[world.case.pk, attachment.pk])).status_code == 404


def test_entered_in_error_leaves_the_pages_and_history_keeps_digest_and_no_copy(world, sign_in, acting):
    attachment = attached(world)
    client = sign_in(world.caseworker)
    answer = client.post(reverse("record-in-error", args=[world.case.pk, "attachment", attachment.pk]))
    assert answer.status_code == 302
    with acting(world.caseworker):
        assert not Attachment.objects.live().exists()
        versions = list(Attachment.history.filter(id=attachment.pk))
        assert len(versions) == 2 and versions[0].digest == attachment.digest
        assert not hasattr(versions[0], "content")
        assert Attachment.objects.get().content == attachment.content
    history = client.get(reverse("case-history", args=[world.case.pk]))
    assert history.status_code == 200 and "\\x" not in history.content.decode()


def test_lists_read_no_content(world, sign_in, django_assert_num_queries):
    attached(world)
    with factories.acting_as(world.caseworker), django_assert_num_queries(1) as queries:
        list(Attachment.objects.filter(case=world.case))
    assert '"content"' not in queries[0]["sql"]


def test_file_is_told_on_the_timeline_without_its_title(world, sign_in):
    attached(world, title="Zéphie passport")
    html = sign_in(world.caseworker).get(reverse("case-detail", args=[world.case.pk])).content.decode()
    assert "File added" in html and "Zéphie" not in html


def test_no_file_hangs_on_what_is_kept_apart(world, sign_in, acting):
    """Whoever reads a case reads its files: those of a suspected person would be among them."""
    with acting(world.caseworker):
        suspect = factories.record(SuspectedPerson, world.case)
        services.record_suspect(suspect=suspect, by=world.caseworker)
    page = reverse("attachment-add", args=[world.case.pk, "suspect", suspect.pk])
    client = sign_in(world.caseworker)
    assert client.get(page).status_code == 404
    assert client.post(page, upload(files.image())).status_code == 404
    with pytest.raises(ValidationError):
        attached(world, to=suspect, to_kind="suspect")
    assert kept(world, acting) is None


def test_file_hangs_on_a_record_of_its_own_case(world, claim):
    other = factories.make_case(world.caseworker, person={"given_names": "Beside"})
    with factories.acting_as(world.caseworker), pytest.raises(ValidationError):
        services.attach_file(
            case=other, file=uploads.clean_file(files.image()), kind="other", to=claim, to_kind="claim",
            by=world.caseworker,
        )  # fmt: skip
