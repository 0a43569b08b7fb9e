"""What may be kept of an upload, and every reason to refuse one."""

import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from casework.victims import uploads
from tests.victims import files

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def test_photo_loses_place_maker_and_comment():
    taken = files.photo_with_place()
    assert files.MARK in taken
    kept = uploads.clean_file(taken)
    assert kept.media_type == "image/jpeg"
    assert files.MARK not in kept.content and b"Exif" not in kept.content
    assert not dict(Image.open(io.BytesIO(kept.content)).getexif())


def test_photo_taken_sideways_stands_upright():
    kept = uploads.clean_file(files.photo_with_place(orientation=6))
    assert Image.open(io.BytesIO(kept.content)).size == (40, 60)


@pytest.mark.parametrize(
    ("kind", "mode", "media_type"),
    [("JPEG", "L", "image/jpeg"), ("JPEG", "CMYK", "image/jpeg"), ("PNG", "P", "image/png"),
     ("PNG", "RGBA", "image/png"), ("WEBP", "RGB", "image/webp"), ("WEBP", "RGBA", "image/webp")],
)  # fmt: skip
def test_images_of_every_kind_are_kept_in_their_format(kind, mode, media_type):
    kept = uploads.clean_file(files.image(kind, mode=mode))
    assert kept.media_type == media_type
    assert Image.open(io.BytesIO(kept.content)).size == (60, 40)
    assert len(kept.digest) == 64


def test_transparency_stays():
    kept = uploads.clean_file(files.image("PNG", mode="RGBA"))
    assert Image.open(io.BytesIO(kept.content)).getpixel((0, 0))[3] == 0


def test_large_photo_is_made_smaller(settings):
    settings.ATTACHMENT_MAX_SIDE = 100
    kept = uploads.clean_file(files.image(size=(400, 200)))
    assert Image.open(io.BytesIO(kept.content)).size == (100, 50)


def test_nothing_hidden_behind_an_image_is_kept():
    kept = uploads.clean_file(files.image() + b"PK\x03\x04" + files.MARK + b"<script>alert(1)</script>")
    assert files.MARK not in kept.content and b"<script" not in kept.content


def test_pdf_is_kept_as_it_is():
    content = files.pdf()
    assert uploads.clean_file(content) == uploads.CleanFile(content, "application/pdf")


def test_pdf_that_opens_on_a_page_is_kept():
    assert uploads.clean_file(files.pdf(S="GoTo")).media_type == "application/pdf"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty"),
        (b"MZ\x90\x00" + b"\x00" * 500, "not a JPEG, PNG, WebP or PDF"),
        (b"#!/bin/sh\nrm -rf /", "not a JPEG, PNG, WebP or PDF"),
        (SVG, "not a JPEG, PNG, WebP or PDF"),
        (files.image("GIF"), "not a JPEG, PNG, WebP or PDF"),
        (files.image("TIFF"), "not a JPEG, PNG, WebP or PDF"),
        (files.image()[:200], "not a JPEG, PNG, WebP or PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 40, "not a JPEG, PNG, WebP or PDF"),
        (b"<html>" + files.pdf(), "not a JPEG, PNG, WebP or PDF"),
        (files.pdf() + b"PK\x03\x04 a zip follows", "cut short, or something follows"),
        (files.pdf()[:-8], "cut short, or something follows"),
        (b"%PDF-1.7 nothing of the kind %%EOF", "cannot be read"),
        (files.pdf_without_pages(), "has no page"),
        (files.pdf_with_password(), "has a password"),
        (files.pdf_with_file(), "another file"),
        (files.pdf(S="JavaScript"), "holds a program"),
        (files.pdf(S="Launch"), "holds a program"),
        (files.pdf(S="SubmitForm"), "holds a program"),
        (files.pdf(S="URI"), "holds a program"),
        (files.pdf(S="GoTo", Next="URI"), "holds a program"),
        (files.pdf(AA="O"), "holds a program"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_may_not_be_kept_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(ValidationError) as refusal:
        uploads.clean_file(content)
    assert sentence in refusal.value.messages[0]


def test_name_written_with_escapes_is_seen_through():
    content = files.pdf(S="JavaScript").replace(b"/JavaScript", b"/J#61vaScript")
    with pytest.raises(ValidationError):
        uploads.clean_file(content)


def test_bomb_of_ten_thousand_by_ten_thousand_dots_is_refused():
    bomb = files.image("PNG", (10_000, 10_000), mode="1")
    assert len(bomb) < 100_000
    with pytest.raises(ValidationError, match="too many dots"):
        uploads.clean_file(bomb)


def test_too_large_file_is_refused_before_it_is_read(settings):
    settings.ATTACHMENT_MAX_BYTES = 100
    with pytest.raises(ValidationError, match="larger than"):
        uploads.clean_file(b"x" * 101)


def test_image_that_grows_when_written_anew_is_refused(settings):
    scan = Image.effect_noise((300, 300), 100).convert("RGB")
    written = io.BytesIO()
    scan.save(written, "JPEG", quality=5)
    settings.ATTACHMENT_MAX_BYTES = written.tell()
    with pytest.raises(ValidationError, match="larger than"):
        uploads.clean_file(written.getvalue())


def test_pdf_of_too_many_objects_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_PDF_OBJECTS", 2)
    with pytest.raises(ValidationError, match="too long"):
        uploads.clean_file(files.pdf())
