"""Files as they come from outside: what they are is read from their content, never from their name."""

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

FORMATS = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
WRITTEN_AS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
QUALITY = 85
PDF_START, PDF_END = b"%PDF-", b"%%EOF"
MOST_PDF_OBJECTS = 50_000
# Names by which a PDF runs something, brings a file along or sends what is typed into it.
ACTIVE = frozenset(
    ("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/RichMedia", "/XFA",
     "/AA", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound", "/3D")
)  # fmt: skip


@dataclass(frozen=True)
class CleanFile:
    """A file that may be kept. Only `clean_file` makes one."""

    content: bytes
    media_type: str

    @property
    def digest(self) -> str:
        """SHA-256 of the content, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def clean_file(content: bytes) -> CleanFile:
    """Take in an upload: an image is written anew without metadata, a PDF is kept when it is inert.

    Raises ValidationError with a sentence that says how to mend it.
    """
    if not content:
        raise ValidationError(_("This file is empty. Choose another one."))
    check_size(len(content))
    if content.startswith(PDF_START):
        _check_pdf(content)
        return CleanFile(content, "application/pdf")
    return _written_anew(content)


def check_size(size: int) -> None:
    """Refuse a file that is too big; `size` in bytes."""
    most = settings.ATTACHMENT_MAX_BYTES
    if size > most:
        raise ValidationError(
            _("This file is larger than %(most)s. Scan it again with fewer dots per inch, or page by page.")
            % {"most": filesizeformat(most)}
        )


def _written_anew(content: bytes) -> CleanFile:
    """The picture alone: no place, no time, no camera, nothing hidden before or behind it."""
    try:
        with warnings.catch_warnings():
            # Pillow warns of a bomb before it refuses one; our own limit comes first.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=list(WRITTEN_AS.values())) as image:
                media_type = FORMATS[image.format or ""]
                if image.width * image.height > settings.ATTACHMENT_MAX_PIXELS:
                    raise ValidationError(
                        _("This image has too many dots. Scan it again at 300 dots per inch.")
                    )
                side = settings.ATTACHMENT_MAX_SIDE
                image.draft("RGB", (side, side))
                upright = ImageOps.exif_transpose(image)
                picture = upright.convert("RGBA" if _is_transparent(upright, media_type) else "RGB")
    except ValidationError:
        raise
    except Exception as broken:
        raise ValidationError(
            _("This is not a JPEG, PNG, WebP or PDF file that can be read. Choose another file.")
        ) from broken
    picture.thumbnail((side, side))
    picture.info.clear()
    written = io.BytesIO()
    picture.save(written, WRITTEN_AS[media_type], quality=QUALITY, optimize=True)
    check_size(written.tell())
    return CleanFile(written.getvalue(), media_type)


def _is_transparent(image: Image.Image, media_type: str) -> bool:
    return media_type != "image/jpeg" and image.has_transparency_data


def _check_pdf(content: bytes) -> None:
    """Refuse a PDF that would do anything but be read, and what only pretends to be one."""
    if not content.rstrip(b"\x00\t\n\x0c\r ").endswith(PDF_END):
        raise ValidationError(_("This PDF is cut short, or something follows it. Save it again as a PDF."))
    try:
        names = _names_in(content)
    except ValidationError:
        raise
    except Exception as broken:
        raise ValidationError(
            _("This PDF cannot be read. Save it again as a PDF, or send its pages as images.")
        ) from broken
    if names & ACTIVE:
        raise ValidationError(
            _("This PDF holds a program, a form or another file. Print it to a new PDF and choose that one.")
        )


def _names_in(content: bytes) -> set[str]:
    """Every key, and every name that is a value, in all objects of a PDF; superseded objects are left out."""
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise ValidationError(_("This PDF has a password. Save it without one."))
    keys = {(key, generation) for generation, rows in reader.xref.items() for key in rows if key}
    keys |= {(key, 0) for key in reader.xref_objStm}
    if len(keys) > MOST_PDF_OBJECTS:
        raise ValidationError(_("This PDF is too long. Divide it into parts."))
    if not len(reader.pages):
        raise ValidationError(_("This PDF has no page. Choose another file."))
    if _acts_on_opening(reader):
        return set(ACTIVE)
    waiting: list[Any] = [reader.trailer]
    waiting += [reader.get_object(IndirectObject(key, generation, reader)) for key, generation in keys]
    found: set[str] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, DictionaryObject):
            found.update(str(key) for key in one)
            waiting += dict(one).values()
        elif isinstance(one, ArrayObject):
            waiting += list(one)
        elif isinstance(one, str) and one.startswith("/"):
            found.add(str(one))
    return found


def _acts_on_opening(reader: PdfReader) -> bool:
    """Whether opening the file does more than show a page: an address called tells where it is read."""
    action = reader.root_object.get("/OpenAction")
    action = action.get_object() if action is not None else None
    return isinstance(action, DictionaryObject) and (action.get("/S") != "/GoTo" or "/Next" in action)
