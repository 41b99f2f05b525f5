"""Renditions say whose picture it is, and nothing of where and with what it was taken."""

import json
import shutil
import subprocess

import pytest
from defusedxml import ElementTree
from django.core.files.base import ContentFile
from PIL import ExifTags, Image

from rotativa.media.actions import make_renditions
from rotativa.media.metadata.xmp import DC, PHOTOSHOP, RDF, RIGHTS
from rotativa.media.models import Picture
from tests.factories.media import PictureFactory, camera_exif, iim, picture_data, upload, xmp
from tests.media.files import data_of, opened, rendition

pytestmark = pytest.mark.django_db

FORMATS = ["jpeg", "webp", "avif"]
CREATOR, CREDIT, RIGHTS_TEXT = (
    "Ada Vidál",
    "Ada Vidál / El Diario & Co",
    "© 2026 <El Diario>\nReservados.",
)
PRIVATE = [
    b"SERIAL-4711",
    b"LENS-0815",
    b"MAKERNOTE",
    b"private words",
    b"own camera",
    b"Kamera",
    b"Chi Roe",
]


@pytest.fixture
def photograph() -> Picture:
    """Taken by a camera that says where, with an agency's words, credited anew by an editor."""
    data = picture_data(
        exif=camera_exif(ImageDescription="private words"),
        xmp=xmp("", 'photoshop:Credit="Chi Roe" exif:GPSLatitude="43,21.5N"'),
        iim=iim(byline="Chi Roe", caption="private words"),
        comment=b"private words",
    )
    assert all(words in data for words in PRIVATE)
    picture = PictureFactory.create(
        file=ContentFile(data, name="weir.jpg"), creator=CREATOR, credit=CREDIT, rights=RIGHTS_TEXT
    )
    make_renditions(picture)
    return picture


@pytest.mark.parametrize("name", FORMATS)
def test_exif_holds_creator_and_rights_only(photograph, name):
    exif = opened(rendition(photograph, f"width-320|format-{name}")).getexif()

    texts = {ExifTags.TAGS[tag]: value.encode("latin-1").decode() for tag, value in exif.items()}
    assert texts == {"Artist": CREATOR, "Copyright": RIGHTS_TEXT}
    assert [exif.get_ifd(each) for each in ExifTags.IFD] == [{}] * len(ExifTags.IFD)


@pytest.mark.parametrize("name", FORMATS)
def test_xmp_holds_creator_credit_and_rights_only(photograph, name):
    packet = opened(rendition(photograph, f"width-320|format-{name}")).info["xmp"]

    [description] = ElementTree.fromstring(packet).iter(f"{RDF}Description")
    said = {each.tag: "".join(each.itertext()) for each in description}
    assert said == {
        f"{DC}creator": CREATOR,
        f"{PHOTOSHOP}Credit": CREDIT,
        f"{DC}rights": RIGHTS_TEXT,
        f"{RIGHTS}Marked": "True",
    }


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_private_is_anywhere_in_the_file(photograph, name):
    for width in (320, 640, 700):
        data = data_of(rendition(photograph, f"width-{width}|format-{name}"))

        assert [words for words in PRIVATE if words in data] == []


@pytest.mark.parametrize(
    "spec",
    ["max-165x165", "width-300|format-webp", "width-300|format-avif", "fill-200x200|format-png",
     "width-300|format-webp-lossless", "width-300|format-avif-lossless", "width-300|format-jpeg|jpegquality-40"],
)  # fmt: skip
def test_wagtails_own_renditions_say_the_same(photograph, spec):
    image = opened(photograph.get_rendition(spec))

    assert image.getexif()[ExifTags.Base.Artist].encode("latin-1").decode() == CREATOR
    assert CREDIT.replace("&", "&amp;") in image.info["xmp"].decode()
    data = data_of(photograph.get_rendition(spec))
    assert [words for words in PRIVATE if words in data] == []


def test_wagtails_own_renditions_made_together_say_the_same(photograph):
    for each in photograph.get_renditions("width-100", "width-120|format-png").values():
        assert ExifTags.Base.Artist in opened(each).getexif()
        assert each.fingerprint == photograph.fingerprint


def test_wagtail_fills_transparency_before_it_makes_a_jpeg():
    clear = Image.new("RGBA", (90, 60), (0, 0, 0, 0))
    picture = PictureFactory.create(file=upload(picture_data(clear, kind="PNG"), "clear.png"))

    jpeg = opened(picture.get_rendition("max-80x80|format-jpeg"))

    assert jpeg.convert("L").getextrema() == (255, 255)
    assert ExifTags.Base.Artist in jpeg.getexif()


def test_a_gif_made_by_wagtail_says_nothing(photograph):
    data = data_of(photograph.get_rendition("width-200|format-gif"))

    assert data.startswith(b"GIF8")
    assert [words for words in PRIVATE if words in data] == []


def test_the_original_keeps_what_it_said(photograph):
    with photograph.open_file() as file:
        data = file.read()

    assert all(words in data for words in PRIVATE)


def test_the_credit_stands_in_for_a_creator_that_nobody_named():
    picture = PictureFactory.create(creator="", credit="Agency North", rights="")
    make_renditions(picture)

    exif = opened(rendition(picture, "width-320|format-jpeg")).getexif()
    assert dict(exif) == {ExifTags.Base.Artist: "Agency North"}


def test_a_picture_without_a_credit_carries_none():
    picture = PictureFactory.create(creator="", credit="", rights="")
    make_renditions(picture)

    for name in FORMATS:
        image = opened(rendition(picture, f"width-320|format-{name}"))
        assert dict(image.getexif()) == {}
        assert not image.info.get("xmp")


def test_control_characters_in_a_credit_do_not_break_it():
    picture = PictureFactory.create(creator="", credit="A\x0bda\x1b ]]>", rights="")
    make_renditions(picture)

    packet = opened(rendition(picture, "width-320|format-webp")).info["xmp"]
    assert "Ada ]]>" in "".join(ElementTree.fromstring(packet).itertext())


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not on this machine")
@pytest.mark.parametrize("name", FORMATS)
def test_exiftool_reads_the_same(photograph, name, tmp_path):
    path = tmp_path / f"weir.{name}"
    path.write_bytes(data_of(rendition(photograph, f"width-320|format-{name}")))

    said = exiftool(path)

    assert {tag: value for tag, value in said.items() if tag.split(":")[0] not in PIXELS} == {
        "IFD0:Artist": CREATOR,
        "IFD0:Copyright": RIGHTS_TEXT,
        "XMP-dc:Creator": CREATOR,
        "XMP-photoshop:Credit": CREDIT,
        "XMP-dc:Rights": RIGHTS_TEXT,
        "XMP-xmpRights:Marked": True,
    }


PIXELS = {
    "SourceFile",
    "ExifTool",
    "File",
    "System",
    "Composite",
    "JFIF",
    "RIFF",
    "QuickTime",
    "Meta",
}


def exiftool(path) -> dict[str, object]:
    command = ["exiftool", "-json", "-a", "-G1", "-charset", "exif=utf8", str(path)]
    [said] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return said
