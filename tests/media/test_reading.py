"""What a picture's file says of it arrives in the picture, whichever way it was said."""

from datetime import UTC, datetime, timedelta, timezone
from hashlib import md5

import pytest
from django.core.files.base import ContentFile
from PIL import ExifTags, PngImagePlugin

from rotativa.media.metadata import Particulars
from rotativa.media.models import Picture
from tests.factories.media import (
    alternatives,
    camera_exif,
    exif,
    iim,
    picture_data,
    scene,
    upload,
    with_photoshop,
    xmp,
)

pytestmark = pytest.mark.django_db

MADRID_IN_SUMMER = timezone(timedelta(hours=2))
ALT = "Iptc4xmpCore:AltTextAccessibility"
FULL_XMP = xmp(
    alternatives(ALT, x_default="A gate on five piers")
    + alternatives("dc:description", x_default="The gate was down.")
    + "<dc:creator><rdf:Seq><rdf:li>Ada Vidal</rdf:li><rdf:li>Chi Roe</rdf:li></rdf:Seq></dc:creator>"
    + alternatives("dc:rights", x_default="© 2026 Ada Vidal"),
    'photoshop:Credit="Agency North" photoshop:DateCreated="2026-04-14T05:31:20+02:00"',
)
FULL_IIM = iim(
    byline=["Ada Vidál", "Chi Roe"],
    credit="Agency South",
    copyright="© 2025 Ada Vidál",
    caption="La compuerta, bajada.",
    date="20260413",
    time="220000+0000",
)


def kept(data: bytes, name: str = "weir.jpg", **fields: object) -> Particulars:
    """What is kept of a new picture with this file."""
    picture = Picture(title="Weir", file=upload(data, name), **fields)
    picture.save()
    return said_by(picture)


def said_by(picture: Picture) -> Particulars:
    picture.refresh_from_db()
    return Particulars(
        description=picture.description,
        caption=picture.caption,
        creator=picture.creator,
        credit=picture.credit,
        rights=picture.rights,
        taken_at=picture.taken_at,
    )


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "a.jpg"), ("WEBP", "a.webp"), ("AVIF", "a.avif")]
)
def test_xmp_is_read_from_each_format(kind, name):
    assert kept(picture_data(kind=kind, xmp=FULL_XMP), name) == Particulars(
        description="A gate on five piers",
        caption="The gate was down.",
        creator="Ada Vidal, Chi Roe",
        credit="Agency North",
        rights="© 2026 Ada Vidal",
        taken_at=datetime(2026, 4, 14, 5, 31, 20, tzinfo=MADRID_IN_SUMMER),
    )


def test_xmp_is_read_from_a_png():
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", FULL_XMP.decode())

    assert kept(picture_data(kind="PNG", pnginfo=info), "weir.png").credit == "Agency North"


def test_iim_is_read_with_its_character_set():
    assert kept(picture_data(iim=FULL_IIM)) == Particulars(
        caption="La compuerta, bajada.",
        creator="Ada Vidál, Chi Roe",
        credit="Agency South",
        rights="© 2025 Ada Vidál",
        taken_at=datetime(2026, 4, 13, 22, tzinfo=UTC),
    )


def test_iim_without_a_character_set_is_read_as_latin_1_unless_it_is_utf_8():
    latin = iim(utf_8=False, byline="Ada Vidál", caption="Bajó")
    unsaid = iim(utf_8=False, byline="Ada Vidál".encode())

    assert kept(picture_data(iim=latin)) == Particulars(
        creator="Ada Vidál", credit="Ada Vidál", caption="Bajó"
    )
    assert kept(picture_data(iim=unsaid)).creator == "Ada Vidál"


def test_exif_is_read_and_names_the_credit_when_nothing_else_does():
    assert kept(picture_data(exif=camera_exif(ImageDescription="The weir, closed"))) == Particulars(
        caption="The weir, closed",
        creator="Chi Roe",
        credit="Chi Roe",
        rights="Chi Roe 2025",
        taken_at=datetime(2026, 4, 14, 5, 31, 20, tzinfo=MADRID_IN_SUMMER),
    )


@pytest.mark.parametrize(
    "made_up",
    ["OLYMPUS DIGITAL CAMERA", "SAMSUNG DIGITAL CAMERA", "dav", "Created with GIMP", "  "],
)
def test_what_cameras_write_into_every_description_is_no_caption(made_up):
    assert kept(picture_data(exif=camera_exif(ImageDescription=made_up))).caption == ""


def test_exif_in_utf_8_and_in_latin_1_is_read():
    base = ExifTags.Base

    assert kept(picture_data(exif=exif({base.Artist: "Ada Vidál".encode()}))).creator == "Ada Vidál"
    assert kept(picture_data(exif=exif({base.Artist: b"Ada Vid\xe1l"}))).creator == "Ada Vidál"


def test_both_halves_of_an_exif_copyright_are_kept():
    rights = exif({ExifTags.Base.Copyright: b"Ada Vidal\0The Paper"})

    assert kept(picture_data(exif=rights)).rights == "Ada Vidal; The Paper"


