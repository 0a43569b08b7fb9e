"""Files as people, and attackers, choose them."""

import io

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

MARK = b"Quvixorn-in-the-metadata"


def image(kind="JPEG", size=(60, 40), mode="RGB", **kwargs) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, 128 if mode == "L" else None).save(written, kind, **kwargs)
    return written.getvalue()


def photo_with_place(orientation: int = 1) -> bytes:
    """A photo that says where and when it was taken, and by whom."""
    exif = Image.Exif()
    exif[Base.Artist.value] = MARK.decode()
    exif[Base.Orientation.value] = orientation
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (46.0, 12.0, 0.0)
    return image(exif=exif.tobytes(), comment=MARK)


def pdf(**actions: str) -> bytes:
    """A PDF of one empty page; with the action that `S=...` names, when it is opened."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if actions:
        action = DictionaryObject(
            {NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in actions.items()}
        )
        action[NameObject("/Note")] = TextStringObject("runs something")
        writer.root_object[NameObject("/OpenAction")] = action
    return finished(writer)


def pdf_with_file() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_attachment("virus.exe", b"MZ")
    return finished(writer)


def pdf_with_password() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    return finished(writer)


def pdf_without_pages() -> bytes:
    return finished(PdfWriter())


def finished(writer: PdfWriter) -> bytes:
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
