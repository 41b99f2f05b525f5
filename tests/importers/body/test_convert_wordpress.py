"""What WordPress stores becomes blocks: classic text, shortcodes, blocks of its own."""

from rotativa.importers.body import convert_wordpress
from rotativa.importers.records import MediaReference
from tests.importers.body.test_convert_html import image, paragraph, told

PICTURES = {
    "5": "https://old.example/wp-content/uploads/boat.jpg",
    "6": "https://old.example/wp-content/uploads/weir.jpg",
}


def convert(content, **values):
    return convert_wordpress(content, attachments=PICTURES, **values)


def item(identity, **values):
    value = {"alt": "", "decorative": False, "caption": "", "credit": ""}
    picture = MediaReference(url=PICTURES[identity], identity=identity)
    return {"type": "item", "value": {"image": picture, **value, **values}}


def test_blank_lines_make_paragraphs_and_newlines_line_breaks():
    body = convert("One\nline of <b>bold\r\n\r\nTwo</b> facts\n\n<h2>Head</h2>\nThree")

    assert body.blocks == [
        paragraph("One<br/>line of <b>bold</b>", "<b>Two</b> facts"),
        {"type": "heading", "value": {"level": "2", "text": "Head"}},
        paragraph("Three"),
    ]


def test_a_caption_names_its_picture_in_full_size():
    body = convert(
        '[caption id="attachment_5" align="alignwide" width="300"]<a href="'
        'https://old.example/wp-content/uploads/boat.jpg"><img class="wp-image-5" alt="A boat" '
        'src="https://old.example/wp-content/uploads/boat-300x200.jpg" /></a> By the '
        "<em>weir</em>[/caption]"
    )

    picture = MediaReference(url=PICTURES["5"], identity="5")
    assert body.blocks == [
        image("", image=picture, alt="A boat", caption="By the weir", width="wide")
    ]


def test_a_gallery_shows_its_pictures_in_their_order():
    body = convert('[gallery ids="6,5,7"]')

    value = {"title": "", "images": [item("6"), item("5")]}
    assert body.blocks == [{"type": "gallery", "value": value}]
    assert told(body) == [("skipped", "[gallery] 7")]


def test_a_gallery_without_ids_shows_what_is_attached():
    body = convert("[gallery]", attached=["5"])

    assert body.blocks == [{"type": "gallery", "value": {"title": "", "images": [item("5")]}}]
    assert body.notices == ()


def test_an_address_alone_on_its_line_is_shown():
    body = convert(
        "Watch:\nhttps://youtu.be/dQw4w9WgXcQ\nand https://youtu.be/dQw4w9WgXcQ\n\n"
        "https://x.com/paper/status/12345\n\nhttps://other.example/page"
    )

    assert body.blocks == [
        paragraph("Watch:"),
        {
            "type": "video",
            "value": {"url": "https://youtu.be/dQw4w9WgXcQ", "title": "", "caption": ""},
        },
        paragraph("and https://youtu.be/dQw4w9WgXcQ"),
        {
            "type": "social",
            "value": {"url": "https://x.com/paper/status/12345", "text": "", "author": ""},
        },
        paragraph('<a href="https://other.example/page">https://other.example/page</a>'),
    ]


def test_unknown_shortcodes_stay_and_are_told():
    body = convert('[form id="3"]\n\nHours [sic] are [icon name="clock"] short')

    assert body.blocks == [
        {"type": "code", "value": {"language": "", "code": '[form id="3"]'}},
        paragraph('Hours [sic] are <code>[icon name="clock"]</code> short'),
    ]
    assert told(body) == [("kept", '[form id="3"]'), ("kept", '[icon name="clock"]')]


def test_blocks_are_read_without_their_marks():
    body = convert(
        "<!-- wp:paragraph -->\n<p>One\nline</p>\n<!-- /wp:paragraph -->\n\n"
        '<!-- wp:latest-posts {"postsToShow":3} /-->\n<!-- wp:block {"ref":9} /-->\n'
        "<!-- wp:acme/box -->\n<div>Boxed</div>\n<!-- /wp:acme/box -->\n\nOutside\n\nall"
    )

    assert body.blocks == [paragraph("One line", "Boxed", "Outside", "all")]
    assert told(body) == [
        ("skipped", 'wp:latest-posts {"postsToShow":3}'),
        ("skipped", 'wp:block {"ref":9}'),
        ("altered", "wp:acme/box"),
    ]