def test_xmp_is_believed_before_iim_and_both_before_exif():
    three = picture_data(xmp=FULL_XMP, iim=FULL_IIM, exif=camera_exif(ImageDescription="EXIF"))
    two = picture_data(iim=FULL_IIM, exif=camera_exif(ImageDescription="EXIF"))

    assert kept(three).credit == "Agency North"
    assert kept(three).caption == "The gate was down."
    assert kept(two).creator == "Ada Vidál, Chi Roe"
    assert kept(two).caption == "La compuerta, bajada."


def test_iim_is_believed_when_a_program_without_xmp_wrote_it_last():
    jpeg = picture_data(xmp=FULL_XMP)
    same = md5(FULL_IIM, usedforsecurity=False).digest()
    other = md5(b"as it was before", usedforsecurity=False).digest()

    assert kept(with_photoshop(jpeg, FULL_IIM, digest=same)).credit == "Agency North"
    assert kept(with_photoshop(jpeg, FULL_IIM, digest=other)).credit == "Agency South"
    assert kept(with_photoshop(jpeg, FULL_IIM, digest=b"\0" * 16)).credit == "Agency North"


def test_of_several_languages_that_of_the_paper_is_taken(settings):
    texts = xmp(alternatives(ALT, x_default="A gate", en="A gate", es="Una compuerta"))

    assert kept(picture_data(xmp=texts)).description == "A gate"

    settings.LANGUAGE_CODE = "es"

    assert kept(picture_data(xmp=texts)).description == "Una compuerta"


def test_terms_of_use_stand_in_for_missing_rights():
    terms = xmp(alternatives("xmpRights:UsageTerms", x_default="CC BY 4.0"))

    assert kept(picture_data(xmp=terms)).rights == "CC BY 4.0"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-04-14T05:31:20.5Z", datetime(2026, 4, 14, 5, 31, 20, tzinfo=UTC)),
        ("2026-04-14T05:31", datetime(2026, 4, 14, 5, 31, tzinfo=MADRID_IN_SUMMER)),
        ("2026-04-14", datetime(2026, 4, 14, tzinfo=MADRID_IN_SUMMER)),
        ("2026-04-14T05:31:20-03:30", datetime(2026, 4, 14, 9, 1, 20, tzinfo=UTC)),
        ("2026", None),
        ("2026-04", None),
        ("2026-02-31", None),
        ("2026-04-14T25:00:00", None),
        ("0000-00-00T00:00:00", None),
        ("9999-12-31T23:59:59Z", None),
        ("yesterday", None),
        ("2026-04-14T05:31:20+99:99", None),
    ],
)
def test_a_date_needs_its_day_and_without_an_offset_is_local(written, expected):
    assert (
        kept(picture_data(xmp=xmp("", f'photoshop:DateCreated="{written}"'))).taken_at == expected
    )


def test_the_more_exact_of_two_times_of_the_same_day_is_taken():
    day = xmp("", 'photoshop:DateCreated="2026-04-14"')
    another_day = xmp("", 'photoshop:DateCreated="2026-04-10"')

    exact = kept(picture_data(xmp=day, exif=camera_exif())).taken_at
    by_hand = kept(picture_data(xmp=another_day, exif=camera_exif())).taken_at

    assert exact == datetime(2026, 4, 14, 5, 31, 20, tzinfo=MADRID_IN_SUMMER)
    assert by_hand == datetime(2026, 4, 10, tzinfo=MADRID_IN_SUMMER)


def test_what_was_typed_stays():
    typed = {"credit": "Bo Reyes / The Paper", "caption": "Typed"}

    read = kept(picture_data(xmp=FULL_XMP), **typed)

    assert (read.credit, read.caption, read.rights) == (*typed.values(), "© 2026 Ada Vidal")


def test_what_an_editor_emptied_is_not_filled_again():
    picture = Picture(title="Weir", file=upload(picture_data(xmp=FULL_XMP)))
    picture.save()

    picture.caption = ""
    picture.save()

    assert said_by(picture).caption == ""


def test_a_new_file_brings_its_own_words_and_leaves_what_was_typed():
    picture = Picture(title="Weir", file=upload(picture_data(xmp=FULL_XMP)))
    picture.save()
    picture.caption = "Typed by Ada"
    picture.save()

    picture.file = upload(picture_data(scene((320, 200)), iim=FULL_IIM), "other.jpg")
    picture.save()

    assert said_by(picture) == Particulars(
        caption="Typed by Ada",
        creator="Ada Vidál, Chi Roe",
        credit="Agency South",
        rights="© 2025 Ada Vidál",
        taken_at=datetime(2026, 4, 13, 22, tzinfo=UTC),
    )


@pytest.mark.parametrize("left", [None, b"", b"no picture any more"])
def test_when_the_earlier_file_is_lost_its_words_count_as_typed(left):
    picture = Picture(title="Weir", file=upload(picture_data(iim=iim(credit="Agency South"))))
    picture.save()
    picture.file.storage.delete(picture.file.name)
    if left is not None:
        picture.file.storage.save(picture.file.name, ContentFile(left))

    picture.file = upload(picture_data(xmp=FULL_XMP))
    picture.save()

    assert said_by(picture).credit == "Agency South"
    assert said_by(picture).caption == "The gate was down."


def test_a_picture_that_says_nothing_is_kept_as_it_is():
    assert kept(picture_data()) == Particulars()
