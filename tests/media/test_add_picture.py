"""The door of importers and of the demonstration: the same checks as at the desk."""

import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image
from PIL.GifImagePlugin import GifImageFile

from rotativa.media.actions import add_picture, make_renditions
from rotativa.media.models import Picture
from rotativa.media.renditions.animation import MOST_FRAMES
from tests.factories.media import camera_exif, picture_data, scene
from tests.media.files import sizes

pytestmark = pytest.mark.django_db


def added(data: bytes, name: str = "weir.jpg", **fields: object) -> Picture:
    return add_picture(ContentFile(data, name=name), title="Weir", **fields)


def refusal(data: bytes, name: str = "weir.jpg") -> str:
    with pytest.raises(ValidationError) as refused:
        added(data, name)
    assert not Picture.objects.exists()
    return " ".join(refused.value.messages)


def gif(size: tuple[int, int], frames: int) -> bytes:
    """Two frames, repeated: each is a different picture, else Pillow would join them."""
    two = [Image.new("P", size, colour) for colour in (1, 2)]
    return picture_data(
        two[0],
        kind="GIF",
        save_all=True,
        append_images=(two[1:] + two[:1]) * (frames // 2),
        duration=50,
    )


def test_a_picture_is_kept_with_what_its_file_says():
    picture = added(picture_data(exif=camera_exif()), caption="The weir.")

    picture.refresh_from_db()
    assert (picture.title, picture.caption, picture.credit) == ("Weir", "The weir.", "Chi Roe")
    assert (picture.width, picture.height) == (700, 467)
    assert picture.file_size == len(picture_data(exif=camera_exif()))
    assert len(picture.file_hash) == 40


@pytest.mark.parametrize(
    ("kind", "name", "kept_as"),
    [
        ("WEBP", "weir.jpg", "weir.webp"),
        ("PNG", "weir", "weir.png"),
        ("JPEG", "WEIR.JPEG", "WEIR.JPEG"),
        ("GIF", "folder/weir.php", "weir.gif"),
    ],
)
def test_a_wrong_ending_is_put_right(kind, name, kept_as):
    assert added(picture_data(kind=kind), name).filename == kept_as


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The submitted file is empty."),
        (
            b"<html>Not found</html>",
            "Not a valid .jpeg image. The extension does not match the file format (svg)",
        ),
        (b"%PDF-1.7", "Upload a valid image."),
        (b"\xff\xd8\xff\xe0 no", "This picture is damaged, or its end is missing."),
    ],
)
def test_what_is_no_picture_is_refused(data, reason):
    assert refusal(data).startswith(reason)


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp"), ("AVIF", "a.avif"), ("GIF", "a.gif"), ("HEIF", "a.heic")])  # fmt: skip
def test_a_picture_that_was_cut_off_is_refused(kind, name):
    data = picture_data(kind=kind)

    assert "damaged" in refusal(data[: len(data) // 2], name)


def test_a_kind_that_is_not_taken_is_refused():
    assert "Supported formats" in refusal(picture_data(kind="TIFF"), "weir.tif")
    assert "Supported formats" in refusal(picture_data(kind="BMP"), "weir.bmp")


def test_a_bomb_is_refused_before_it_is_opened():
    small_file = picture_data(Image.new("1", (9_100, 9_100)), kind="PNG")

    assert len(small_file) < 20_000
    assert "too many pixels" in refusal(small_file, "bomb.png")


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_larger_bomb_is_refused_too():
    assert "too many pixels" in refusal(png_header(60_000, 60_000), "bomb.png")


def test_a_long_animation_is_refused_and_a_short_one_is_not():
    assert "animation" in refusal(gif((1000, 1000), 42), "long.gif")
    assert added(gif((100, 100), 42), "short.gif").pk


def test_a_million_frames_are_refused_without_a_look_at_each(monkeypatch):
    frame = b"!\xf9\x04\0\x01\0\0\0" + b",\0\0\0\0\x01\0\x01\0\0" + b"\x02\x02D\x01\0"
    film = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff" + frame * 1_000_000 + b";"
    looked_at = []
    seek = GifImageFile._seek

    def counted(image: GifImageFile, number: int, update_image: bool = True) -> None:
        looked_at.append(number)
        seek(image, number, update_image)

    monkeypatch.setattr(GifImageFile, "_seek", counted)

    assert "animation" in refusal(film, "film.gif")
    assert max(looked_at) == MOST_FRAMES


def test_a_file_that_is_too_large_is_refused(settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1000

    assert "too big" in refusal(picture_data())


def test_a_telephones_heic_is_taken_and_read_and_made_into_what_browsers_show():
    heic = picture_data(kind="HEIF", exif=camera_exif())

    picture = added(heic, "IMG_0001.HEIC")

    picture.refresh_from_db()
    assert (picture.filename, picture.credit) == ("IMG_0001.HEIC", "Chi Roe")
    make_renditions(picture)
    assert set(sizes(picture)) == {"AVIF", "JPEG", "WEBP"}


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_pictures_made_for_print_are_taken(mode):
    assert added(picture_data(scene((200, 100), mode))).width == 200


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size; its pixels never come."""
    output = BytesIO()
    Image.new("1", (8, 8)).save(output, "PNG")
    data = output.getvalue()
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    header = b"IHDR" + size + data[24:29]
    return data[:12] + header + zlib.crc32(header).to_bytes(4, "big") + data[33:]
