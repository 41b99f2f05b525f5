"""Pictures made on the spot: small, and with what cameras and agencies write into theirs."""

from collections.abc import Mapping
from io import BytesIO
from random import Random
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from factory.declarations import LazyFunction, Sequence
from factory.django import DjangoModelFactory
from PIL import ExifTags, Image

from rotativa.media.models import File, Picture

GRAIN = Random(4711).randbytes(160 * 100)  # noqa: S311  # nothing secret: the same at each run
IIM_CODES = {"byline": 80, "credit": 110, "copyright": 116, "caption": 120, "date": 55, "time": 60}
XMP_START = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    'xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" '
    'xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">'
)


def scene(size: tuple[int, int] = (700, 467), mode: str = "RGB") -> Image.Image:
    """Something with slopes, edges and a grain, as photographs have; the same each time."""
    slope = Image.linear_gradient("L").resize(size)
    round_ = Image.radial_gradient("L").resize(size)
    image = Image.merge("RGB", (slope, round_, slope.transpose(Image.Transpose.ROTATE_180)))
    grain = Image.frombytes("L", (160, 100), GRAIN).resize(size)
    return Image.blend(image, grain.convert("RGB"), 0.3).convert(mode)


def picture_data(
    image: Image.Image | None = None, *, kind: str = "JPEG", iim: bytes = b"", **options: Any
) -> bytes:
    """A file of a picture; `options` are Pillow's (`exif`, `xmp`, `icc_profile`, …)."""
    output = BytesIO()
    (image or scene()).save(output, kind, **options)
    return with_photoshop(output.getvalue(), iim) if iim else output.getvalue()


def upload(data: bytes | None = None, name: str = "weir.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data if data is not None else picture_data())


def exif(tags: Mapping[int, Any], **ifds: Mapping[int, Any]) -> bytes:
    """EXIF with tags of its main directory and, by name, of others (`Exif`, `GPSInfo`)."""
    data = Image.Exif()
    for tag, value in tags.items():
        data[tag] = value
    for name, more in ifds.items():
        data.get_ifd(ExifTags.IFD[name]).update(more)
    return data.tobytes()


def camera_exif(**tags: Any) -> bytes:
    """What a camera with a position writes, and its owner."""
    base, gps = ExifTags.Base, ExifTags.GPS
    return exif(
        {
            base.Make: "Kamera",
            base.Model: "K-1",
            base.Artist: "Chi Roe",
            base.Copyright: "Chi Roe 2025",
        }
        | {base[name]: value for name, value in tags.items()},
        Exif={
            base.DateTimeOriginal: "2026:04:14 05:31:20",
            base.OffsetTimeOriginal: "+02:00",
            base.BodySerialNumber: "SERIAL-4711",
            base.LensSerialNumber: "LENS-0815",
            base.CameraOwnerName: "Chi's own camera",
            base.MakerNote: b"MAKERNOTE" * 20,
            base.UserComment: b"ASCII\0\0\0private words",
        },
        GPSInfo={
            gps.GPSLatitudeRef: "N",
            gps.GPSLatitude: (43.0, 21.0, 30.5),
            gps.GPSLongitudeRef: "W",
            gps.GPSLongitude: (8.0, 24.0, 10.25),
        },
    )


def iim(*, utf_8: bool = True, extra: bytes = b"", **texts: str | bytes | list[str]) -> bytes:
    """A block of IPTC datasets; texts are written as UTF-8 and say so, or as Latin-1 and don't."""
    block = dataset(1, 90, b"\x1b%G") if utf_8 else b""
    for name, value in texts.items():
        for each in value if isinstance(value, list) else [value]:
            data = each if isinstance(each, bytes) else each.encode("utf-8" if utf_8 else "latin-1")
            block += dataset(2, IIM_CODES[name], data)
    return block + extra


def dataset(record: int, number: int, data: bytes) -> bytes:
    return bytes([0x1C, record, number]) + len(data).to_bytes(2, "big") + data


def with_photoshop(jpeg: bytes, block: bytes, digest: bytes = b"") -> bytes:
    """A JPEG with IPTC datasets where Photoshop keeps them."""
    resources = resource(0x0404, block) + (resource(0x0425, digest) if digest else b"")
    segment = b"Photoshop 3.0\0" + resources
    return jpeg[:2] + b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment + jpeg[2:]


def resource(number: int, data: bytes) -> bytes:
    padding = b"\0" * (len(data) % 2)
    return (
        b"8BIM"
        + number.to_bytes(2, "big")
        + b"\0\0"
        + len(data).to_bytes(4, "big")
        + data
        + padding
    )


def xmp(properties: str, attributes: str = "") -> bytes:
    """An XMP packet with these properties, as elements or as attributes."""
    description = f'<rdf:Description rdf:about="" {attributes}>{properties}</rdf:Description>'
    return f"{XMP_START}{description}</rdf:RDF></x:xmpmeta>".encode()


def alternatives(name: str, **texts: str) -> str:
    """A property in several languages, the first its default; `x_default` stands for x-default."""
    items = "".join(
        f'<rdf:li xml:lang="{language.replace("_", "-")}">{text}</rdf:li>'
        for language, text in texts.items()
    )
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"


class PictureFactory(DjangoModelFactory[Picture]):
    class Meta:
        model = Picture

    title = Sequence(lambda number: f"Picture {number}")
    description = "The weir at dawn"
    creator = "Bo Reyes"
    credit = "Bo Reyes / The Paper"
    rights = "© 2026 The Paper"
    file = LazyFunction(lambda: ContentFile(picture_data(), name="weir.jpg"))


class FileFactory(DjangoModelFactory[File]):
    class Meta:
        model = File

    title = Sequence(lambda number: f"File {number}")
    file = LazyFunction(lambda: ContentFile(b"%PDF-1.7 one page", name="minutes.pdf"))
