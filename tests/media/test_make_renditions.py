"""Any picture that the desk takes becomes files that every browser can show."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import ExifTags, Image, ImageCms

from rotativa.media.actions import make_renditions
from rotativa.media.models import Picture
from tests.factories.media import PictureFactory, exif, picture_data, scene
from tests.media.files import data_of, opened, rendition, sizes, specs

pytestmark = pytest.mark.django_db


def made(data: bytes, name: str = "weir.jpg") -> Picture:
    picture = PictureFactory.create(file=ContentFile(data, name=name))
    make_renditions(picture)
    return picture


def colour_at(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    colour = image.getpixel((x, y))
    assert isinstance(colour, tuple)
    return colour


def test_each_width_in_each_format():
    picture = made(picture_data(scene((2000, 1000))))

    widths = [(320, 160), (640, 320), (1280, 640), (1920, 960)]
    assert sizes(picture) == {"JPEG": widths, "WEBP": widths, "AVIF": widths}


@pytest.mark.parametrize(
    ("width", "widths"),
    [(200, [200]), (320, [320]), (500, [320, 500]), (1280, [320, 640, 1280])],
)
def test_a_small_picture_is_never_made_larger_nor_twice(width, widths):
    picture = made(picture_data(scene((width, 100))))

    assert [size[0] for size in sizes(picture)["JPEG"]] == widths


def test_made_twice_is_made_once():
    picture = made(picture_data())
    first = specs(picture)

    make_renditions(picture)

    assert specs(picture) == first
    assert len(first) == 9


def test_no_avif_is_larger_than_its_webp():
    picture = made(picture_data(scene((900, 500))))

    for width in (320, 640, 900):
        avif, webp = (
            rendition(picture, f"width-{width}|format-{name}") for name in ("avif", "webp")
        )
        assert len(data_of(avif)) <= len(data_of(webp))


def test_a_picture_that_is_larger_as_avif_has_none():
    picture = made(picture_data(Image.new("RGB", (40, 40), "teal"), kind="PNG"), "dot.png")

    assert specs(picture) == ["width-40|format-jpeg", "width-40|format-webp"]


@pytest.mark.parametrize(
    ("orientation", "as_stored"),
    [
        (1, None),
        (2, Image.Transpose.FLIP_LEFT_RIGHT),
        (3, Image.Transpose.ROTATE_180),
        (4, Image.Transpose.FLIP_TOP_BOTTOM),
        (5, Image.Transpose.TRANSPOSE),
        (6, Image.Transpose.ROTATE_90),
        (7, Image.Transpose.TRANSVERSE),
        (8, Image.Transpose.ROTATE_270),
        (99, None),
    ],
)
def test_a_picture_turned_by_its_camera_stands_upright(orientation, as_stored):
    upright = Image.new("RGB", (60, 90), "white")
    upright.paste("red", (0, 0, 30, 45))
    stored = upright if as_stored is None else upright.transpose(as_stored)
    turned = exif({ExifTags.Base.Orientation: orientation})

    picture = made(picture_data(stored, exif=turned, quality=95))

    jpeg = opened(rendition(picture, "width-60|format-jpeg"))
    green = [colour_at(jpeg, x, y)[1] for x, y in ((10, 10), (50, 10), (10, 80), (50, 80))]
    assert jpeg.size == (60, 90)
    assert [value > 128 for value in green] == [False, True, True, True]
    assert ExifTags.Base.Orientation not in jpeg.getexif()


def test_transparency_is_kept_with_png_to_fall_back_on():
    image = scene((400, 300), "RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))

    picture = made(picture_data(image, kind="PNG"), "sign.png")

    assert set(sizes(picture)) == {"PNG", "WEBP", "AVIF"}
    for name in ("png", "webp", "avif"):
        seen_through = opened(rendition(picture, f"width-320|format-{name}")).convert("RGBA")
        assert colour_at(seen_through, 160, 0)[3] < 40


def test_transparency_that_nothing_uses_is_dropped():
    picture = made(picture_data(scene((400, 300), "RGBA"), kind="PNG"), "opaque.png")

    assert set(sizes(picture)) == {"JPEG", "WEBP", "AVIF"}


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA"])
def test_few_colours_become_many(mode):
    picture = made(picture_data(scene((330, 200)).convert(mode), kind="PNG"), "old.png")

    jpeg = opened(rendition(picture, "width-320|format-jpeg"))
    assert (jpeg.mode, jpeg.size) == ("RGB", (320, 194))


def test_sixteen_bits_become_eight_with_their_greys():
    deep = Image.new("I;16", (330, 200), 0x8000)

    picture = made(picture_data(deep, kind="PNG"), "scan.png")

    grey, *_ = colour_at(opened(rendition(picture, "width-320|format-jpeg")), 9, 9)
    assert abs(grey - 128) <= 2


@pytest.mark.parametrize("profile", [None, b"", b"x" * 200])
def test_colours_for_print_become_colours_for_screens(profile):
    options = {} if profile is None else {"icc_profile": profile}

    picture = made(picture_data(scene((330, 200), "CMYK"), **options))

    for name in ("jpeg", "webp", "avif"):
        image = opened(rendition(picture, f"width-320|format-{name}"))
        assert image.mode == "RGB"
        assert "icc_profile" not in image.info


def test_a_profile_for_screens_is_kept():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    picture = made(picture_data(icc_profile=profile))

    for name in ("jpeg", "webp", "avif"):
        assert opened(rendition(picture, f"width-320|format-{name}")).info["icc_profile"] == profile


def test_a_profile_for_greys_is_applied_and_left_behind():
    middle_grey = Image.new("L", (330, 200), 128)

    picture = made(picture_data(middle_grey, icc_profile=linear_greys()))

    webp = opened(rendition(picture, "width-320|format-webp"))
    assert "icc_profile" not in webp.info
    assert abs(colour_at(webp, 9, 9)[0] - 188) <= 2


def linear_greys() -> bytes:
    """The smallest ICC profile for greys: their values count light, as no screen's do."""
    white = b"XYZ \0\0\0\0" + b"".join(each.to_bytes(4, "big") for each in (63190, 65536, 54061))
    curve = b"curv\0\0\0\0\0\0\0\0"
    tags = b"\0\0\0\2wtpt" + (156).to_bytes(4, "big") + len(white).to_bytes(4, "big")
    tags += b"kTRC" + (176).to_bytes(4, "big") + len(curve).to_bytes(4, "big")
    head = b"\0" * 8 + b"\x02\x10\0\0" + b"mntrGRAYXYZ " + b"\0" * 12 + b"acsp" + b"\0" * 28
    head += b"\0\0\xf6\xd6\0\1\0\0\0\0\xd3-" + b"\0" * 48
    profile = head + tags + white + curve
    return len(profile).to_bytes(4, "big") + profile[4:]


