"""What a page says of a picture to the reader's browser."""

import re

import pytest
from django.core.files.base import ContentFile
from django.template import Context, Template
from lxml.html import fragments_fromstring
from PIL import Image

from rotativa.media.actions import make_renditions
from rotativa.media.models import Picture
from tests.factories.media import PictureFactory, picture_data, scene

pytestmark = pytest.mark.django_db


def shown(picture: Picture | None, attributes: str = "", tag: str = "picture_tag") -> str:
    template = Template(f"{{% load pictures %}}{{% {tag} picture {attributes} %}}")
    return template.render(Context({"picture": picture}))


def made(data: bytes, name: str = "weir.jpg", **fields: object) -> Picture:
    picture = PictureFactory.create(file=ContentFile(data, name=name), **fields)
    make_renditions(picture)
    return picture


def addresses(picture: Picture, name: str) -> list[str]:
    files = picture.renditions.filter(filter_spec__endswith=f"format-{name}").order_by("width")
    return [each.url for each in files]


def elements(text: str) -> list[tuple[str, dict[str, str]]]:
    """The tags within a `<picture>`, each with its attributes."""
    [picture] = fragments_fromstring(text)
    assert picture.tag == "picture"
    return [
        (str(each.tag), {str(key): str(value) for key, value in each.items()})
        for each in picture.iterdescendants()
    ]


def test_a_photograph_is_offered_in_three_formats():
    picture = made(picture_data(scene((700, 467))))

    def srcset(name: str) -> str:
        pairs = zip(addresses(picture, name), (320, 640, 700), strict=True)
        return ", ".join(f"{url} {width}w" for url, width in pairs)

    text = shown(
        picture, 'sizes="50vw" alt="A weir" class="wide" loading="eager" data_x="1" id=None'
    )

    assert elements(text) == [
        ("source", {"type": "image/avif", "srcset": srcset("avif"), "sizes": "50vw"}),
        ("source", {"type": "image/webp", "srcset": srcset("webp"), "sizes": "50vw"}),
        (
            "img",
            {
                "src": addresses(picture, "jpeg")[1],
                "srcset": srcset("jpeg"),
                "sizes": "50vw",
                "width": "700",
                "height": "467",
                "alt": "A weir",
                "loading": "eager",
                "decoding": "async",
                "class": "wide",
                "data-x": "1",
            },
        ),
    ]


def test_a_tiny_picture_has_one_file():
    picture = made(picture_data(Image.new("RGB", (40, 30), "teal")))

    webp, jpeg = (addresses(picture, name)[0] for name in ("webp", "jpeg"))
    size = {"width": "40", "height": "30", "loading": "lazy", "decoding": "async", "alt": ""}
    assert elements(shown(picture, "alt=''")) == [
        ("source", {"type": "image/webp", "srcset": f"{webp} 40w", "sizes": "100vw"}),
        ("img", {"src": jpeg, **size}),
    ]


@pytest.mark.parametrize(
    ("attributes", "alt"),
    [("", "The weir &lt;at dawn&gt;"), ('alt="Other"', "Other"), ('alt=""', ""), ("alt=None", "The weir &lt;at dawn&gt;")],
)  # fmt: skip
def test_the_alternative_text_is_the_pages_or_the_pictures_own(attributes, alt):
    picture = made(picture_data(scene((100, 60))), description="The weir <at dawn>")

    assert re.findall(r'alt="([^"]*)"', shown(picture, attributes)) == [alt]


def test_a_transparent_picture_falls_back_on_png():
    image = scene((330, 200), "RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))

    picture = made(picture_data(image, kind="PNG"), "sign.png")

    assert elements(shown(picture))[-1][1]["src"] == addresses(picture, "png")[1]


def test_a_moving_picture_stands_still_for_those_who_ask_for_it():
    frames = [scene((200, 100)), scene((200, 100)).transpose(Image.Transpose.ROTATE_180)]
    gif = picture_data(frames[0], kind="GIF", save_all=True, append_images=frames[1:], duration=200)
    picture = made(gif, "weir.gif")

    assert (
        f'srcset="{addresses(picture, "webp")[0]} 200w" sizes="100vw" '
        'media="(prefers-reduced-motion: no-preference)"'
    ) in shown(picture)


def test_a_drawing_is_one_file():
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20z"/></svg>'
    )
    picture = made(svg, "sign.svg")

    [(name, image)] = elements(shown(picture, 'alt="A sign"'))

    size = {"width": "40", "height": "20", "loading": "lazy", "decoding": "async", "alt": "A sign"}
    assert (name, image) == ("img", {"src": picture.renditions.get().url, **size})


@pytest.mark.parametrize("picture", [None, "not made"])
def test_without_files_there_is_nothing_and_nothing_is_made(picture):
    picture = picture and PictureFactory.create()

    assert shown(picture) == ""
    assert shown(picture, "width=1200", tag="picture_url") == ""
    assert not picture or not picture.renditions.exists()


def test_before_its_files_are_made_the_desks_thumbnail_stands_in():
    picture = PictureFactory.create()
    thumbnail = picture.get_rendition("max-165x165")

    [(_, image)] = elements(shown(picture))

    assert (image["src"], image["width"]) == (thumbnail.url, "165")


@pytest.mark.parametrize("number", [1, 3])
def test_prefetched_pictures_cost_no_query(number, django_assert_num_queries):
    for _ in range(number):
        made(picture_data(scene((330, 200))))

    with django_assert_num_queries(2):
        pictures = list(Picture.objects.with_renditions().order_by("pk"))
    with django_assert_num_queries(0):
        texts = [shown(each) for each in pictures]

    assert [text.count("320w") for text in texts] == [3] * number


@pytest.mark.parametrize(("width", "expected"), [(100, 320), (320, 320), (600, 640), (9000, 700)])
def test_the_address_of_one_file_is_of_the_width_asked_for(width, expected):
    picture = made(picture_data(scene((700, 467))))

    file = picture.renditions.get(width=expected, filter_spec__endswith="jpeg")
    assert shown(picture, f"width={width}", tag="picture_url") == file.url
