"""Metadata made to harm: they are passed over or made plain, and the picture is kept all the same."""

import os

import pytest
from PIL import ExifTags

from rotativa.media.metadata import Particulars
from tests.factories.media import (
    alternatives,
    camera_exif,
    dataset,
    exif,
    iim,
    picture_data,
    xmp,
)
from tests.media.test_reading import kept

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:.*(EXIF data|Tag data|Tag offset)"),
]


@pytest.mark.parametrize(
    ("written", "kept_as"),
    [
        ("<b>Ada</b> <script>alert(1)</script>Vidal", "Ada Vidal"),
        ("<img src=x onerror=alert(1)>Ada", "Ada"),
        ("Ada <ada@paper.example>", "Ada <ada@paper.example>"),
        ("AT&amp;T & Co, 5 < 6", "AT&T & Co, 5 < 6"),
        ("Ada\x00\x07\x1b[31m Vidal", "Ada[31m Vidal"),
        ("Ada\u202eladiV\u2066", "AdaladiV"),
        ("  Ada \r\n\t Vidal ", "Ada Vidal"),
        ("A" * 300, "A" * 254 + "…"),
    ],
)
def test_texts_are_made_plain(written, kept_as):
    assert kept(picture_data(iim=iim(credit=written))).credit == kept_as


def test_a_caption_keeps_its_paragraphs_and_loses_its_markup():
    written = "<p>One.</p><p>Two<br>three.</p>\n\n\n\nFour &amp; five." + "x" * 3000

    caption = kept(picture_data(iim=iim(caption=written))).caption

    assert caption.startswith("One.\nTwo\nthree.\n\nFour & five.xxx")
    assert len(caption) == 2000


@pytest.mark.parametrize(
    "packet",
    [
        b"<x:xmpmeta",
        b"\xff\xfe\x00",
        b"not XML at all",
        xmp("<unclosed>"),
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
        b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
        b"<x>" + b"<a>" * 200_000 + b"</a>" * 200_000 + b"</x>",
        xmp(alternatives("dc:description", x_default="x" * 2_200_000)),
    ],
    ids=["cut", "zeros", "text", "unclosed", "entity", "external", "deep", "large"],
)
def test_broken_xmp_is_passed_over_for_what_else_is_there(packet):
    data = picture_data(kind="WEBP", xmp=packet, exif=camera_exif())

    read = kept(data, "weir.webp")

    assert (read.caption, read.creator) == ("", "Chi Roe")


@pytest.mark.parametrize(
    "block",
    [
        b"\x1c",
        b"\x1c\x02\x50\xff\xff",
        b"\x1c\x02\x50\x80\x04\x7f\xff\xff\xff",
        b"\x1c\x02\x50\x00\x40short",
        b"\x00" * 400,
        dataset(2, 80, b"\xff\xfe\x81") * 2000,
    ],
    ids=["cut", "long", "extended", "short", "zeros", "many"],
)
def test_broken_iim_is_read_as_far_as_it_goes(block):
    read = kept(picture_data(iim=iim(credit="Agency North") + block))

    assert read.credit == "Agency North"
    assert len(read.creator) <= 255


@pytest.mark.parametrize(
    "data",
    [
        b"Exif\0\0",
        b"Exif\0\0II*\0\xff\xff\xff\x7f",
        b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01\x3b\0\x02\xff\xff\xff\xff\0\0\0\0" * 100,
        b"Exif\0\0II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\0\0\0\0",
        b"Exif\0\0" + os.urandom(4000),
    ],
    ids=["empty", "offset", "counts", "circle", "noise"],
)
def test_broken_exif_is_passed_over_for_what_else_is_there(data):
    assert kept(picture_data(exif=data, iim=iim(credit="Agency North"))).credit == "Agency North"


def test_exif_of_the_wrong_type_is_passed_over():
    wrong = exif({ExifTags.Base.ImageWidth: 5}, Exif={ExifTags.Base.ExposureTime: 0.5})
    numbers = exif({ExifTags.Base.XResolution: 72.0, ExifTags.Base.Orientation: 99})

    assert kept(picture_data(exif=wrong)) == Particulars()
    assert kept(picture_data(exif=numbers)) == Particulars()


def test_very_large_exif_is_not_read():
    large = exif(
        {ExifTags.Base.Artist: "Ada Vidal", ExifTags.Base.ImageDescription: "x" * 1_100_000}
    )

    assert kept(picture_data(kind="WEBP", exif=large), "weir.webp") == Particulars()