def test_an_animation_moves_in_webp_and_stands_still_otherwise():
    frames = [Image.new("RGB", (400, 200), colour) for colour in ("red", "green", "blue")]
    gif = picture_data(
        frames[0],
        kind="GIF",
        save_all=True,
        append_images=frames[1:],
        duration=[200, 10, 300],
        loop=0,
    )

    picture = made(gif, "weir.gif")

    assert specs(picture) == [
        "width-320|format-jpeg",
        "width-320|format-webp",
        "width-400|format-jpeg",
        "width-400|format-webp",
    ]
    moving = rendition(picture, "width-320|format-webp")
    assert moving.is_animated
    assert getattr(opened(moving), "n_frames", 1) == 3
    assert opened(moving).info["loop"] == 0
    assert not rendition(picture, "width-320|format-jpeg").is_animated


def test_an_animation_too_long_for_the_desk_is_made_as_a_still():
    frames = [Image.new("P", (1000, 1000), each % 2) for each in range(42)]
    gif = picture_data(frames[0], kind="GIF", save_all=True, append_images=frames[1:], duration=50)

    picture = made(gif, "long.gif")

    assert not picture.renditions.filter(is_animated=True).exists()
    assert sizes(picture)["JPEG"] == [(320, 320), (640, 640), (1000, 1000)]


def test_the_second_picture_in_a_telephones_file_is_no_animation():
    output = BytesIO()
    scene().save(output, "MPO", save_all=True, append_images=[scene((320, 214))])

    picture = made(output.getvalue())

    assert sizes(picture)["JPEG"] == [(320, 213), (640, 427), (700, 467)]
    assert not picture.renditions.filter(is_animated=True).exists()


def test_a_very_tall_picture_does_without_webp():
    picture = made(picture_data(Image.new("L", (40, 17_000), 90)))

    assert "WEBP" not in sizes(picture)
    assert sizes(picture)["JPEG"] == [(40, 17_000)]


@pytest.mark.filterwarnings("ignore:.*EXIF data")
def test_broken_metadata_do_not_spoil_a_picture():
    picture = made(picture_data(exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + b"\xff" * 90))

    assert "JPEG" in sizes(picture)


def test_a_drawing_stays_one_without_what_its_program_left_in_it():
    svg = b"""<?xml version="1.0"?><!-- made by Ada -->
    <svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://www.inkscape.org/namespaces/inkscape"
      width="40" height="20" viewBox="0 0 40 20" i:export-filename="/home/ada/secret.png">
      <metadata>Ada's telephone number</metadata><i:view zoom="2"/><path d="M0 0h40v20z"/></svg>"""

    picture = made(svg, "sign.svg")

    only = picture.renditions.get()
    assert (only.width, only.height) == (40, 20)
    for each in (only, picture.get_rendition("max-20x20|preserve-svg")):
        text = data_of(each).decode()
        assert "<path" in text
        assert not any(word in text for word in ("ada", "Ada", "metadata", "inkscape", "zoom"))


def test_names_change_with_the_content_and_originals_cannot_be_guessed():
    picture = made(picture_data())
    first = rendition(picture, "width-320|format-jpeg").file.name

    picture.credit = "Chi Roe"
    picture.save()
    make_renditions(picture)

    assert rendition(picture, "width-320|format-jpeg").file.name != first
    assert first.startswith("images/")
    folder, token, name = picture.file.name.split("/")
    assert (folder, len(token), name) == ("original_images", 16, "weir.jpg")
